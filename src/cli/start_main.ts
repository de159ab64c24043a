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
import { mainReady, registryNotice } from "./notices.ts";

export interface MainOptions {
  readonly tcp: Address;
  readonly udp: Address;
  readonly expect: readonly string[];
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
  const datagrams = bindUdp(options.udp);
  const server = new MainServer({
    expect: options.expect,
    datagrams,
    clock: systemClock,
    random: systemRandom,
    entropy: systemEntropy,
    report: (event) => io.stderr.write(registryNotice(event)),
  });
  const listener = listen(server, options.tcp);
  const tcp = listener.address;
  const udp = datagrams.address;
  io.stderr.write(mainReady({ tcp, udp }));
  return {
    tcp,
    udp,
    async close() {
      listener.close();
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
