import { assertEquals, assertGreater, assertMatch } from "@std/assert";
import {
  ANSWERS_OUTSTANDING_MAX,
  CONNECTION_REQUESTS_FAIR,
  QUERIES_CROWD,
  QUERIES_MAX,
  QUERY_MS_MAX,
} from "../../src/base/limits.ts";
import { fromPairs } from "../../src/intervals/interval_set.ts";
import { Directory } from "../../src/protocol/directory.ts";
import { Flights } from "../../src/protocol/flights.ts";
import { Inquiries } from "../../src/protocol/inquiries.ts";
import { Link } from "../../src/protocol/link.ts";
import { TokenPool } from "../../src/protocol/token_pool.ts";
import { Turns } from "../../src/protocol/turns.ts";
import { type AuditRecord, QueryDesk } from "../../src/roles/query_desk.ts";
import type { AnswerContent, Question } from "../../src/wire/questions.ts";
import { NO_TERMS, type Terms } from "../../src/wire/terms.ts";
import { digestWish } from "../../src/wire/wish.ts";
import { peopleOf } from "../support/people_of.ts";
import { seededEntropy } from "../support/seeded_entropy.ts";
import { seededRandom } from "../support/seeded_random.ts";

const BACKEND = { host: "127.0.0.1", port: 1 };
const BUSY =
  "Cannot answer now as too many queries are being answered: ask again";

/** A desk whose only backend answers when a test says so. */
class Desk {
  readonly desk: QueryDesk;
  readonly answers: string[] = [];
  readonly bugs: unknown[] = [];
  readonly turns = new Turns(() => {});
  readonly audited: AuditRecord[] = [];
  /** Whether a question for somebody unknown meets a bug. */
  isBroken = false;
  readonly #directory = new Directory(() => {});
  readonly #flights: Flights;
  readonly #link = new Link({
    session: { high: 1, low: 1 },
    address: BACKEND,
    issuedUs: 0,
    nowMs: 0,
  });
  readonly #sent: Question[] = [];

  constructor(minGroup?: number) {
    const random = seededRandom(1);
    this.#flights = new Flights({
      random,
      tokens: new TokenPool(seededEntropy(random)),
      send: (_link, _list, question) => this.#sent.push(question) > 0,
    });
    const { names } = peopleOf("lilith;[[1,3]]\nzein;[[1,2]]");
    this.#directory.commit({ name: "A", names, link: this.#link }, () => false);
    const context = {
      directory: this.#directory,
      inquiries: new Inquiries(this.#flights),
      turns: this.turns,
      settledMs: -Infinity,
      missingServers: () => {
        if (this.isBroken) throw new TypeError("a bug");
        return [];
      },
      epochMs: () => 0,
      bookedElsewhere: () => [],
      awaitTime: () => {},
      awaitList: () => {},
    };
    const audit = (record: AuditRecord) => void this.audited.push(record);
    const reportBug = (error: unknown) => void this.bugs.push(error);
    this.desk = new QueryDesk({ context, reportBug, minGroup, audit });
  }

  ask(
    names: string,
    { requests = 1, json = true, id = "1", terms = null as Terms | null } = {},
  ): void {
    const request = {
      kind: "query",
      json,
      id,
      names: names.split(" "),
      terms,
    } as const;
    const answer = (text: string) => void this.answers.push(text);
    const client = { name: "reports", peer: BACKEND };
    this.desk.ask({ request, client, requests, answer }, 0);
  }

  /** The backend answers all that it was asked. */
  settle(content: AnswerContent): void {
    const list = this.#directory.server("A")!.listId;
    for (const { token, attempt, wish } of this.#sent.splice(0)) {
      const digest = digestWish(list, wish);
      const answer = { token, attempt, digest, content };
      this.#flights.answered(answer, this.#link, 1);
    }
  }

  /** Others ask for all that our socket has room for. */
  fillSocket(): void {
    this.#link.roundTrip.sample(1);
    for (let block = 1; block <= ANSWERS_OUTSTANDING_MAX; block++) {
      this.#flights.launch({
        server: this.#directory.server("A")!,
        wish: { block, people: [0], alone: false, aspect: null },
        nowMs: 0,
        deadlineMs: QUERY_MS_MAX,
        land: () => {},
      });
    }
  }

  giveUp(): void {
    this.#flights.poll(QUERY_MS_MAX);
  }
}

