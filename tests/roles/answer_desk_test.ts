import { assert, assertEquals } from "@std/assert";
import { ByteWriter } from "../../src/base/bytes.ts";
import {
  QUERY_MS_MAX,
  TIME_MAX,
  TURN_WEIGHT_MAX,
  WINDOW_SECONDS_MAX,
} from "../../src/base/limits.ts";
import {
  CALENDAR_PAGE_DAYS,
  CALENDAR_TURN_MS,
} from "../../src/base/calendar_limits.ts";
import { FreeTime } from "../../src/calendar/free_time.ts";
import type { People } from "../../src/calendar/people.ts";
import type { Window } from "../../src/calendar/times.ts";
import { Answerer } from "../../src/protocol/answerer.ts";
import { AnswerDesk } from "../../src/roles/answer_desk.ts";
import type { MainLine } from "../../src/roles/main_line.ts";
import type { Aspect } from "../../src/wire/aspect.ts";
import {
  finishDatagram,
  Kind,
  openDatagram,
  writeHeader,
  writeId,
} from "../../src/wire/datagram.ts";
import { readAnswer, writeQuestion } from "../../src/wire/questions.ts";
import { listId } from "../../src/wire/registration.ts";
import { ManualClock } from "../support/manual_clock.ts";
import { peopleOf } from "../support/people_of.ts";

const SPREAD: Aspect = {
  measure: "spread",
  times: "numbers",
  scope: { window: { from: 0, to: 10 }, shortest: 1, tentative: "busy" },
};

const FREE = Array.from(
  { length: TURN_WEIGHT_MAX + 1 },
  (_, i) => [2 * i, 2 * i + 1],
);
/** One person whose time is heavy. */
const LISTED = peopleOf(`lilith;${JSON.stringify(FREE)}\n`);

const never = () => new Float64Array();
const IDLE = { free: never, hours: never, isReadable: () => true };
/** One person whose time is worked out. */
const WORKED_OUT: People = {
  ...peopleOf("lilith;[]\n"),
  times: "instants",
  calendars: new Map([[0, IDLE]]),
};

/** A desk, and what it has sent. */
function openDesk(people = LISTED) {
  const time = new FreeTime(people);
  const clock = new ManualClock();
  const desk = new AnswerDesk({ answerer: new Answerer(time), time, clock });
  const sent: Uint8Array[] = [];
  // All that it needs of a line.
  const line = { send: (bytes: Uint8Array) => void sent.push(bytes) };
  const ask = (token: number, people = [0], aspect: Aspect = SPREAD) => {
    const writer = new ByteWriter();
    writeHeader(writer, { kind: Kind.ask, session: { high: 1, low: 1 } });
    writeId(writer, listId(time.people.names.digest));
    writeQuestion(writer, {
      token: { high: 0, low: token },
      attempt: 1,
      wish: { block: 0, people, alone: false, aspect },
    });
    const datagram = openDatagram(finishDatagram(writer));
    desk.take(datagram, line as unknown as MainLine);
  };
  return { desk, time, clock, sent, ask };
}

/** The same in another window. */
function within(from: number, to: number, aspect = SPREAD): Aspect {
  return { ...aspect, scope: { ...aspect.scope, window: { from, to } } };
}

Deno.test("AnswerDesk answers one heavy question a turn", () => {
  const { clock, sent, ask } = openDesk();
  ask(1);
  ask(2);
  const counts = Array.from({ length: 3 }, () => {
    const { length } = sent;
    clock.runNext();
    return [length, sent.length];
  });
  assertEquals(counts, [[0, 1], [1, 2], [2, 2]]);
});

Deno.test("AnswerDesk answers a question once that is repeated while it waits", () => {
  const { clock, sent, ask } = openDesk();
  for (const token of [1, 1, 1]) ask(token);
  clock.advance(0);
  assertEquals([sent.length, clock.timers], [1, 0]);
  ask(1);
  clock.advance(0);
  assertEquals(sent.length, 2);
});

