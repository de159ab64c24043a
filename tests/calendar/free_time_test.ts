import { assertEquals, assertStrictEquals } from "@std/assert";
import type { TimedSlot } from "../../src/calendar/bookings.ts";
import { FreeTime } from "../../src/calendar/free_time.ts";
import type { PersonalCalendar } from "../../src/calendar/people.ts";
import type { Window } from "../../src/calendar/times.ts";
import type { Scope } from "../../src/calendar/scope.ts";
import { cut } from "../../src/intervals/cut.ts";
import { toPairs } from "../../src/intervals/interval_set.ts";
import { fromMask, MASKS, TICKS } from "../support/masks.ts";
import { peopleOf } from "../support/people_of.ts";
import { below, seededRandom } from "../support/seeded_random.ts";
import { stubbed } from "../support/stubbed.ts";
import { numbers } from "../support/timed_slots.ts";

const FILE = "zein;[[1,4],[6,8]]\nbob;[[2,7]]\n";
const PEOPLE = peopleOf(FILE);
const ZEIN = PEOPLE.names.position("zein");
const BOB = PEOPLE.names.position("bob");
const BOTH = [0, 1];

/** The common time of some people, as pairs. */
function common(time: FreeTime, people: readonly number[]) {
  return toPairs(time.common(people));
}

Deno.test("common() is what the file says, less what was given", () => {
  const time = new FreeTime(PEOPLE);
  assertEquals(common(time, BOTH), [[2, 4], [6, 7]]);
  time.give("zein", numbers(3, 4));
  assertEquals(common(time, [ZEIN]), [[1, 3], [6, 8]]);
  assertEquals(common(time, [BOB]), [[2, 7]]);
  assertEquals(common(time, BOTH), [[2, 3], [6, 7]]);
  time.takeBack("zein", numbers(3, 4));
  assertEquals(common(time, BOTH), [[2, 4], [6, 7]]);
});

Deno.test("common() makes no other set for who has nothing booked in it", () => {
  const time = new FreeTime(PEOPLE);
  const { buffer } = time.common(BOTH);
  time.give("zein", numbers(1, 2));
  time.give("bob", numbers(4, 5));
  const free = time.common(BOTH);
  assertEquals(toPairs(free), [[2, 4], [6, 7]]);
  // A view of what the answers of many questions share.
  assertStrictEquals(free.buffer, buffer);
});

Deno.test("takeBack() takes one of two equal slots, and leaves what overlaps", () => {
  const time = new FreeTime(PEOPLE);
  for (const end of [6, 6, 7]) time.give("bob", numbers(4, end));
  time.takeBack("bob", numbers(4, 7));
  assertEquals(common(time, [BOB]), [[2, 4], [6, 7]]);
  time.takeBack("bob", numbers(4, 6));
  assertEquals(common(time, [BOB]), [[2, 4], [6, 7]]);
  time.takeBack("bob", numbers(4, 6));
  assertEquals(common(time, [BOB]), [[2, 7]]);
});

Deno.test("notFree() names those who are not free for all of the slot", () => {
  const time = new FreeTime(PEOPLE);
  assertEquals(time.notFree(BOTH, numbers(2, 4)), []);
  assertEquals(time.notFree(BOTH, numbers(1, 4)), [BOB]);
  assertEquals(time.notFree(BOTH, numbers(3, 7)), [ZEIN]);
  assertEquals(time.notFree(BOTH, numbers(0, 9)), BOTH);
  time.give("bob", numbers(3, 4));
  assertEquals(time.notFree(BOTH, numbers(2, 4)), [BOB]);
  assertEquals(time.notFree(BOTH, numbers(2, 3)), []);
});

Deno.test("replace() follows people by name, and forgets nobody's slots", () => {
  const time = new FreeTime(PEOPLE);
  time.give("zein", numbers(1, 2));
  time.replace(peopleOf("bob;[[1,9]]\n"));
  assertEquals(common(time, [0]), [[1, 9]]);
  time.give("zein", numbers(3, 4));
  const later = peopleOf("amy;[[1,9]]\nbob;[[1,9]]\nzein;[[1,9]]\n");
  time.replace(later);
  const zein = later.names.position("zein");
  assertEquals(common(time, [zein]), [[2, 3], [4, 9]]);
  const others = [0, 1, 2].filter((person) => person !== zein);
  assertEquals(common(time, others), [[1, 9]]);
  assertStrictEquals(time.people, later);
});

Deno.test("replace() finds the busy wherever they stand, and nobody else", () => {
  const time = new FreeTime(peopleOf("p7;[[1,9]]\n"));
  time.give("p7", numbers(3, 4));
  for (const count of [100, 8, 30]) {
    const file = Array.from({ length: count }, (_, i) => `p${i};[[1,9]]\n`);
    const people = peopleOf(file.join(""));
    time.replace(people);
    const busy = Array.from({ length: count }, (_, person) => person)
      .filter((person) => time.common([person]).length > 2);
    assertEquals(busy, [people.names.position("p7")], `of ${count}`);
  }
});

