/** A main server in the test's own process, whose bookings are a stub. */

import {
  systemClock,
  systemEntropy,
  systemEpochMs,
  systemRandom,
} from "../../src/net/system_clock.ts";
import type { Connection } from "../../src/net/connections.ts";
import { listenTcp, type TcpListener } from "../../src/net/tcp.ts";
import { bindUdp } from "../../src/net/udp.ts";
import { MainServer } from "../../src/roles/main_server.ts";
import { type Finished, run } from "./process.ts";
import { StubBookings } from "./stub_bookings.ts";

const ANY_PORT = { host: "127.0.0.1", port: 0 };

export class BookingServer implements AsyncDisposable {
  readonly bookings = new StubBookings();
  readonly #main: MainServer;
  readonly #listener: TcpListener;
  #connections: Connection[] = [];

  constructor(minGroup?: number) {
    this.#main = new MainServer({
      expect: [],
      minGroup,
      bookings: this.bookings,
      datagrams: bindUdp(ANY_PORT),
      clock: systemClock,
      epochMs: systemEpochMs,
      random: systemRandom,
      entropy: systemEntropy,
      report() {},
    });
    this.#listener = listenTcp(ANY_PORT, (connection) => {
      this.#connections.push(connection);
      return this.#main.accept(connection);
    });
  }

  /** Breaks off every client. */
  abortAll(): void {
    for (const connection of this.#connections) connection.abort();
    this.#connections = [];
  }

  /** Runs a command that asks this server. */
  run(command: string, ...args: string[]): Promise<Finished> {
    const { port } = this.#listener.address;
    return run([command, `--main=127.0.0.1:${port}`, ...args]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    await this.#main.close();
  }
}
