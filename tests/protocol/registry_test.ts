/**
 * A main server's registry and backends' registrars, hand to hand: what one
 * says the other takes, unless the test has other plans for it.
 */

import { assert, assertEquals } from "@std/assert";
import type { Address } from "../../src/base/address.ts";
import { DOWN_MS, REGISTRATION_REQUEST_MS } from "../../src/base/limits.ts";
import type { LedgerId } from "../../src/calendar/bookings.ts";
import type { NameList } from "../../src/calendar/name_list.ts";
import { Directory } from "../../src/protocol/directory.ts";
import type { Link } from "../../src/protocol/link.ts";
import { Registrar } from "../../src/protocol/registrar.ts";
import { Registry } from "../../src/protocol/registry.ts";
import { Kind, openDatagram } from "../../src/wire/datagram.ts";
import { entropyOf } from "../sim/seed_streams.ts";
import { seededRandom } from "../support/seeded_random.ts";
import { manyNames, namesOf } from "./name_lists.ts";

const MAIN: Address = { host: "10.0.0.1", port: 23_849 };
const FIRST = namesOf(["zein", "bob"]);
const SECOND = namesOf(["eve"]);

class Hall {
  nowMs = 1_000;
  readonly events: string[] = [];
  /** What backends have said of themselves. */
  readonly reported: string[] = [];
  readonly directory = new Directory(() => {});
  /** All that backends have sent. */
  readonly recorded: { bytes: Uint8Array; from: Address }[] = [];
  /** Ports whose datagrams get nowhere. */
  readonly cut = new Set<number>();
  readonly #backends = new Map<number, Registrar>();
  readonly #queue: (() => void)[] = [];
  readonly registry: Registry;

  constructor() {
    this.registry = new Registry({
      directory: this.directory,
      entropy: entropyOf(1, "main"),
      send: (bytes, to) =>
        this.#post(to.port, () => this.#toBackend(bytes, to)),
      report: (event) =>
        this.events.push(
          `${event.server} ${event.kind} ${event.address.port}`,
        ),
    });
  }

  backend(
    port: number,
    names: NameList,
    ledger: LedgerId | null = null,
  ): Registrar {
    const from = { host: "10.0.1.1", port };
    const registrar = new Registrar({
      server: "A",
      main: MAIN,
      serving: { names, ledger, times: "numbers" },
      random: seededRandom(port),
      entropy: entropyOf(port, "backend"),
      send: (bytes) => {
        this.recorded.push({ bytes, from });
        this.#post(port, () => this.toMain(bytes, from));
      },
      report: ({ kind }) => this.reported.push(`${kind} ${port}`),
    });
    this.#backends.set(port, registrar);
    return registrar;
  }

  toMain(bytes: Uint8Array, from: Address): void {
    this.registry.receive(
      openDatagram(bytes),
      { address: from, key: null },
      this.nowMs,
    );
  }

  /** Time passes in steps of 10 ms, and all that is said is heard. */
  pass(ms: number): void {
    for (const endMs = this.nowMs + ms; this.nowMs < endMs; this.nowMs += 10) {
      for (const backend of this.#backends.values()) backend.poll(this.nowMs);
      this.registry.candidates.poll(this.nowMs);
      this.settle();
    }
  }

  /** Until nobody has anything to say. */
  settle(): void {
    while (this.#queue.length > 0) {
      for (const deliver of this.#queue.splice(0)) deliver();
      this.registry.acks.flush();
    }
  }

  /** Plays again what a backend has said. */
  replay(kind: Kind): void {
    for (const { bytes, from } of [...this.recorded]) {
      if (openDatagram(bytes).kind === kind) this.toMain(bytes, from);
    }
    this.settle();
  }

  #toBackend(bytes: Uint8Array, { port }: Address): void {
    this.#backends.get(port)?.receive(openDatagram(bytes), this.nowMs);
  }

  #post(port: number, deliver: () => void): void {
    if (!this.cut.has(port)) this.#queue.push(deliver);
  }
}

Deno.test("a backend registers, and its names are found", () => {
  const hall = new Hall();
  const backend = hall.backend(1, FIRST);
  hall.pass(50);
  assert(backend.isRegistered);
  assertEquals(hall.events, ["A registered 1"]);
  assertEquals(hall.directory.find("zein").length, 1);
  assertEquals(hall.directory.find("eve"), []);
  // From the challenge to its begin.
  assert(hall.directory.server("A")!.links[0]!.roundTrip.measured);
});

Deno.test("a backend says once that it hears nothing, until it is registered", () => {
  const hall = new Hall();
  hall.cut.add(1);
  hall.backend(1, FIRST);
  hall.pass(REGISTRATION_REQUEST_MS - 100);
  assertEquals(hall.reported, []);
  hall.pass(4 * REGISTRATION_REQUEST_MS);
  assertEquals(hall.reported, ["unheard 1"]);
  hall.cut.clear();
  hall.pass(3_000);
  hall.cut.add(1);
  hall.pass(DOWN_MS + 2 * REGISTRATION_REQUEST_MS);
  assertEquals(hall.reported, ["unheard 1", "registered 1", "unheard 1"]);
});

