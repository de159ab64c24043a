/** Questions of several servers, among them one that does not answer. */

import { assertEquals, assertGreater, assertLess } from "@std/assert";
import {
  ANSWER_MS_MAX,
  ANSWERS_OUTSTANDING_MAX,
  DATAGRAM_BYTES_MAX,
  DOWN_PROBE_MS,
  JITTER,
  QUERY_MS_MAX,
  UNMEASURED_REQUESTS_MAX,
} from "../../src/base/limits.ts";
import { Directory, type Server } from "../../src/protocol/directory.ts";
import { Flights } from "../../src/protocol/flights.ts";
import { Link } from "../../src/protocol/link.ts";
import { TokenPool } from "../../src/protocol/token_pool.ts";
import type { BackendAnswer, Question } from "../../src/wire/questions.ts";
import { digestWish } from "../../src/wire/wish.ts";
import { EMPTY_SET } from "../../src/intervals/interval_set.ts";
import { seededEntropy } from "../support/seeded_entropy.ts";
import { seededRandom } from "../support/seeded_random.ts";
import { namesOf } from "./name_lists.ts";

const NO_TIME = {
  kind: "slots",
  slots: EMPTY_SET,
  notAlone: false,
} as const;

class Sky {
  readonly sent: { link: Link; question: Question }[] = [];
  readonly landings: string[] = [];
  readonly flights: Flights;
  readonly #directory = new Directory(() => {});
  #servers = 0;

  constructor() {
    const random = seededRandom(1);
    this.flights = new Flights({
      random,
      tokens: new TokenPool(seededEntropy(random)),
      send: (link, _list, question) => this.sent.push({ link, question }) > 0,
    });
  }

