/** Who shares an inquiry, and long answers whose list changes meanwhile. */

import { assertEquals } from "@std/assert";
import {
  QUERY_MS_MAX,
  RESTARTS_MAX,
  RTO_MS_MIN,
} from "../../src/base/limits.ts";
import { Directory } from "../../src/protocol/directory.ts";
import { Flights } from "../../src/protocol/flights.ts";
import { Inquiries } from "../../src/protocol/inquiries.ts";
import { Link } from "../../src/protocol/link.ts";
import { LongAnswers } from "../../src/protocol/long_answers.ts";
import { TokenPool } from "../../src/protocol/token_pool.ts";
import type { Aspect } from "../../src/wire/aspect.ts";
import type { Id64 } from "../../src/wire/datagram.ts";
import { BLOCK_BYTES } from "../../src/wire/blocks.ts";
import type { BackendAnswer, Question } from "../../src/wire/questions.ts";
import { digestWish } from "../../src/wire/wish.ts";
import { seededEntropy } from "../support/seeded_entropy.ts";
import { seededRandom } from "../support/seeded_random.ts";
import { slotsOfDeflatedBytes } from "../support/slots_of_bytes.ts";
import { namesOf } from "./name_lists.ts";

function linkOf(low: number): Link {
  return new Link({
    session: { high: 0, low },
    address: { host: "10.0.1.1", port: low },
    issuedUs: low,
    nowMs: 0,
  });
}

/** A server with one link, and a long answer of it that is being fetched. */
class Fetching {
  readonly sent: { link: Link; list: Id64; question: Question }[] = [];
  readonly outcomes: string[] = [];
  /** Whether each outcome with slots is not to be told alone. */
  readonly guarded: boolean[] = [];
  readonly #directory = new Directory(() => {});
  readonly #flights: Flights;
  readonly #inquiries: Inquiries;
  readonly #link = linkOf(1);

  constructor() {
    const random = seededRandom(1);
    this.#flights = new Flights({
      random,
      tokens: new TokenPool(seededEntropy(random)),
      send: (link, list, question) =>
        this.sent.push({ link, list, question }) > 0,
    });
    this.#inquiries = new Inquiries(this.#flights);
    this.serve("bob", "zein");
    this.ask(QUERY_MS_MAX);
  }

  ask(deadlineMs: number, nowMs = 0, aspect: Aspect | null = null): void {
    const server = this.#directory.server("A")!;
    this.#inquiries.ask(
      {
        server,
        people: [0],
        alone: false,
        aspect,
        nowMs,
        deadlineMs,
      },
      (outcome) => {
        this.outcomes.push(outcome.kind);
        if (outcome.kind === "slots") this.guarded.push(outcome.notAlone);
      },
    );
  }

  serve(...names: string[]): void {
    const list = { name: "A", names: namesOf(names), link: this.#link };
    this.#directory.commit(list, () => false);
  }

  /** Another process serves the same list, and answers much sooner. */
  addCopy(): Link {
    const link = linkOf(2);
    link.roundTrip.sample(0.1);
    const { names } = this.#directory.server("A")!;
    this.#directory.commit({ name: "A", names, link }, () => true);
    return link;
  }

  /** Answers what was asked last, with a block of the answer `version`. */
  answer(version: number): void {
    this.say({
      kind: "block",
      total: 3 * BLOCK_BYTES,
      digest: { high: 0, low: version },
      number: this.sent.at(-1)!.question.wish.block,
      bytes: new Uint8Array(BLOCK_BYTES),
      isReport: false,
      notAlone: false,
    });
  }

  /** Refuses what was asked last, by the name of a newer list. */
  refuse(): void {
    this.say({ kind: "stale", list: { high: 0, low: 1 } });
  }

  /** The first copy refuses, to which the last question was sent again. */
  refuseFirst(): void {
    const last = this.sent.at(-1)!;
    for (let nowMs = 50; this.sent.at(-1)!.link !== this.#link; nowMs += 50) {
      this.#flights.poll(nowMs);
    }
    const { question } = this.sent.at(-1)!;
    assertEquals(question.token, last.question.token);
    this.refuse();
  }

  /** Answers what was asked last. */
  say(content: BackendAnswer["content"]): void {
    const { link, list, question } = this.sent.at(-1)!;
    const { token, attempt, wish } = question;
    const answer = { token, attempt, digest: digestWish(list, wish), content };
    this.#flights.answered(answer, link, 1);
  }
}

Deno.test("only queries that end at about the same time share an inquiry", () => {
  const asked = (deadlineMs: number) => {
    const fetching = new Fetching();
    fetching.ask(deadlineMs);
    return fetching.sent.length;
  };
  assertEquals(asked(QUERY_MS_MAX), 1);
  assertEquals(asked(QUERY_MS_MAX + RTO_MS_MIN - 1), 1);
  // It would give up with the other, long before its own time is up.
  assertEquals(asked(QUERY_MS_MAX + RTO_MS_MIN), 2);
  // It would wait beyond its own deadline.
  assertEquals(asked(QUERY_MS_MAX - 1), 2);
});