Deno.test("AnswerDesk outlives a question about people whom nobody has", () => {
  const { clock, sent, ask } = openDesk();
  ask(1, [0, 1]);
  ask(2);
  clock.advance(0);
  assertEquals(sent.length, 1);
});

Deno.test("AnswerDesk forgets what came too late, so that it may be asked again", () => {
  const { clock, sent, ask } = openDesk();
  ask(1);
  clock.leap(QUERY_MS_MAX);
  clock.advance(0);
  assertEquals([sent.length, clock.timers], [0, 0]);
  ask(1);
  clock.advance(0);
  assertEquals(sent.length, 1);
});

Deno.test("AnswerDesk sends at once what it has worked out, until times change", () => {
  const { time, clock, sent, ask } = openDesk();
  const all = within(0, 2 * FREE.length);
  ask(1, [0], all);
  assertEquals(sent.length, 0);
  clock.advance(1);
  ask(2, [0], all);
  assertEquals([sent.length, clock.timers], [2, 0]);
  time.replace(LISTED);
  ask(3, [0], all);
  assertEquals([sent.length, clock.timers], [2, 1]);
});

Deno.test("AnswerDesk works a calendar out at once for days, but not for years", () => {
  const { clock, sent, ask } = openDesk(WORKED_OUT);
  const instants = { ...SPREAD, times: "instants" } as const;
  ask(1, [0], within(0, 86_400, instants));
  assertEquals(sent.length, 1);
  ask(2, [0], within(0, WINDOW_SECONDS_MAX, instants));
  assertEquals([sent.length, clock.timers], [1, 1]);
  clock.advance(0);
  assertEquals(sent.length, 2);
});

Deno.test("AnswerDesk has calendars worked out a page a turn, if that takes long", () => {
  const pageS = CALENDAR_PAGE_DAYS * 86_400;
  const kept: number[] = [];
  const free = ({ from, to }: Window) => {
    const page = Math.floor(from / pageS);
    if (!kept.includes(page)) {
      assert(to <= (page + 1) * pageS, "pages are kept one by one");
      kept.push(page);
      clock.leap(CALENDAR_TURN_MS);
    }
    return new Float64Array();
  };
  const calendars = new Map([[0, { ...IDLE, free }]]);
  const { clock, sent, ask } = openDesk({ ...WORKED_OUT, calendars });
  const instants = { ...SPREAD, times: "instants" } as const;
  const turn = () => {
    clock.runNext();
    return [kept.length, sent.length];
  };
  ask(1, [0], within(pageS - 1, 9 * pageS + 1, instants));
  const turns = Array.from({ length: 11 }, turn);
  assertEquals(turns.at(-2), [10, 0]);
  assertEquals(turns.at(-1), [10, 1]);
  assertEquals(turns.map(([pages]) => pages).slice(0, 3), [1, 2, 3]);
  // What is short begins at once, and is answered so if it is kept.
  clock.leap(1);
  ask(2, [0], within(20 * pageS, 20 * pageS + 1, instants));
  assertEquals([kept.length, sent.length], [11, 1]);
  assertEquals(turn(), [11, 2]);
  clock.leap(1);
  ask(3, [0], within(20 * pageS, 20 * pageS + 2, instants));
  assertEquals([sent.length, clock.timers], [3, 0]);
});

Deno.test("AnswerDesk says at once that its times are others, however long the window", () => {
  const { sent, ask } = openDesk(WORKED_OUT);
  ask(1, [0], within(-TIME_MAX, TIME_MAX));
  const { message } = openDatagram(sent[0]!);
  assertEquals(readAnswer(message).content, {
    kind: "other_times",
    times: "instants",
  });
});

Deno.test("AnswerDesk answers nothing once it is stopped", () => {
  const { desk, clock, sent, ask } = openDesk();
  ask(1);
  desk.stop();
  clock.advance(0);
  assertEquals([sent.length, clock.timers], [0, 0]);
});
