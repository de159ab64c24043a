/** A main server on real sockets. */

import type { Address } from "../base/address.ts";
import {
  systemClock,
  systemEntropy,
  systemRandom,
} from "../net/system_clock.ts";
import { listenTcp, type TcpListener } from "../net/tcp.ts";
import { bindUdp } from "../net/udp.ts";
import { MainServer } from "../roles/main_server.ts";
import type { Io } from "./io.ts";
import { openKeyFile } from "./key_file.ts";
import { mainReady, registryNotice } from "./notices.ts";

export interface MainOptions {
  readonly tcp: Address;
  readonly udp: Address;
  readonly expect: readonly string[];
  /** Of the keys that servers share; without it nothing is sealed. */
  readonly keyPath?: string | undefined;
}

/** What is running, and where. */
export interface RunningMain {
  readonly tcp: Address;
  readonly udp: Address;
  /** Takes no more clients, ends those it has, says goodbye to backends. */
  close(): Promise<void>;
}

/** @throws {UnavailableError} If one of the addresses cannot be had. */
export function startMain(options: MainOptions, io: Io): RunningMain {
  const keyFile = openKeyFile(options.keyPath, io);
  const datagrams = bindUdp(options.udp);
  const server = new MainServer({
    expect: options.expect,
    keys: keyFile?.keys ?? null,
    datagrams,
    clock: systemClock,
    random: systemRandom,
    entropy: systemEntropy,
    report: (event) => io.stderr.write(registryNotice(event)),
  });
  const listener = listen(server, options.tcp);
  const tcp = listener.address;
  const udp = datagrams.address;
  keyFile?.onChange((keys) => server.replaceKeys(keys));
  io.stderr.write(mainReady({ tcp, udp, isSealed: keyFile !== null }));
  return {
    tcp,
    udp,
    async close() {
      listener.close();
      keyFile?.close();
      await server.close();
    },
  };
}

function listen(server: MainServer, tcp: Address): TcpListener {
  try {
    return listenTcp(tcp, (connection) => server.accept(connection));
  } catch (error) {
    server.abort();
    throw error;
  }
}