Deno.test("a list of many chunks becomes visible whole", () => {
  const hall = new Hall();
  const backend = hall.backend(1, manyNames(2_000));
  hall.pass(500);
  assert(backend.isRegistered);
  assertEquals(hall.directory.server("A")?.names.size, 2_000);
});

Deno.test("a registration that is played again after its goodbye revives nothing", () => {
  const hall = new Hall();
  const backend = hall.backend(1, FIRST);
  hall.pass(50);
  backend.leave(hall.nowMs);
  hall.pass(50);
  assert(backend.hasLeft);
  for (const kind of [Kind.hello, Kind.begin, Kind.chunk, Kind.commit]) {
    hall.replay(kind);
  }
  assertEquals(hall.directory.serverCount, 0);
  assertEquals(hall.events, ["A registered 1", "A left 1"]);
});

Deno.test("an older list of the same session that is played again stays behind", () => {
  const hall = new Hall();
  const backend = hall.backend(1, FIRST);
  hall.pass(50);
  const before = hall.recorded.length;
  backend.replace(
    { names: SECOND, ledger: null, times: "numbers" },
    hall.nowMs,
  );
  hall.pass(50);
  hall.recorded.splice(before);
  for (const kind of [Kind.begin, Kind.chunk, Kind.commit]) hall.replay(kind);
  assertEquals(hall.directory.find("zein"), []);
  assertEquals(hall.directory.find("eve").length, 1);
  assertEquals(hall.events, ["A registered 1", "A registered 1"]);
});

Deno.test("a server's times are known anew where its list is the same", () => {
  const hall = new Hall();
  const backend = hall.backend(1, FIRST);
  hall.pass(200);
  assertEquals(hall.directory.server("A")?.times, "numbers");
  const serving = { names: FIRST, ledger: null, times: "instants" } as const;
  backend.replace(serving, hall.nowMs);
  hall.pass(200);
  assertEquals(hall.directory.server("A")?.times, "instants");
});

Deno.test("a copy's begin that is played again does not bring back its times", () => {
  const hall = new Hall();
  hall.backend(1, FIRST);
  const other = hall.backend(2, FIRST);
  hall.pass(200);
  const before = hall.recorded.length;
  const serving = { names: FIRST, ledger: null, times: "instants" } as const;
  other.replace(serving, hall.nowMs);
  hall.pass(200);
  hall.recorded.splice(before);
  hall.replay(Kind.begin);
  assertEquals(hall.directory.server("A")?.times, "instants");
});

Deno.test("a session in force is known, however long it was silent", () => {
  const hall = new Hall();
  hall.backend(1, FIRST);
  hall.pass(50);
  const [{ session, address }] = hall.directory.server("A")!.links as [Link];
  hall.registry.candidates.poll(hall.nowMs + 2 * DOWN_MS);
  assert(hall.registry.candidates.find(session, address));
});

Deno.test("a goodbye that is played again ends no newer session", () => {
  const hall = new Hall();
  const backend = hall.backend(1, FIRST);
  hall.pass(50);
  backend.leave(hall.nowMs);
  hall.pass(50);
  hall.backend(1, FIRST);
  hall.pass(50);
  hall.replay(Kind.goodbye);
  assertEquals(hall.directory.find("zein").length, 1);
});

Deno.test("another server under the same name is refused while the first lives", () => {
  const hall = new Hall();
  const backend = hall.backend(1, FIRST);
  hall.pass(50);
  const other = hall.backend(2, SECOND);
  hall.pass(10_000);
  assert(backend.isRegistered && !other.isRegistered);
  assertEquals(hall.directory.find("eve"), []);
  assertEquals(hall.events, ["A registered 1", "A refused 2"]);
  // It tries again and again, and says once that it is refused.
  const hellos = hall.recorded.filter(({ bytes, from }) =>
    from.port === 2 && openDatagram(bytes).kind === Kind.hello
  );
  assert(hellos.length > 1, `${hellos.length}`);
  assertEquals(hall.reported, ["registered 1", "refused 2"]);
});

Deno.test("another server takes the name of one that is dead", () => {
  const hall = new Hall();
  hall.backend(1, FIRST);
  hall.pass(50);
  hall.cut.add(1);
  const other = hall.backend(2, SECOND);
  hall.pass(10_000);
  assert(other.isRegistered);
  assertEquals(hall.directory.find("zein"), []);
  assertEquals(hall.directory.find("eve").length, 1);
});

Deno.test("copies with one list share the name, and one goodbye leaves the other", () => {
  const hall = new Hall();
  const backends = [hall.backend(1, FIRST), hall.backend(2, FIRST)];
  hall.pass(50);
  assertEquals(hall.directory.server("A")?.links.length, 2);
  backends[0]!.leave(hall.nowMs);
  hall.pass(50);
  assertEquals(hall.directory.server("A")?.links.length, 1);
  assertEquals(hall.directory.find("zein").length, 1);
});