Deno.test("nobody waits for an inquiry that is long under way", () => {
  const fetching = new Fetching();
  fetching.ask(QUERY_MS_MAX, RTO_MS_MIN - 1);
  assertEquals(fetching.sent.length, 1);
  fetching.ask(QUERY_MS_MAX, RTO_MS_MIN);
  assertEquals(fetching.sent.length, 2);
});

Deno.test("a long answer that changed is asked for again", () => {
  const fetching = new Fetching();
  fetching.answer(1);
  fetching.answer(2);
  assertEquals(fetching.sent.at(-1)!.question.wish, {
    block: 0,
    alone: false,
    aspect: null,
    people: [0],
  });
  assertEquals(fetching.outcomes, []);
});

Deno.test("nobody is asked by the positions of an earlier list", () => {
  const fetching = new Fetching();
  fetching.answer(1);
  const asked = fetching.sent.length;
  fetching.serve("adam", "bob", "zein");
  fetching.answer(2);
  assertEquals(fetching.sent.length, asked);
  assertEquals(fetching.outcomes, ["stale"]);
});

Deno.test("a long answer whose list changed is not fetched to its end", () => {
  const fetching = new Fetching();
  fetching.serve("adam", "bob", "zein");
  fetching.answer(1);
  assertEquals(fetching.sent.length, 1);
  assertEquals(fetching.outcomes, ["stale"]);
});

Deno.test("a long answer is fetched from the copy that gave its first block", () => {
  const fetching = new Fetching();
  const quicker = fetching.addCopy();
  fetching.answer(1);
  const links = fetching.sent.map(({ link }) => link);
  assertEquals(links.length, 3);
  assertEquals(links.includes(quicker), false);
});

Deno.test("a long answer that is asked for again may come from any copy", () => {
  const fetching = new Fetching();
  const quicker = fetching.addCopy();
  fetching.answer(1);
  fetching.answer(2);
  assertEquals(fetching.sent.at(-1)!.link, quicker);
});

Deno.test("where one copy has a newer list already, the others are asked", () => {
  const fetching = new Fetching();
  const other = fetching.addCopy();
  fetching.refuse();
  assertEquals(fetching.sent.at(-1)!.link, other);
  assertEquals(fetching.outcomes, []);
  // Whoever asks next does not ask the first copy either.
  fetching.ask(QUERY_MS_MAX + RTO_MS_MIN);
  assertEquals(fetching.sent.at(-1)!.link, other);
  fetching.refuse();
  assertEquals(fetching.outcomes, ["stale"]);
});

Deno.test("a copy that refuses again and again has us wait for its list", () => {
  const fetching = new Fetching();
  fetching.addCopy();
  for (let times = 0; times <= RESTARTS_MAX; times++) {
    assertEquals(fetching.outcomes, []);
    fetching.refuseFirst();
  }
  assertEquals(fetching.outcomes, ["stale"]);
});

Deno.test("a long answer is guarded if any block of it is", () => {
  const slots = slotsOfDeflatedBytes(2 * BLOCK_BYTES);
  const subject = { people: [0], aspect: null };
  const { bytes, digest } = new LongAnswers().keep(subject, {
    kind: "slots",
    slots,
  });
  for (const guards of [[true, false], [false, true], [false, false]]) {
    const fetching = new Fetching();
    guards.forEach((notAlone, number) =>
      fetching.say({
        kind: "block",
        total: bytes.length,
        digest,
        number,
        bytes: bytes.subarray(number * BLOCK_BYTES, (number + 1) * BLOCK_BYTES),
        isReport: false,
        notAlone,
      })
    );
    assertEquals(fetching.outcomes, ["slots"]);
    assertEquals(fetching.guarded, [guards.includes(true)]);
  }
});

Deno.test("nobody refuses a question for the very list or times that it has", () => {
  const fetching = new Fetching();
  fetching.say({ kind: "stale", list: fetching.sent[0]!.list });
  fetching.say({ kind: "other_times", times: "numbers" });
  assertEquals([fetching.sent.length, fetching.outcomes], [1, []]);
  fetching.say({ kind: "other_times", times: "instants" });
  assertEquals(fetching.outcomes, ["stale"]);
});

Deno.test("what all share is no answer to how many are free when", () => {
  const fetching = new Fetching();
  const scope = {
    window: { from: 0, to: 9 },
    shortest: 1,
    tentative: "busy",
  } as const;
  const spread = { measure: "spread", times: "numbers", scope } as const;
  fetching.ask(QUERY_MS_MAX, 0, spread);
  const slots = Float64Array.of(1, 2);
  fetching.say({ kind: "slots", slots, notAlone: false });
  assertEquals([fetching.sent.length, fetching.outcomes], [3, []]);
  const report = {
    unreadable: [],
    told: { kind: "pool", pool: slots },
  } as const;
  fetching.say({ kind: "report", report, notAlone: false });
  assertEquals(fetching.outcomes, ["report"]);
});
