/** Who has to go when a main server has as many clients as it can. */

import { assertEquals } from "@std/assert";
import {
  CONNECTION_IDLE_MS,
  CONNECTIONS_MAX,
  WRONG_TOKEN_DELAY_MS_MAX,
  WRONG_TOKENS_FREE,
} from "../../src/base/limits.ts";
import { ClientSessions } from "../../src/roles/client_sessions.ts";
import { Doorkeeper } from "../../src/roles/doorkeeper.ts";
import { drawToken } from "../../src/wire/access_token.ts";
import { FakeConnection } from "../support/fake_connection.ts";
import { ManualClock } from "../support/manual_clock.ts";
import { seededEntropy } from "../support/seeded_entropy.ts";
import { seededRandom } from "../support/seeded_random.ts";

const CLIENT = { host: "127.0.0.1", port: 50_000 };
const { token, entry } = drawToken(seededEntropy(seededRandom(1)), {
  name: "reports",
  expiresMs: Infinity,
});

/** A main server's clients, all of whom have to show a token or none. */
function crowd({ isGuarded }: { readonly isGuarded: boolean }) {
  const clock = new ManualClock();
  const sessions = new ClientSessions();
  const ask = () => {};
  const door = isGuarded
    ? new Doorkeeper({ entries: [entry], epochMs: () => 0, report: ask })
    : undefined;
  const connect = () =>
    new FakeConnection(
      CLIENT,
      (connection) =>
        sessions.accept(connection, { door, clock, ask, book: ask }),
    );
  const enter = () => {
    const client = connect();
    client.receive(`{"hello":{"token":"${token}"}}\n`);
    return client;
  };
  /** By a token that is none of the server's. */
  const guess = () => {
    const client = connect();
    client.receive(`{"hello":{"token":"cvn_${"A".repeat(43)}"}}\n`);
    return client;
  };
  return { clock, sessions, connect, enter, guess };
}

function closings(clients: readonly FakeConnection[]): unknown[] {
  return clients.map(({ closing }) => closing);
}

Deno.test("ClientSessions lets the oldest go that shows no token, for who has one", () => {
  const { connect, enter, clock } = crowd({ isGuarded: true });
  const [first, second] = [enter(), connect()];
  const strangers = Array.from({ length: CONNECTIONS_MAX - 2 }, connect);
  clock.leap(1);
  const [one, other] = [enter(), enter()];
  assertEquals(closings([first, second, strangers[0]!, strangers[1]!]), [
    null,
    "end",
    "end",
    null,
  ]);
  assertEquals(closings([one, other]), [null, null]);
});

Deno.test("ClientSessions lets the oldest go whose refusal is put off, for who has a token", () => {
  const { sessions, enter, guess, clock } = crowd({ isGuarded: true });
  const first = enter();
  for (let i = 0; i < WRONG_TOKENS_FREE; i++) guess();
  clock.advance(0);
  const room = CONNECTIONS_MAX - sessions.size;
  const strangers = Array.from({ length: room }, guess);
  assertEquals(closings([first, strangers[0]!, strangers[1]!]), [
    null,
    null,
    null,
  ]);
  const [one, other] = [enter(), enter()];
  assertEquals(closings([first, one, other]), [null, null, null]);
  // Nothing was said that would have to arrive.
  assertEquals(closings(strangers.slice(0, 3)), ["abort", "abort", null]);
  assertEquals(sessions.size, CONNECTIONS_MAX);
  clock.advance(WRONG_TOKEN_DELAY_MS_MAX);
  assertEquals(strangers[0]!.writes, []);
  assertEquals(strangers[2]!.writes.length, 1);
  assertEquals(strangers[2]!.closing, "end");
});

Deno.test("ClientSessions lets nobody in for whom nobody goes", () => {
  const { connect, clock } = crowd({ isGuarded: false });
  const clients = Array.from({ length: CONNECTIONS_MAX }, connect);
  clock.leap(CONNECTION_IDLE_MS - 1);
  for (const client of clients.slice(2)) client.receive("\n");
  clock.leap(1);
  // Those who were told to go are there until they have taken that.
  const late = [connect(), connect(), connect()];
  assertEquals(closings(clients.slice(0, 3)), ["end", "end", null]);
  assertEquals(closings(late), [null, null, "end"]);
});

Deno.test("ClientSessions has somebody go where the system takes no more", () => {
  const { sessions, connect, clock } = crowd({ isGuarded: false });
  const clients = [connect(), connect()];
  clock.leap(1);
  clients.push(connect());
  clock.leap(CONNECTION_IDLE_MS - 2);
  sessions.makeRoom(clock.nowMs());
  assertEquals(closings(clients), [null, null, null]);
  clock.leap(1);
  sessions.makeRoom(clock.nowMs());
  assertEquals(closings(clients), ["end", null, null]);
  sessions.makeRoom(clock.nowMs());
  sessions.makeRoom(clock.nowMs());
  assertEquals(closings(clients), ["end", "end", null]);
});
