import {
  assert,
  assertEquals,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import { ByteWriter } from "../../src/base/bytes.ts";
import { WireError } from "../../src/base/errors.ts";
import {
  DATAGRAM_BYTES_MAX,
  POOL_INTERVALS_MAX,
  WINDOW_SECONDS_MAX,
} from "../../src/base/limits.ts";
import { FreeTime } from "../../src/calendar/free_time.ts";
import type { People } from "../../src/calendar/people.ts";
import type { Scope } from "../../src/calendar/scope.ts";
import type { Times, Window } from "../../src/calendar/times.ts";
import { toPairs } from "../../src/intervals/interval_set.ts";
import { Answerer, readAsking } from "../../src/protocol/answerer.ts";
import type { Aspect, Measure } from "../../src/wire/aspect.ts";
import {
  finishDatagram,
  type Id64,
  Kind,
  openDatagram,
  writeHeader,
  writeId,
} from "../../src/wire/datagram.ts";
import {
  type AnswerContent,
  readAnswer,
  writeQuestion,
} from "../../src/wire/questions.ts";
import type { Wish } from "../../src/wire/wish.ts";
import type { Told } from "../../src/wire/report.ts";
import { listId } from "../../src/wire/registration.ts";
import { slotsOfDeflatedBytes } from "../support/slots_of_bytes.ts";
import { peopleOf } from "./name_lists.ts";
import { numbers } from "../support/timed_slots.ts";

const SESSION: Id64 = { high: 3, low: 4 };
const PEOPLE = peopleOf(["zein;[[1,4],[6,8]]", "bob;[[2,7]]"]);
const LIST = listId(PEOPLE.names.digest);
const ZEIN = PEOPLE.names.position("zein");
const BOTH = [0, 1];

function wish(people: readonly number[], alone = false): Wish {
  return { block: 0, people, alone, aspect: null };
}

/** Asks as a main server does. */
function ask(answerer: Answerer, list: Id64, wishes: readonly Wish[]) {
  const writer = new ByteWriter();
  writeHeader(writer, { kind: Kind.ask, session: SESSION });
  writeId(writer, list);
  wishes.forEach((wish, i) =>
    writeQuestion(writer, { token: { high: 0, low: i }, attempt: 2, wish })
  );
  return answerer.answer(readAsking(openDatagram(finishDatagram(writer))));
}

/** The contents of all answers, in the order of their tokens. */
function contents(replies: readonly Uint8Array[]): AnswerContent[] {
  const found: AnswerContent[] = [];
  for (const reply of replies) {
    assert(reply.length <= DATAGRAM_BYTES_MAX, `${reply.length} bytes`);
    const { message, kind, session } = openDatagram(reply);
    assertEquals([kind, session], [Kind.answers, SESSION]);
    while (!message.done) {
      const { token, attempt, content } = readAnswer(message);
      assertEquals([token.low, attempt], [found.length, 2]);
      found.push(content);
    }
  }
  return found;
}

function slots(...bounds: number[]): AnswerContent {
  return { kind: "slots", slots: Float64Array.from(bounds), notAlone: false };
}

Deno.test("answer() tells what is common to the people asked", () => {
  const replies = ask(new Answerer(new FreeTime(PEOPLE)), LIST, [
    wish([ZEIN]),
    wish(BOTH),
  ]);
  assertEquals(contents(replies), [slots(1, 4, 6, 8), slots(2, 4, 6, 7)]);
});

Deno.test("answer() is the same however often it is asked", () => {
  const answerer = new Answerer(new FreeTime(PEOPLE));
  const [first] = ask(answerer, LIST, [wish(BOTH)]);
  const kept = first!.slice();
  for (let i = 0; i < 3; i++) {
    assertEquals(
      ask(answerer, LIST, [wish(BOTH)]),
      [kept],
    );
  }
});

Deno.test("answer() names the newer list when it is asked of another", () => {
  const time = new FreeTime(PEOPLE);
  const answerer = new Answerer(time);
  const newer = peopleOf(["zein;[[1,2]]"]);
  time.replace(newer);
  const list = listId(newer.names.digest);
  const replies = ask(answerer, LIST, [wish([0])]);
  assertEquals(contents(replies), [{ kind: "stale", list }]);
});

Deno.test("answer() takes newer calendars of the same people at once", () => {
  const time = new FreeTime(PEOPLE);
  const answerer = new Answerer(time);
  time.replace(peopleOf(["zein;[[1,2]]", "bob;[]"]));
  const replies = ask(answerer, LIST, [wish([ZEIN])]);
  assertEquals(contents(replies), [slots(1, 2)]);
});

Deno.test("answer() refuses people beyond the list", () => {
  const answerer = new Answerer(new FreeTime(PEOPLE));
  const wishes = [wish([0, 2])];
  assertThrows(() => ask(answerer, LIST, wishes), WireError, "the list has 2");
});

Deno.test("answer() splits many answers at the size of a datagram", () => {
  const wishes = Array.from(
    { length: 80 },
    () => wish(BOTH),
  );
  const replies = ask(new Answerer(new FreeTime(PEOPLE)), LIST, wishes);
  assert(replies.length > 1);
  assertEquals(contents(replies).length, wishes.length);
});

/** Somebody with more intervals than fit a datagram. */
function busy(): People {
  const free = toPairs(slotsOfDeflatedBytes(3_000));
  return peopleOf([`zein;${JSON.stringify(free)}`]);
}

Deno.test("answer() gives a long answer block by block, and a late block anew", () => {
  const people = busy();
  const list = listId(people.names.digest);
  const answerer = new Answerer(new FreeTime(people));
  const wishes = [0, 1, 2, 99].map((block) => ({
    block,
    alone: false,
    aspect: null,
    people: [0],
  }));
  const numbers = contents(ask(answerer, list, wishes)).map((content) => {
    assert(content.kind === "block");
    return content.number;
  });
  // What is beyond its end begins again, as the answer has become shorter.
  assertEquals(numbers, [0, 1, 2, 0]);
});

Deno.test("answer() forgets a long answer when somebody is booked", () => {
  const people = busy();
  const time = new FreeTime(people);
  const answerer = new Answerer(time);
  const list = listId(people.names.digest);
  const digest = () => {
    const [content] = contents(ask(answerer, list, [wish([0])]));
    assert(content?.kind === "block");
    return content.digest;
  };
  const before = digest();
  const [start, end] = toPairs(time.common([0]))[7]!;
  time.give("zein", numbers(start, end));
  assertNotEquals(digest(), before);
  time.takeBack("zein", numbers(start, end));
  assertEquals(digest(), before);
});

/** Counts how often it is asked. */
class CountedTime extends FreeTime {
  asked = 0;

  override common(people: readonly number[]) {
    this.asked++;
    return super.common(people);
  }
}

Deno.test("answer() works a long answer out once, also after a change", () => {
  const people = busy();
  const time = new CountedTime(people);
  const answerer = new Answerer(time);
  for (const asked of [1, 2]) {
    for (const block of [0, 1, 2]) {
      ask(answerer, listId(people.names.digest), [{ ...wish([0]), block }]);
    }
    assertEquals(time.asked, asked);
    time.give("zein", numbers(1, 2));
  }
});

Deno.test("answer() offers nothing that is booked", () => {
  const time = new FreeTime(PEOPLE);
  time.give("bob", numbers(3, 4));
  const wishes = [wish([ZEIN]), wish(BOTH)];
  const found = contents(ask(new Answerer(time), LIST, wishes));
  assertEquals(found, [slots(1, 4, 6, 8), slots(2, 3, 6, 7)]);
});

Deno.test("answer() tells of nobody alone who is not on the list", () => {
  const answerer = new Answerer(new FreeTime(PEOPLE), {
    askAlone: new Set(["bob"]),
  });
  const bob = PEOPLE.names.position("bob");
  const wishes = [
    wish([ZEIN], true),
    wish([ZEIN]),
    wish([bob], true),
    wish([bob]),
    wish(BOTH),
  ];
  const told = slots(1, 4, 6, 8);
  const found = contents(ask(answerer, LIST, wishes));
  assertEquals(found, [
    { kind: "not_alone" },
    { ...told, notAlone: true },
    slots(2, 7),
    slots(2, 7),
    slots(2, 4, 6, 7),
  ]);
  answerer.replaceAskAlone(new Set(["zein"]));
  const later = contents(ask(answerer, LIST, wishes.slice(0, 3)));
  assertEquals(later, [told, told, { kind: "not_alone" }]);
});

Deno.test("answer() guards every block of a long answer, kept or not", () => {
  const people = busy();
  const list = listId(people.names.digest);
  const answerer = new Answerer(new FreeTime(people), { askAlone: new Set() });
  const wishes = [0, 1].map((block) => ({ ...wish([0]), block }));
  // What is kept for those in company is not for who asks about one alone.
  const asked = [...wishes, { ...wish([0], true), block: 1 }];
  const found = contents(ask(answerer, list, asked)).map((content) =>
    content.kind === "block" ? content.notAlone : content.kind
  );
  assertEquals(found, [true, true, "not_alone"]);
});

const SCOPE: Scope = {
  window: { from: 0, to: 10 },
  shortest: 2,
  tentative: "busy",
};

function aspect(measure: Measure, times: Times = "numbers"): Aspect {
  return { measure, times, scope: SCOPE };
}

Deno.test("answer() tells what the aspect asks for", () => {
  const wishes = (["common", "spread", "hours"] as const)
    .map((measure) => ({ ...wish(BOTH), aspect: aspect(measure) }));
  const asked = (reveals: boolean) =>
    contents(
      ask(new Answerer(new FreeTime(PEOPLE), { reveals }), LIST, wishes),
    );
  const spread = (told: Told) => ({
    kind: "report" as const,
    report: { unreadable: [], told },
    notAlone: false,
  });
  const pool = Float64Array.of(1, 4, 2, 7, 6, 8);
  const [zein, bob] = [Float64Array.of(1, 4, 6, 8), Float64Array.of(2, 7)];
  const sets = ZEIN === 0 ? [zein, bob] : [bob, zein];
  const rest = [slots(2, 4), slots(0, 10)];
  assertEquals(asked(false), [
    rest[0],
    spread({ kind: "pool", pool }),
    rest[1],
  ]);
  assertEquals(
    asked(true),
    [rest[0], spread({ kind: "labelled", sets }), rest[1]],
  );
});

Deno.test("answer() says what its times are to whoever takes them for others", () => {
  const wishes = [
    wish(BOTH),
    { ...wish(BOTH), aspect: aspect("common", "instants") },
  ];
  const asked = (times: Times | null) => {
    const time = new FreeTime({ ...PEOPLE, times });
    return contents(ask(new Answerer(time), LIST, wishes));
  };
  const free = slots(2, 4, 6, 7);
  assertEquals(asked("numbers"), [free, {
    kind: "other_times",
    times: "numbers",
  }]);
  assertEquals(asked("instants"), [
    { kind: "other_times", times: "instants" },
    slots(2, 4),
  ]);
  // Where nobody has any time, it is none of any kind.
  assertEquals(asked(null), [free, slots(2, 4)]);
});

Deno.test("answer() tells who cannot be read, and the rest of the others", () => {
  const bob = PEOPLE.names.position("bob");
  const time = new FreeTime({ ...PEOPLE, unreadable: new Set([ZEIN]) });
  const report = (told: Told, notAlone = false) => ({
    kind: "report" as const,
    report: { unreadable: [ZEIN], told },
    notAlone,
  });
  const wishes = [wish(BOTH), wish([ZEIN]), wish([bob])];
  const told = contents(ask(new Answerer(time), LIST, wishes));
  const free = { kind: "slots", slots: Float64Array.of(2, 7) } as const;
  const nothing = { kind: "slots", slots: new Float64Array() } as const;
  assertEquals(told, [report(free), report(nothing), slots(2, 7)]);
  // Beside somebody who cannot be read, one is alone.
  const guarded = new Answerer(time, { askAlone: new Set() });
  const found = contents(ask(guarded, LIST, [wish(BOTH)]));
  assertEquals(found, [report(free, true)]);
});

Deno.test("answer() refuses to look at more days than any question needs", () => {
  const answerer = new Answerer(new FreeTime({ ...PEOPLE, times: "instants" }));
  const kinds = [0, 1].map((more) => {
    const window = { from: 0, to: 2 * WINDOW_SECONDS_MAX + more };
    const instants = aspect("common", "instants");
    const asked = { ...instants, scope: { ...instants.scope, window } };
    const wishes = [{ ...wish(BOTH), aspect: asked }];
    return contents(ask(answerer, LIST, wishes))[0]!.kind;
  });
  assertEquals(kinds, ["slots", "too_large"]);
});

Deno.test("answer() refuses a spread of more intervals than anybody waits for", () => {
  const each = POOL_INTERVALS_MAX / 2;
  const tooMany = (zein: number) => {
    const people = peopleOf(
      [zein, each].map((count, i) =>
        `p${i};${
          JSON.stringify(
            Array.from({ length: count }, (_, i) => [2 * i, 2 * i + 1]),
          )
        }`
      ),
    );
    const list = listId(people.names.digest);
    const window = { from: 0, to: 4 * each };
    const spread = {
      ...aspect("spread"),
      scope: { ...SCOPE, window, shortest: 1 },
    };
    const wishes = [{ ...wish(BOTH), aspect: spread }];
    return contents(ask(new Answerer(new FreeTime(people)), list, wishes))[0];
  };
  assertEquals(tooMany(each + 1)?.kind, "too_large");
  assertEquals(tooMany(each)?.kind, "block");
});

Deno.test("answer() does not tell of time in which a calendar cannot be followed", () => {
  const calendar = {
    free: () => new Float64Array(),
    hours: () => new Float64Array(),
    isReadable: ({ from }: Window) => from < 5,
  };
  const calendars = new Map([[ZEIN, calendar]]);
  const time = new FreeTime({ ...PEOPLE, times: "instants", calendars });
  const told = (from: number, to: number) => {
    const window = { from, to };
    const scope = { window, shortest: 1, tentative: "busy" } as const;
    const aspect = { measure: "common", times: "instants", scope } as const;
    const wishes = [{ ...wish(BOTH), aspect }];
    const guarded = new Answerer(time, { askAlone: new Set() });
    return contents(ask(guarded, LIST, wishes))[0];
  };
  assertEquals(told(4, 7), slots());
  const free = { kind: "slots", slots: Float64Array.of(5, 7) } as const;
  assertEquals(told(5, 8), {
    kind: "report",
    report: { unreadable: [ZEIN], told: free },
    // Beside somebody who cannot be read, one is alone.
    notAlone: true,
  });
  // For so long nothing is worked out.
  const tooMuch = told(5, 5 + 2 * WINDOW_SECONDS_MAX + 1);
  assertEquals(tooMuch, { kind: "too_large", total: POOL_INTERVALS_MAX });
});