const SLOTS: AnswerContent = {
  kind: "slots",
  slots: fromPairs([[1, 3]]),
  notAlone: false,
};

Deno.test("QueryDesk answers as it was asked, in JSON and in text", () => {
  const asking = new Desk();
  asking.ask("lilith", { id: '"x"' });
  asking.ask("lilith", { json: false, id: "" });
  asking.settle(SLOTS);
  assertEquals(asking.answers, [
    '{"id":"x","slots":[[1,3]],"unknown":[],"unreachable":[],"pending":[]}\n',
    "Available time slots: [1,3]\n\n",
  ]);
  assertEquals(asking.desk.active, 0);
});

Deno.test("QueryDesk answers at once when there is nobody to ask", () => {
  const asking = new Desk();
  asking.ask("tttt", { json: false, id: "" });
  assertEquals(asking.answers, ["tttt does not exist.\n\n"]);
  assertEquals(asking.desk.active, 0);
});

Deno.test("QueryDesk refuses an answer that is too large", () => {
  const asking = new Desk();
  asking.ask("lilith");
  asking.ask("lilith", { json: false, id: "" });
  asking.settle({ kind: "too_large", total: 5_000_000 });
  const message = "Cannot answer as the common time has too many intervals";
  assertEquals(asking.answers, [
    `{"id":1,"error":{"code":"too_large","message":"${message}"}}\n`,
    `${message}.\n\n`,
  ]);
  assertEquals(asking.desk.active, 0);
});

Deno.test("QueryDesk accounts for every question and what came of it", () => {
  const asking = new Desk(2);
  asking.ask("lilith zein");
  asking.settle(SLOTS);
  asking.ask("lilith");
  asking.settle(SLOTS);
  asking.ask("nobody");
  const client = { name: "reports", peer: BACKEND };
  assertEquals(asking.audited, [
    { client, names: ["lilith", "zein"], outcome: "answered", slots: 1 },
    { client, names: ["lilith"], outcome: "group_too_small", slots: null },
    { client, names: ["nobody"], outcome: "answered", slots: null },
  ]);
});

Deno.test("QueryDesk accounts for slots in which somebody may be missing", () => {
  const asking = new Desk();
  const optional = ["lilith", "zein"];
  asking.ask("lilith zein", { terms: { ...NO_TERMS, optional } });
  // One is free twice as long as the other: nothing suits both for longer.
  const pool = Float64Array.of(1, 2, 1, 3);
  const report = { unreadable: [], told: { kind: "pool", pool } } as const;
  asking.settle({ kind: "report", report, notAlone: false });
  assertEquals(asking.audited.map(({ slots }) => slots), [2]);
});

