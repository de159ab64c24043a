/** A backend that is told to hold, on virtual time. */

import { assert, assertEquals } from "@std/assert";
import { DOUBT_MS_FIRST } from "../../src/base/limits.ts";
import type { Decision } from "../../src/calendar/bookings.ts";
import {
  encodeClaim,
  encodeDecision,
  encodeOutcome,
  readClaimReply,
  readDoubt,
} from "../../src/wire/bookings.ts";
import { type Id64, Kind, openDatagram } from "../../src/wire/datagram.ts";
import { listId } from "../../src/wire/registration.ts";
import { sayToBackend } from "../support/booking_talk.ts";
import { HELD } from "../support/verdicts.ts";
import { peopleOf } from "../support/people_of.ts";
import { ServerPair } from "../support/server_pair.ts";
import { numbers } from "../support/timed_slots.ts";

const FILE = "lilith;[[1,3],[4,6],[7,9]]\njameson;[[2,8]]\n";
const TICKET = { token: { high: 0xb00c, low: 1 }, attempt: 1 };
const TRANSACTION = "01".repeat(16);
/** Of the first backend that makes one. */
const LEDGER = "bbbbbbbbbbbbbbb0";

/** A pair, and what its backend says of bookings. */
function opened(seed: number) {
  const pair = new ServerPair(seed);
  const said: ReturnType<typeof openDatagram>[] = [];
  pair.network.watch = ({ bytes }) => {
    const datagram = openDatagram(bytes.slice());
    const kinds: Kind[] = [Kind.claimed, Kind.decided, Kind.doubt];
    if (kinds.includes(datagram.kind)) said.push(datagram);
  };
  const server = pair.addBackend("A", FILE);
  return { pair, said, server };
}

function say(pair: ServerPair, encode: (session: Id64) => Uint8Array): void {
  const send = pair.mainSocket.send.bind(pair.mainSocket);
  sayToBackend({ main: pair.main, send }, encode);
}

/** Claims [4,6] for both. */
function claim(pair: ServerPair): void {
  say(pair, (session) =>
    encodeClaim(session, {
      ...TICKET,
      transaction: TRANSACTION,
      decider: "de".repeat(8),
      key: "k",
      title: "",
      slot: numbers(4, 6),
      list: listId(peopleOf(FILE).names.digest),
      people: [0, 1],
      alone: false,
    }));
}

function decide(pair: ServerPair, decision: Decision): void {
  const note = { ...TICKET, transaction: TRANSACTION, decision };
  say(pair, (session) => encodeDecision(session, note));
}

const kindsOf = (said: { kind: Kind }[]) => said.map(({ kind }) => kind);

Deno.test("what a backend holds it no longer offers, and what it lets go again", () => {
  const { pair, said } = opened(1);
  claim(pair);
  pair.network.settle();
  assertEquals(readClaimReply(said[0]!.message).verdict, HELD);
  const less = "Available time slots: [2,3], [7,8]\n\n";
  assertEquals(pair.ask("lilith jameson"), less);
  decide(pair, "commit");
  pair.network.settle();
  assertEquals(pair.ask("lilith jameson"), less);
  decide(pair, "cancel");
  pair.network.settle();
  assertEquals(
    pair.ask("lilith jameson"),
    "Available time slots: [2,3], [4,6], [7,8]\n\n",
  );
  assertEquals(kindsOf(said), [Kind.claimed, Kind.decided, Kind.decided]);
});

Deno.test("a backend that has made its ledger tells its main server", () => {
  const { pair, server } = opened(2);
  const [candidate] = pair.main.registry.candidates;
  assertEquals(candidate?.link.ledger, null);
  claim(pair);
  pair.network.settle();
  const [later] = pair.main.registry.candidates;
  assertEquals(later?.link.ledger, LEDGER);
  assert(later?.link === candidate?.link, "in the same session");
  assert(server.isRegistered);
  // The main server has had the list all the time.
  const events = pair.mainEvents.map(({ kind }) => kind);
  assertEquals(events, ["registered"]);
  const restarted = pair.restartBackend("A", FILE);
  pair.network.advance(100);
  assert(restarted.isRegistered, "with its ledger from the first begin on");
});