Deno.test("isOffered() asks the file alone, and nothing of the unlisted", () => {
  const time = new FreeTime(PEOPLE);
  time.give("bob", numbers(3, 4));
  assertEquals(time.isOffered("bob", numbers(3, 4)), true);
  assertEquals(time.isOffered("bob", numbers(1, 4)), false);
  assertEquals(time.isOffered("eve", numbers(1, 4)), null);
});

Deno.test("what was given is gathered once, when somebody asks", () => {
  const people = peopleOf(FILE);
  const position = people.names.position.bind(people.names);
  let gathered = 0;
  using _ = stubbed(people.names, "position", (key) => {
    gathered++;
    return position(key);
  });
  const time = new FreeTime(people);
  for (let i = 2; i < 1_000; i++) time.give("bob", numbers(i, i + 1));
  time.takeBack("bob", numbers(3, 4));
  assertEquals(gathered, 0);
  assertEquals(common(time, [BOB]), [[3, 4]]);
  time.give("bob", numbers(3, 4));
  assertEquals(common(time, [BOB]), []);
  assertEquals(gathered, 2);
});

Deno.test("version changes with every change of free time", () => {
  const time = new FreeTime(PEOPLE);
  const versions = [time.version];
  const slot = numbers(2, 3);
  time.give("bob", slot);
  versions.push(time.version);
  time.takeBack("bob", slot);
  versions.push(time.version);
  time.replace(PEOPLE);
  versions.push(time.version);
  assertEquals(new Set(versions).size, versions.length);
});

/** Who is free in which ticks, as a file. */
function fileOf(masks: readonly number[]): string {
  return masks.map((mask, i) => {
    return `p${i};${JSON.stringify(toPairs(fromMask(mask)))}\n`;
  }).join("");
}

Deno.test("FreeTime agrees with bits, whatever is given, taken and replaced", () => {
  const random = seededRandom(7);
  for (let round = 0; round < 300; round++) {
    const draw = () => below(random, MASKS);
    let free = [draw(), draw(), draw()];
    let people = peopleOf(fileOf(free));
    const time = new FreeTime(people);
    const given: (TimedSlot & { readonly who: number })[] = [];
    for (let step = 0; step < 12; step++) {
      const who = below(random, 3);
      if (random() < 0.6 || given.length === 0) {
        const start = below(random, TICKS);
        const end = start + 1 + below(random, TICKS - start);
        const slot = numbers(start, end);
        given.push({ who, ...slot });
        time.give(`p${who}`, slot);
      } else if (random() < 0.7) {
        const [taken] = given.splice(below(random, given.length), 1);
        time.takeBack(`p${taken!.who}`, taken!);
      } else {
        free = [draw(), draw(), draw()];
        people = peopleOf(fileOf(free));
        time.replace(people);
      }
      // Of several changes in a row only what they come to is looked at.
      if (random() < 0.4) continue;
      const masks = free.map((mask, i) =>
        given.filter(({ who }) => who === i)
          .reduce((left, slot) => left & ~maskOf(slot), mask)
      );
      const positions = masks.map((_, i) => people.names.position(`p${i}`));
      const all = [...positions].sort();
      const shared = masks.reduce((a, b) => a & b);
      assertEquals(time.common(all), fromMask(shared), `round ${round}`);
      const slot = numbers(3, 6);
      const wanted = maskOf(slot);
      const busy = positions.filter((_, i) => (masks[i]! & wanted) !== wanted);
      assertEquals(time.notFree(all, slot), busy.sort(), `round ${round}`);
    }
  }
});

function maskOf({ start, end }: { start: number; end: number }): number {
  return 2 ** end - 2 ** start;
}

/** Free in the mask's ticks, or works in them only. */
function calendarOf(free: number, hours = MASKS - 1): PersonalCalendar {
  return {
    free: (window, tentative) =>
      cut(fromMask(tentative === "free" ? MASKS - 1 : free), window),
    hours: (window, tentative) =>
      cut(fromMask(tentative === "free" ? MASKS - 1 : hours), window),
    isReadable: () => true,
  };
}

const WINDOW = { from: 0, to: TICKS };
const SCOPE: Scope = { window: WINDOW, shortest: 1, tentative: "busy" };

Deno.test("commonIn() is cut to its window and has nothing shorter than asked", () => {
  for (let mask = 0; mask < MASKS; mask++) {
    const other = mask * 31 + 17 & MASKS - 1;
    const rows = [mask, other].map((bits) => toPairs(fromMask(bits)));
    const people = peopleOf(
      `a;${JSON.stringify(rows[0])}\nb;${JSON.stringify(rows[1])}\n`,
    );
    const calendars = new Map([[1, calendarOf(other)]]);
    const times = [
      new FreeTime(people),
      new FreeTime({ ...people, times: "instants", calendars }),
    ];
    for (const shortest of [1, 2, 3]) {
      const window = { from: mask % 4, to: 5 + mask % 5 };
      const want = toPairs(cut(fromMask(mask & other), window))
        .filter(([start, end]) => end - start >= shortest);
      for (const time of times) {
        const scope: Scope = { window, shortest, tentative: "busy" };
        assertEquals(toPairs(time.commonIn(BOTH, scope)), want);
      }
    }
  }
});

