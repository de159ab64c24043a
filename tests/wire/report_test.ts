import { assertEquals } from "@std/assert";
import { POOL_INTERVALS_MAX } from "../../src/base/limits.ts";
import type { Measure } from "../../src/wire/aspect.ts";
import { answersWish, type Told } from "../../src/wire/report.ts";
import type { Wish } from "../../src/wire/wish.ts";

const WINDOW = { from: 0, to: 100 };
const SLOTS: Told = { kind: "slots", slots: Float64Array.of(1, 3) };

/** Of three people, if nobody else is asked about. */
function wish(measure: Measure, people = [2, 5, 7]): Wish {
  const scope = { window: WINDOW, shortest: 1, tentative: "busy" } as const;
  const aspect = { measure, times: "numbers", scope } as const;
  return { block: 0, people, alone: false, aspect };
}

function pooled(...intervals: [from: number, to: number][]): Told {
  return { kind: "pool", pool: Float64Array.from(intervals.flat()) };
}

function labelled(count: number): Told {
  const sets = Array.from({ length: count }, () => Float64Array.of(1, 3));
  return { kind: "labelled", sets };
}

const PLAIN: Wish = { ...wish("common"), aspect: null };
const UNREADABLE = [5];

const GOOD: [name: string, wish: Wish, told: Told, unreadable?: number[]][] = [
  ["slots of a plain question", PLAIN, SLOTS],
  ["common slots", wish("common"), SLOTS, UNREADABLE],
  ["working hours", wish("hours"), SLOTS],
  ["a pool of nobody's time", wish("spread"), pooled()],
  [
    "a pool of all three",
    wish("spread"),
    pooled([1, 9], [1, 9], [2, 3], [4, 5]),
  ],
  ["a set for each", wish("spread"), labelled(3)],
  ["a set for each who can be read", wish("spread"), labelled(2), UNREADABLE],
];
for (const [name, wish, told, unreadable = []] of GOOD) {
  Deno.test(`answersWish() takes ${name}`, () => {
    assertEquals(answersWish({ unreadable, told }, wish), true);
  });
}

const LONG: Told = {
  kind: "pool",
  pool: Float64Array.from(
    { length: 2 * (POOL_INTERVALS_MAX + 1) },
    (_, bound) => bound,
  ),
};

const BAD: typeof GOOD = [
  ["somebody unreadable who was not asked for", wish("common"), SLOTS, [3]],
  ["a pool where slots are common", wish("common"), pooled([1, 3])],
  ["a pool in place of a plain answer", PLAIN, pooled([1, 3])],
  ["sets where hours are common", wish("hours"), labelled(3)],
  ["slots in place of a pool", wish("spread"), SLOTS],
  ["a set too few", wish("spread"), labelled(2)],
  ["a set of somebody unreadable", wish("spread"), labelled(3), UNREADABLE],
  [
    "people who count twice",
    wish("spread"),
    pooled([1, 9], [1, 9], [2, 5], [4, 5]),
  ],
  [
    "somebody unreadable in a pool",
    wish("spread"),
    pooled([1, 9], [1, 9], [2, 3]),
    UNREADABLE,
  ],
  ["a pool without end", wish("spread"), LONG],
];
for (const [name, wish, told, unreadable = []] of BAD) {
  Deno.test(`answersWish() refuses ${name}`, () => {
    assertEquals(answersWish({ unreadable, told }, wish), false);
  });
}