Deno.test("a backend that was restarted asks about its holds as soon as it may", () => {
  const { pair, said } = opened(3);
  claim(pair);
  pair.network.settle();
  said.length = 0;
  pair.restartBackend("A", FILE);
  pair.network.advance(100);
  assertEquals(kindsOf(said), [Kind.doubt]);
  const doubt = readDoubt(said[0]!.message);
  say(
    pair,
    (session) => encodeOutcome(session, { ...doubt, decision: "commit" }),
  );
  pair.network.advance(10 * DOUBT_MS_FIRST);
  assertEquals(kindsOf(said), [Kind.doubt], "nothing answers an outcome");
  assertEquals(
    pair.backends[1]!.disk.holds.get(TRANSACTION)?.state,
    "booked",
  );
});

Deno.test("a hold is asked about at once when a main server comes back", () => {
  const { pair, said } = opened(4);
  claim(pair);
  // It asks so seldom by now that it would not ask by chance.
  pair.network.advance(20 * DOUBT_MS_FIRST);
  pair.restartMain();
  said.length = 0;
  const before = pair.backendEvents.length;
  for (let ms = 0; pair.backendEvents.length === before; ms += 10) {
    assert(ms < 3_000, "it is back by then");
    assertEquals(said, []);
    pair.network.advance(10);
  }
  pair.network.advance(20);
  assertEquals(kindsOf(said), [Kind.doubt]);
});

Deno.test("a backend whose ledger fails says so, and nothing else any more", async () => {
  for (const fault of ["fails_before", "fails_after"] as const) {
    const { pair, said, server } = opened(5);
    const [backend] = pair.backends;
    backend!.disk.fault = fault;
    claim(pair);
    pair.network.settle();
    const event = pair.backendEvents.at(-1);
    assert(event?.kind === "ledger_failed");
    assert(event.error instanceof Error);
    assertEquals([said, backend!.socket.isClosed], [[], true]);
    // There is nobody left to say goodbye.
    await server.close();
  }
});

/** The claim reaches the backend, whose turn goes on. */
function carryClaim(pair: ServerPair): void {
  claim(pair);
  const [passing] = pair.mainSocket.outbox.splice(0);
  pair.network.carry(passing!);
}

Deno.test("a backend whose ledger fails while it leaves has left", async () => {
  const { pair, server } = opened(6);
  pair.backends[0]!.disk.fault = "fails_before";
  const closed = server.close();
  carryClaim(pair);
  pair.clock.turn();
  await closed;
  assertEquals(pair.backendEvents.at(-1)?.kind, "ledger_failed");
});

Deno.test("what was claimed in the turn of a crash is not kept", () => {
  const { pair, server } = opened(7);
  carryClaim(pair);
  server.abort();
  pair.clock.turn();
  assertEquals(pair.backends[0]!.disk.commits, []);
});

Deno.test("nobody is answered whose session has ended meanwhile", () => {
  const { pair, said } = opened(9);
  carryClaim(pair);
  pair.main.registry.sayGoodbye();
  const [goodbye] = pair.mainSocket.outbox.splice(0);
  pair.network.carry(goodbye!);
  pair.network.settle();
  assertEquals([pair.backends[0]!.disk.commits.length, said.length], [1, 0]);
});

Deno.test("nobody books outside of a session", () => {
  const { pair, said, server } = opened(8);
  const session = { high: 1, low: 2 };
  const note = { ...TICKET, transaction: TRANSACTION } as const;
  const { address } = pair.backends[0]!.socket;
  for (
    const bytes of [
      encodeDecision(session, { ...note, decision: "release" }),
      encodeOutcome(session, { ...note, decision: "commit" }),
    ]
  ) pair.mainSocket.send(bytes, address);
  pair.network.settle();
  assertEquals([server.gauges.strangers, said.length], [2, 0]);
});