Deno.test("commonIn() takes tentative time as free where that is asked", () => {
  const calendars = new Map([[ZEIN, calendarOf(0b1100)]]);
  const time = new FreeTime({ ...PEOPLE, calendars });
  const free = (tentative: "busy" | "free") =>
    toPairs(time.commonIn([ZEIN], { ...SCOPE, tentative }));
  assertEquals(free("busy"), [[2, 4]]);
  assertEquals(free("free"), [[0, TICKS]]);
});

Deno.test("what is given away is missing from every person's own time", () => {
  const calendars = new Map([[ZEIN, calendarOf(0b11111100)]]);
  const time = new FreeTime({ ...PEOPLE, calendars });
  time.give("zein", numbers(3, 4));
  assertEquals(toPairs(time.commonIn([ZEIN], SCOPE)), [[2, 3], [4, 8]]);
  assertEquals(time.notFree(BOTH, numbers(5, 7)), []);
  assertEquals(time.notFree(BOTH, numbers(3, 5)), [ZEIN]);
});

Deno.test("hoursIn() is when all work; whoever has no calendar always does", () => {
  const calendars = new Map([[ZEIN, calendarOf(0, 0b01110111)]]);
  const time = new FreeTime({ ...PEOPLE, calendars });
  assertEquals(toPairs(time.hoursIn(BOTH, SCOPE)), [[0, 3], [4, 7]]);
  assertEquals(toPairs(time.hoursIn([BOB], SCOPE)), [[0, TICKS]]);
  const longer = { ...SCOPE, shortest: 4 };
  assertEquals(toPairs(time.hoursIn(BOTH, longer)), []);
  const maybe: Scope = { ...SCOPE, tentative: "free" };
  assertEquals(toPairs(time.hoursIn(BOTH, maybe)), [[0, TICKS]]);
});

/** At the same numbers, which are other times. */
function seconds(start: number, end: number): TimedSlot {
  return { start, end, times: "instants" };
}

Deno.test("what was given of another kind of times is taken from nobody's", () => {
  const instants = { ...PEOPLE, times: "instants" } as const;
  const time = new FreeTime(PEOPLE);
  time.give("zein", numbers(3, 4));
  time.give("zein", seconds(1, 2));
  const zeins = () => toPairs(time.commonIn([ZEIN], SCOPE));
  const offered = () =>
    [numbers(3, 4), seconds(1, 2)].map((slot) => time.isOffered("zein", slot));
  assertEquals([zeins(), offered()], [[[1, 3], [6, 8]], [true, false]]);
  time.replace(instants);
  assertEquals([zeins(), offered()], [[[2, 4], [6, 8]], [false, true]]);
  // It is of another kind than what is taken back.
  time.takeBack("zein", numbers(1, 2));
  assertEquals(zeins(), [[2, 4], [6, 8]]);
  time.takeBack("zein", seconds(1, 2));
  assertEquals(zeins(), [[1, 4], [6, 8]]);
  time.replace(PEOPLE);
  assertEquals(zeins(), [[1, 3], [6, 8]]);
});

Deno.test("whoever cannot be read is no reason to report a conflict", () => {
  const time = new FreeTime({ ...PEOPLE, unreadable: new Set([ZEIN]) });
  assertEquals(time.readable(BOTH, null), [BOB]);
  // Nobody knows whether a file that cannot be read has it free.
  assertEquals(time.isOffered("zein", numbers(20, 30)), null);
  assertEquals(time.isOffered("bob", numbers(20, 30)), false);
  assertStrictEquals(new FreeTime(PEOPLE).readable(BOTH, null), BOTH);
});

Deno.test("whose calendar cannot be followed is not read there, and only there", () => {
  const isReadable = ({ to }: Window) => to <= 4;
  const calendars = new Map([[ZEIN, { ...calendarOf(1), isReadable }]]);
  const people = { ...PEOPLE, times: "instants", calendars } as const;
  const time = new FreeTime(people);
  assertEquals(time.readable(BOTH, { from: 0, to: 4 }), BOTH);
  assertEquals(time.readable(BOTH, { from: 3, to: 5 }), [BOB]);
  assertEquals(time.readable(BOTH, null), BOTH);
  assertEquals(time.isOffered("zein", seconds(3, 4)), false);
  assertEquals(time.isOffered("zein", seconds(3, 5)), null);
  assertEquals(time.isOffered("zein", numbers(3, 5)), false);
});