Deno.test("a newer list of one copy drops the others until they follow", () => {
  const hall = new Hall();
  const [one, other] = [hall.backend(1, FIRST), hall.backend(2, FIRST)];
  hall.pass(50);
  one.replace({ names: SECOND, ledger: null, times: "numbers" }, hall.nowMs);
  hall.pass(50);
  assertEquals(hall.directory.server("A")?.links.length, 1);
  assertEquals(hall.directory.find("zein"), []);
  hall.pass(3_000);
  assertEquals(hall.directory.server("A")?.links.length, 1);
  other.replace({ names: SECOND, ledger: null, times: "numbers" }, hall.nowMs);
  hall.pass(3_000);
  assertEquals(hall.directory.server("A")?.links.length, 2);
});

Deno.test("silence takes no name away, however long", () => {
  const hall = new Hall();
  hall.backend(1, FIRST);
  hall.pass(50);
  hall.cut.add(1);
  hall.pass(60_000);
  assertEquals(hall.directory.find("zein").length, 1);
});

Deno.test("whoever was cut off is back soon after, in a session of its own", () => {
  const hall = new Hall();
  const backend = hall.backend(1, FIRST);
  hall.pass(50);
  hall.cut.add(1);
  hall.pass(30_000);
  hall.cut.clear();
  hall.pass(6_000);
  assert(backend.isRegistered);
  assertEquals(hall.directory.server("A")?.links.length, 1);
  assertEquals(hall.registry.candidates.size, 1);
});

Deno.test("a session that was superseded amid a new list revives nothing", () => {
  const hall = new Hall();
  const before = hall.backend(1, FIRST);
  hall.pass(50);
  before.replace({ names: SECOND, ledger: null, times: "numbers" }, hall.nowMs);
  // The process starts anew before it sends its list, and then it ends.
  const after = hall.backend(1, FIRST);
  hall.pass(50);
  assert(after.isRegistered);
  assertEquals(hall.registry.candidates.size, 1);
  after.leave(hall.nowMs);
  hall.pass(50);
  hall.replay(Kind.begin);
  assertEquals(hall.registry.candidates.size, 0);
});

const LEDGER = "1ed6e51ed6e51ed6";
const OTHER_LEDGER = "2ed6e52ed6e52ed6";
const PAIRS: [LedgerId | null, LedgerId | null, count: number][] = [
  [null, null, 2],
  [LEDGER, LEDGER, 1],
  [LEDGER, null, 1],
  [null, LEDGER, 1],
  [LEDGER, OTHER_LEDGER, 1],
];
for (const [first, second, count] of PAIRS) {
  Deno.test(`of copies with the ledgers ${first} and ${second} there are ${count}`, () => {
    const hall = new Hall();
    const one = hall.backend(1, FIRST, first);
    hall.pass(50);
    const other = hall.backend(2, FIRST, second);
    hall.pass(3_000);
    assertEquals(hall.directory.server("A")?.links.length, count);
    assertEquals([one.isRegistered, other.isRegistered], [true, count === 2]);
  });
}

Deno.test("a copy with another ledger has the name when the first is dead", () => {
  const hall = new Hall();
  const one = hall.backend(1, FIRST, LEDGER);
  hall.pass(50);
  hall.cut.add(1);
  const other = hall.backend(2, FIRST, OTHER_LEDGER);
  hall.pass(5_000);
  assert(other.isRegistered);
  const links = hall.directory.server("A")?.links;
  assertEquals(links?.map(({ ledger }) => ledger), [OTHER_LEDGER]);
  // It is back, and still none of its slots may be offered beside the other's.
  hall.cut.clear();
  hall.pass(10_000);
  assertEquals([one.isRegistered, other.isRegistered], [false, true]);
  assertEquals(hall.directory.server("A")?.links.length, 1);
});

Deno.test("who was killed and is elsewhere now has its name in time", () => {
  const hall = new Hall();
  hall.backend(1, FIRST, LEDGER);
  hall.pass(50);
  hall.cut.add(1);
  const again = hall.backend(2, FIRST, LEDGER);
  hall.pass(5_000);
  assert(again.isRegistered);
  const links = hall.directory.server("A")?.links;
  assertEquals(links?.map(({ address }) => address.port), [2]);
});

Deno.test("whoever makes a ledger keeps the name, and a copy without one goes", () => {
  const hall = new Hall();
  const [one, other] = [hall.backend(1, FIRST), hall.backend(2, FIRST)];
  hall.pass(50);
  assertEquals(hall.directory.server("A")?.links.length, 2);
  const serving = { names: FIRST, ledger: LEDGER, times: "numbers" } as const;
  one.replace(serving, hall.nowMs);
  hall.pass(3_000);
  assertEquals([one.isRegistered, other.isRegistered], [true, false]);
  const links = hall.directory.server("A")?.links;
  assertEquals(links?.map(({ ledger }) => ledger), [LEDGER]);
});
