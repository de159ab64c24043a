/**
 * Whoever sits between servers that share a key, with real sockets: of one
 * datagram of each kind every byte is flipped and every length cut, before it
 * arrives; it goes back to its sender, comes a second time, and its head is
 * put before the others' bodies. Nothing of that is taken, nothing is said to
 * it, and nothing changes.
 */

import { assert, assertEquals } from "@std/assert";
import { Kind } from "../../src/wire/datagram.ts";
import { talkOfBookings } from "../support/booking_talk.ts";
import { printFigures } from "../support/figures.ts";
import { keysOf } from "../support/keys.ts";
import { peopleOf } from "../support/people_of.ts";
import { TappedPair } from "../support/tapped_pair.ts";
import { CountedSocket } from "../support/traffic.ts";
import type { Tapped, Way } from "../support/wiretap.ts";
import { numbers } from "../support/timed_slots.ts";

const PEOPLE = "lilith;[[1,3],[4,6]]\njameson;[[5,7]]\n";
const QUESTION = "lilith jameson";
const ANSWER = "Available time slots: [5,6]\n\n";

const KIND_AT = 3;
const SESSION_AT = 4;
const SESSION_END = 12;
/** Within the clear part, at its end, in the salt and in the message. */
const SEAMS = [12, 16, 32, 40];
/** So many fit the queue of a socket. */
const AT_ONCE = 32;
/** A stranger is looked at ten times a second, and time stands still. */
const ALLEYS = 60;
/** Of these a server may get two that are alike and take both. */
const SINGLES: ReadonlySet<number> = new Set([
  Kind.hello,
  Kind.challenge,
  Kind.begin,
  Kind.unknownSession,
]);

class MiddleMan implements AsyncDisposable {
  /** The first datagram of each kind and way. */
  readonly tape = new Map<string, Tapped>();
  readonly figures = {
    kinds: 0,
    flipped: 0,
    cut: 0,
    spliced: 0,
    reflected: 0,
    replayed: 0,
  };
  readonly #pair: TappedPair;
  readonly #alleys: CountedSocket[];
  #turn = 0;

  constructor(pair: TappedPair) {
    this.#pair = pair;
    this.#alleys = Array.from(
      { length: ALLEYS },
      () => new CountedSocket(pair.traffic),
    );
    for (const alley of this.#alleys) alley.listen(() => {});
  }

  /** Does its worst to the first of each kind, before it arrives. */
  async harm(tapped: Tapped): Promise<void> {
    const { way, bytes } = tapped;
    const kind = bytes[KIND_AT]!;
    if (this.tape.has(`${way} ${kind}`)) return;
    this.tape.set(`${way} ${kind}`, tapped);
    const flips = Array.from(bytes, (byte, at) => {
      return bytes.with(at, byte ^ (1 << (at % 8)));
    });
    const cuts = Array.from(bytes, (_, end) => bytes.slice(0, end));
    this.figures.flipped += flips.length;
    this.figures.cut += cuts.length;
    // A main server says of a ping's session that it does not know it: to
    // whoever asks, in fewer bytes, and so that only the ping's own sender
    // could believe it.
    const isPing = way === "toMain" && kind === Kind.ping;
    const denials = isPing ? SESSION_END - SESSION_AT : 0;
    await this.#refused(way, [...flips, ...cuts], denials);
    this.figures.reflected++;
    await this.#refused(way === "toMain" ? "toBackend" : "toMain", [bytes]);
  }

  /** Heads of some before the bodies of others. */
  async splice(): Promise<void> {
    for (const { way, bytes: head } of this.tape.values()) {
      const spliced: Uint8Array[] = [];
      for (const other of this.tape.values()) {
        if (other.way !== way || other.bytes === head) continue;
        for (const seam of SEAMS) {
          const tail = other.bytes.subarray(seam);
          spliced.push(Uint8Array.of(...head.subarray(0, seam), ...tail));
        }
      }
      this.figures.spliced += spliced.length;
      await this.#refused(way, spliced);
    }
  }

