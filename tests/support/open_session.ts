/** A client of a main server whose answers and whose time are a test's. */

import { assert } from "@std/assert";
import { DeflatableConnection } from "../../src/net/deflatable_connection.ts";
import { ClientSession } from "../../src/roles/client_session.ts";
import type { Doorkeeper } from "../../src/roles/doorkeeper.ts";
import {
  parseRequest,
  type QueryRequest,
} from "../../src/wire/client_lines.ts";
import { FakeConnection } from "./fake_connection.ts";
import { ManualClock } from "./manual_clock.ts";

const CLIENT = { host: "127.0.0.1", port: 50_000 };

/** A request that waits for its answer. */
export interface Asked {
  readonly request: QueryRequest;
  readonly answer: (text: string) => void;
}

export class OpenSession {
  readonly clock = new ManualClock();
  readonly connection: FakeConnection;
  readonly session: ClientSession;
  readonly asked: Asked[] = [];
  /** How often the session said that it is closed. */
  closings = 0;
  mayDeflate = true;

  /** @param answerAtOnce The answer to a request; by default it waits. */
  constructor(
    answerAtOnce?: (request: QueryRequest) => string,
    door?: Doorkeeper,
  ) {
    let opened: ClientSession | null = null;
    this.connection = new FakeConnection(CLIENT, (connection) => {
      const deflatable = new DeflatableConnection(
        connection,
        (connection) =>
          opened = new ClientSession({
            connection,
            mayDeflate: () => this.mayDeflate,
            door,
            clock: this.clock,
            parse: (line) => parseRequest(line),
            ask: ({ request }, answer) => {
              assert(request.kind === "query");
              this.asked.push({ request, answer });
              if (answerAtOnce) answer(answerAtOnce(request));
            },
            closed: () => this.closings++,
          }),
      );
      return deflatable;
    });
    assert(opened);
    this.session = opened;
  }

  /** The first name of each request, in the order in which they came. */
  get names(): string[] {
    return this.asked.map(({ request }) => request.names[0] ?? "");
  }

  /** All that was written. */
  get written(): string {
    return this.connection.writes.join("");
  }

  /** Gives the answer to the request for `name` and ends the turn. */
  answer(name: string, text = `${name}!\n`): void {
    this.asked[this.names.indexOf(name)]!.answer(text);
    this.clock.turn();
  }

  /** Lets time pass, and the main server look at its clients. */
  wait(ms: number): void {
    this.clock.advance(ms);
    this.session.poll(this.clock.nowMs());
    this.clock.turn();
  }
}
