/** A main server on real sockets. */

import type { Address } from "../base/address.ts";
import type { Groups } from "../calendar/groups.ts";
import type { Accept } from "../net/connections.ts";
import {
  systemClock,
  systemEntropy,
  systemEpochMs,
  systemRandom,
} from "../net/system_clock.ts";
import { listenTcp, type TcpListener } from "../net/tcp.ts";
import { listenTls } from "../net/tls_listener.ts";
import { bindUdp } from "../net/udp.ts";
import { MainServer } from "../roles/main_server.ts";
import type { SqliteBookingLedger } from "../store/booking_ledger.ts";
import type { AuditLog } from "./audit_log.ts";
import type { CertificateFiles } from "./certificate_files.ts";
import type { Guests } from "./guests.ts";
import type { Io } from "./io.ts";
import { openKeyFile } from "./key_file.ts";
import { mainReady, registryNotice } from "./notices.ts";
import type { WatchedFile } from "./watched_file.ts";

export interface MainOptions {
  readonly tcp: Address;
  readonly udp: Address;
  readonly expect: readonly string[];
  /** Of the keys that servers share; without it nothing is sealed. */
  readonly keyPath?: string | undefined;
  /** Of bookings; closed with the server. */
  readonly ledger: SqliteBookingLedger;
  readonly minGroup?: number | undefined;
  /** Of the audit log, which is closed with the server. */
  readonly audit?: AuditLog | undefined;
  /** Takes clients by TLS, and only so; closed with the server. */
  readonly tls?: CertificateFiles | undefined;
  /** The only clients that may ask; closed with the server. */
  readonly guests?: Guests | undefined;
  /** Who is in which group; closed with the server. */
  readonly groups?: WatchedFile<Groups> | undefined;
}

/** What is running, and where. */
export interface RunningMain {
  readonly tcp: Address;
  readonly udp: Address;
  /** Takes no more clients, ends those it has, says goodbye to backends. */
  close(): Promise<void>;
}

/**
 * @throws {FileFormatError} If a key or the certificate cannot be used.
 * @throws {UnavailableError} If one of the addresses cannot be had.
 */
export function startMain(options: MainOptions, io: Io): RunningMain {
  const keyFile = openKeyFile(options.keyPath, null, io);
  const { groups } = options;
  const datagrams = bindUdp(options.udp);
  const server = new MainServer({
    expect: options.expect,
    groups: groups && (() => groups.content),
    minGroup: options.minGroup,
    audit: options.audit?.write,
    auditBooking: options.audit?.write,
    ledger: options.ledger,
    keys: keyFile?.content ?? null,
    datagrams,
    clock: systemClock,
    epochMs: systemEpochMs,
    random: systemRandom,
    entropy: systemEntropy,
    report: (event) => io.stderr.write(registryNotice(event)),
  });
  const listener = listen(server, options);
  const tcp = listener.address;
  const udp = datagrams.address;
  keyFile?.onChange((keys) => server.replaceKeys(keys));
  const [isTls, isSealed] = [options.tls !== undefined, keyFile !== null];
  io.stderr.write(mainReady({ tcp, udp, isTls, isSealed }));
  return {
    tcp,
    udp,
    async close() {
      options.tls?.close();
      options.guests?.close();
      groups?.close();
      listener.close();
      keyFile?.close();
      await server.close();
      options.ledger.close();
      options.audit?.close();
    },
  };
}

function listen(
  server: MainServer,
  { tcp, tls, guests }: MainOptions,
): TcpListener {
  const accept: Accept = (connection) =>
    server.accept(connection, guests?.door);
  const crowded = () => server.clients.makeRoom(systemClock.nowMs());
  guests?.onChange(() => server.clients.poll(systemClock.nowMs()));
  try {
    if (!tls) return listenTcp(tcp, accept, crowded);
    const { certificate } = tls;
    const listener = listenTls(tcp, { certificate, accept, crowded });
    tls.onChange((certificate) => listener.replace(certificate));
    return listener;
  } catch (error) {
    tls?.close();
    guests?.close();
    server.abort();
    throw error;
  }
}