  /** All that was said comes again, as it was. */
  async replay(): Promise<void> {
    for (const tapped of this.tape.values()) {
      this.figures.replayed++;
      if (SINGLES.has(tapped.bytes[KIND_AT]!)) this.#pair.tap.inject(tapped);
      else await this.#refused(tapped.way, [tapped.bytes]);
      await this.#pair.settle();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#alleys.map((alley) => alley.close()));
  }

  /** Sends them, and holds that each is counted and none is answered. */
  async #refused(
    way: Way,
    forgeries: readonly Uint8Array[],
    answers = 0,
  ): Promise<void> {
    const { clock, traffic, events } = this.#pair;
    clock.turn();
    const target = this.#targetOf(way);
    const before = { ...target.counts(), events: events.length };
    for (const [i, bytes] of forgeries.entries()) {
      this.#send(way, bytes);
      const due = before.handled + i + 1;
      if (due % AT_ONCE !== 0 && i < forgeries.length - 1) continue;
      await traffic.until(() => target.counts().handled >= due);
    }
    clock.turn();
    const { broken, sent, strangers } = target.counts();
    assertEquals(
      {
        broken: broken - before.broken,
        answers: sent - before.sent,
        events: events.length - before.events,
        unseen: strangers - before.strangers,
      },
      { broken: forgeries.length, answers, events: 0, unseen: 0 },
      `${way}, of kind ${forgeries[0]?.[KIND_AT]}`,
    );
  }

  /** From where it should come, or from anywhere if that is far too often. */
  #send(way: Way, bytes: Uint8Array): void {
    const { tap, mainSocket } = this.#pair;
    if (way === "toBackend" || this.#isOfSession(bytes)) {
      return tap.inject({ way, bytes });
    }
    const alley = this.#alleys[this.#turn++ % ALLEYS]!;
    alley.send(bytes, mainSocket.address);
  }

  /** Whether the main server knows the session, so that it looks closely. */
  #isOfSession(bytes: Uint8Array): boolean {
    const kind = bytes[KIND_AT] ?? 0;
    if (kind === Kind.hello || kind === Kind.begin) return false;
    const session = bytes.subarray(SESSION_AT, SESSION_END).toHex();
    for (const { link } of this.#pair.main.registry.candidates) {
      const { high, low } = link.session;
      const known = [high, low].map((half) =>
        half.toString(16).padStart(8, "0")
      );
      if (known.join("") === session) return true;
    }
    return false;
  }

  #targetOf(way: Way) {
    const { main, mainSocket, backend, backendSocket } = this.#pair;
    const socket = way === "toMain" ? mainSocket : backendSocket;
    const { gauges } = way === "toMain" ? main : backend;
    return {
      counts: () => ({
        broken: gauges.broken,
        sent: socket.sent,
        handled: socket.handled,
        strangers: way === "toMain" ? main.registry.gauges.strangers : 0,
      }),
    };
  }
}

Deno.test("whoever is in the middle can harm no server that has a key", async () => {
  const men: MiddleMan[] = [];
  await using pair = new TappedPair({
    seed: 1,
    people: PEOPLE,
    keys: keysOf(1),
    watch: (pair) => {
      const man = new MiddleMan(pair);
      men.push(man);
      return (tapped) => man.harm(tapped);
    },
  });
  await using man = men[0]!;
  await pair.settle();
  await pair.advance(2_500);
  assertEquals(pair.events, ["main registered", "backend registered"]);
  assertEquals(await pair.ask(QUESTION), ANSWER);
  await talkOfBookings(
    {
      main: pair.main,
      send: (bytes, to) => pair.mainSocket.send(bytes, to),
      advance: (ms) => pair.advance(ms),
    },
    peopleOf(PEOPLE),
    { name: "lilith", slot: numbers(1, 2) },
  );
  // Once more, with the ledger that it has made.
  const events = [
    "main registered",
    "backend registered",
    "backend registered",
  ];
  assertEquals(pair.events, events);
  await man.splice();
  await man.replay();
  assertEquals(await pair.ask(QUESTION), ANSWER);
  assertEquals(pair.events, events);

  for (
    const upset of [
      () => pair.restartMain(),
      () => Promise.resolve(pair.main.registry.sayGoodbye()),
    ]
  ) {
    pair.events.length = 0;
    await upset();
    await pair.advance(4_000);
    assertEquals(await pair.ask(QUESTION), ANSWER);
    assertEquals(pair.events.at(-1), "backend registered");
  }
  const closing = pair.backend.close();
  await pair.advance(500);
  await closing;
  const kinds = new Set(
    [...man.tape.values()].map(({ bytes }) => bytes[KIND_AT]),
  );
  assertEquals(
    [...kinds].sort((a, b) => a! - b!),
    Object.values(Kind).sort((a, b) => a - b),
  );
  man.figures.kinds = kinds.size;
  assert(man.figures.spliced > 100);
  await printFigures("middle", man.figures);
});