Deno.test("QueryDesk speaks of no group that is smaller than it may", () => {
  const asking = new Desk(2);
  asking.ask("lilith zein", { json: false, id: "" });
  asking.settle(SLOTS);
  assertEquals(asking.answers.splice(0), ["Available time slots: [1,3]\n\n"]);
  // Nobody else is there, whatever else is asked.
  for (const names of ["lilith", "lilith nobody", "nobody zein nothing"]) {
    asking.ask(names);
    asking.settle(SLOTS);
    const [answer = ""] = asking.answers.splice(0);
    assertMatch(answer, /^\{"id":1,"error":\{"code":"group_too_small"/);
  }
  asking.ask("nobody", { json: false, id: "" });
  assertEquals(asking.answers, ["nobody does not exist.\n\n"]);
});

Deno.test("QueryDesk counts nobody as company who could not be checked", () => {
  const asking = new Desk(2);
  asking.ask("lilith zein");
  asking.giveUp();
  assertMatch(asking.answers[0]!, /"slots":null,.*"unreachable":\[\{/);
});

Deno.test("QueryDesk is busy for those who ask much, once there is a crowd", () => {
  const asking = new Desk();
  const { desk, answers } = asking;
  const [fair, much] = [CONNECTION_REQUESTS_FAIR, CONNECTION_REQUESTS_FAIR + 1];
  for (let i = 1; i < QUERIES_CROWD; i++) asking.ask("lilith");
  asking.ask("lilith", { requests: much });
  assertEquals([desk.active, answers], [QUERIES_CROWD, []]);
  asking.ask("lilith", { requests: much });
  assertEquals(answers, [
    `{"id":1,"error":{"code":"busy","message":"${BUSY}"}}\n`,
  ]);
  asking.ask("lilith", { requests: fair });
  assertEquals(desk.active, QUERIES_CROWD + 1);
  assertEquals(desk.gauges, { queries: QUERIES_CROWD + 1, busy: 1 });
});

Deno.test("QueryDesk serves whoever asks one thing, however many ask much", () => {
  const asking = new Desk();
  for (let requests = 1; requests <= CONNECTION_REQUESTS_FAIR; requests++) {
    for (let flooder = 0; flooder < 100; flooder++) {
      asking.ask("lilith", { requests });
    }
  }
  assertGreater(asking.desk.gauges.busy, 0);
  const { active } = asking.desk;
  asking.ask("lilith");
  assertEquals(asking.desk.active, active + 1);
});

Deno.test("QueryDesk is busy for everyone at its most, and then no more", () => {
  const asking = new Desk();
  const { desk, answers } = asking;
  for (let i = 0; i < QUERIES_MAX; i++) asking.ask("lilith");
  assertEquals([desk.active, answers.length], [QUERIES_MAX, 0]);
  asking.ask("lilith", { json: false, id: "" });
  // What could be answered at once is work as well.
  asking.ask("tttt", { json: false, id: "" });
  assertEquals(answers, [`${BUSY}.\n\n`, `${BUSY}.\n\n`]);
  asking.settle(SLOTS);
  assertEquals([desk.active, answers.length], [0, QUERIES_MAX + 2]);
  asking.ask("tttt", { json: false, id: "" });
  assertEquals(answers.at(-1), "tttt does not exist.\n\n");
});

Deno.test("QueryDesk is free again when a backend stays silent", () => {
  const asking = new Desk();
  asking.ask("lilith", { json: false, id: "" });
  assertEquals(asking.desk.active, 1);
  asking.giveUp();
  assertEquals(asking.answers, [
    "Server A cannot be reached: lilith not checked.\n\n",
  ]);
  assertEquals(asking.desk.active, 0);
});

Deno.test("QueryDesk blames no server that it had no room to ask", () => {
  const asking = new Desk();
  asking.fillSocket();
  asking.ask("lilith");
  asking.giveUp();
  assertMatch(asking.answers[0]!, /"code":"busy"/);
  assertEquals(asking.answers.length, 1);
});

Deno.test("QueryDesk outlives a bug that one question meets", () => {
  const asking = new Desk();
  asking.isBroken = true;
  asking.ask("tttt");
  asking.ask("lilith");
  asking.settle(SLOTS);
  const message =
    "Cannot answer as convene has a bug, which its server has logged";
  assertEquals(asking.answers, [
    `{"id":1,"error":{"code":"internal","message":"${message}"}}\n`,
    '{"id":1,"slots":[[1,3]],"unknown":[],"unreachable":[],"pending":[]}\n',
  ]);
  assertEquals(asking.bugs, [new TypeError("a bug")]);
  assertEquals(asking.desk.active, 0);
});