  /** One more of that name is a copy of it. */
  server(name: string): { server: Server; link: Link } {
    const low = ++this.#servers;
    const link = new Link({
      session: { high: 0, low },
      address: { host: "10.0.1.1", port: low },
      issuedUs: low,
      nowMs: 0,
    });
    const names = namesOf([name]);
    this.#directory.commit({ name, names, link }, () => true);
    return { server: this.#directory.server(name)!, link };
  }

  launch(server: Server, times: number): void {
    for (let i = 0; i < times; i++) {
      this.flights.launch({
        server,
        wish: { block: 0, alone: false, aspect: null, people: [0] },
        nowMs: 0,
        deadlineMs: QUERY_MS_MAX,
        land: ({ kind }) => this.landings.push(`${server.name} ${kind}`),
      });
    }
  }

  sentTo(link: Link): number {
    return this.sent.filter((one) => one.link === link).length;
  }

  /** The server answers the first of its questions. */
  answerFirst(
    server: Server,
    link: Link,
    nowMs = 1,
    content: BackendAnswer["content"] = NO_TIME,
  ): void {
    const { token, attempt, wish } = this.sent
      .find((one) => one.link === link)!.question;
    const digest = digestWish(server.listId, wish);
    this.flights.answered({ token, attempt, digest, content }, link, nowMs);
  }
}

Deno.test("a server that was never measured gets few questions at once", () => {
  const sky = new Sky();
  const { server, link } = sky.server("a");
  sky.launch(server, 2 * UNMEASURED_REQUESTS_MAX);
  assertEquals(sky.sentTo(link), UNMEASURED_REQUESTS_MAX);
  sky.answerFirst(server, link);
  assertEquals(sky.sentTo(link), 2 * UNMEASURED_REQUESTS_MAX);
});

Deno.test("a question that waited for its turn is repeated after the measured time", () => {
  const sky = new Sky();
  const { server, link } = sky.server("a");
  sky.launch(server, UNMEASURED_REQUESTS_MAX + 1);
  sky.answerFirst(server, link, 20);
  const before = sky.sent.length;
  assertEquals(before, UNMEASURED_REQUESTS_MAX + 1);
  // Three times the first sample, and the jitter.
  sky.flights.poll(20 + 60 * (1 + JITTER));
  assertEquals(sky.sent.length, before + 1);
});

Deno.test("servers whose answers nobody knows are asked for no more than our socket can queue", () => {
  const sky = new Sky();
  for (let i = 0; i < 20; i++) {
    const { server, link } = sky.server(`server${i}`);
    link.roundTrip.sample(1);
    sky.launch(server, 20);
  }
  assertEquals(sky.sent.length, ANSWERS_OUTSTANDING_MAX);
});

Deno.test("small answers let more questions out, and one that grows fewer", () => {
  const small = new Sky();
  const { server, link } = small.server("a");
  link.roundTrip.sample(1);
  for (let i = 0; i < 100; i++) link.answeredWith(40);
  small.launch(server, 1_000);
  // Each in a datagram of its own: the kernel queues 256 of these.
  assertGreater(small.sent.length, 2 * ANSWERS_OUTSTANDING_MAX);
  assertLess(small.sent.length, 256);
  for (let i = 0; i < 4; i++) link.answeredWith(DATAGRAM_BYTES_MAX);
  assertGreater(link.answerBytes, 0.9 * DATAGRAM_BYTES_MAX);
});

Deno.test("questions that wait for one server hold up no other's", () => {
  const sky = new Sky();
  const silent = sky.server("silent");
  const other = sky.server("other");
  sky.launch(silent.server, UNMEASURED_REQUESTS_MAX + 1);
  sky.launch(other.server, 1);
  assertEquals(sky.sentTo(other.link), 1);
  sky.answerFirst(other.server, other.link);
  assertEquals(sky.landings, ["other slots"]);
});

Deno.test("questions that never got their turn end with their deadline", () => {
  const sky = new Sky();
  const { server } = sky.server("silent");
  sky.launch(server, UNMEASURED_REQUESTS_MAX + 2);
  for (let nowMs = 0; nowMs <= QUERY_MS_MAX; nowMs += 50) {
    sky.flights.poll(nowMs);
  }
  assertEquals(sky.landings.length, UNMEASURED_REQUESTS_MAX + 2);
  assertEquals(sky.flights.size, 0);
});

Deno.test("a server that once said nothing is asked again", () => {
  const sky = new Sky();
  const { server, link } = sky.server("silent");
  sky.launch(server, UNMEASURED_REQUESTS_MAX);
  sky.flights.poll(QUERY_MS_MAX);
  assertEquals(sky.landings.length, UNMEASURED_REQUESTS_MAX);
  const before = sky.sentTo(link);
  sky.launch(server, 1);
  assertEquals(sky.sentTo(link), before + 1);
});

Deno.test("a question that we overslept is asked once more before anybody is blamed", () => {
  const sky = new Sky();
  const { server, link } = sky.server("a");
  sky.launch(server, 1);
  const wakeMs = 5 * QUERY_MS_MAX;
  sky.flights.forgive(wakeMs - 100, wakeMs);
  sky.flights.poll(wakeMs);
  assertEquals(sky.landings, []);
  assertEquals(sky.sentTo(link), 2);
  assertEquals(sky.flights.dueMs, wakeMs + DOWN_PROBE_MS);
  sky.flights.poll(wakeMs + DOWN_PROBE_MS);
  assertEquals(sky.landings, ["a unreachable"]);
});

Deno.test("a question that ends in time, or a little late, is not asked once more", () => {
  for (const lateMs of [0, ANSWER_MS_MAX - QUERY_MS_MAX - 1]) {
    const sky = new Sky();
    const { server } = sky.server("a");
    sky.launch(server, 1);
    sky.flights.forgive(QUERY_MS_MAX, QUERY_MS_MAX + lateMs);
    sky.flights.poll(QUERY_MS_MAX + lateMs);
    assertEquals(sky.landings, ["a unreachable"]);
  }
});

Deno.test("a server that refuses the very list it names has not answered", () => {
  const sky = new Sky();
  const { server, link } = sky.server("a");
  sky.launch(server, 1);
  sky.answerFirst(server, link, 1, { kind: "stale", list: server.listId });
  assertEquals(sky.landings, []);
  sky.answerFirst(server, link, 2, {
    kind: "stale",
    list: { high: 0, low: 1 },
  });
  assertEquals(sky.landings, ["a stale"]);
});

Deno.test("a question gets no more time after our sleep than the sleep took from it", () => {
  const sky = new Sky();
  const { server } = sky.server("a");
  sky.launch(server, 1);
  const [sleptMs, wakeMs] = [500, QUERY_MS_MAX + 450];
  sky.flights.forgive(sleptMs, wakeMs);
  sky.flights.poll(wakeMs);
  assertEquals(sky.landings, []);
  sky.flights.poll(QUERY_MS_MAX + sleptMs);
  assertEquals(sky.landings, ["a unreachable"]);
});

Deno.test("who is silent is told from who was never asked", () => {
  const sky = new Sky();
  const { server, link } = sky.server("a");
  link.roundTrip.sample(1);
  sky.launch(server, ANSWERS_OUTSTANDING_MAX + 2);
  sky.flights.poll(QUERY_MS_MAX);
  const unasked = sky.landings.filter((landing) => landing === "a unasked");
  assertEquals(unasked.length, 2);
  assertEquals(sky.landings.length, ANSWERS_OUTSTANDING_MAX + 2);
});

/** A peer that was quick, and of which a half was asked for nothing again. */
function spend({ repeats, roundTrip }: Link): void {
  roundTrip.sample(1);
  for (let asked = 0; asked < 1_000; asked++) {
    repeats.asked(0);
    repeats.answered({ attempt: 1, sends: 1 + asked % 2 }, 0);
  }
}

/** Lets the time of one question pass, which nobody answers. */
function wait({ flights }: Sky): void {
  for (let nowMs = 1; nowMs < QUERY_MS_MAX; nowMs++) flights.poll(nowMs);
}

Deno.test("whoever was asked for nothing too often is asked once again", () => {
  const sky = new Sky();
  const { server, link } = sky.server("a");
  spend(link);
  sky.launch(server, 1);
  wait(sky);
  assertEquals(sky.sentTo(link), 2);
});

Deno.test("a copy that has enough of it leaves the other one its sends", () => {
  const sky = new Sky();
  const { link: dead } = sky.server("a");
  const { server, link: alive } = sky.server("a");
  spend(dead);
  sky.launch(server, 1);
  wait(sky);
  assertEquals([dead, alive].map((link) => sky.sentTo(link)), [1, 5]);
});
