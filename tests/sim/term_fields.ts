/** Questions with terms, by chance. */

import type { Random } from "../../src/base/ports.ts";
import type { Times } from "../../src/calendar/times.ts";
import { type Axis, timeAt } from "../support/oracle.ts";
import { below, pick } from "../support/seeded_random.ts";
import { EPOCH_S } from "./natures.ts";
import { NO_QUESTION, type Said, type TermQuestion } from "./term_question.ts";

const DAY_S = 86_400;
/** Answers of longer windows would take the model long, and tell no more. */
const WINDOW_TICKS_MAX = 60;
type Zone = readonly [name: string | undefined, offsetS: number];
/** None of them puts its clocks forward or back while a run lasts. */
const UTC: Zone = [undefined, 0];
const ZONES: readonly Zone[] = [
  ["UTC", 0],
  ["Asia/Kolkata", 19_800],
  ["America/New_York", -18_000],
];

/** Its answers fill many datagrams where axes are long. */
const ALL_COVERAGE: TermQuestion = {
  ...NO_QUESTION,
  fields: { coverage: true },
  coverage: true,
};

/**
 * @param names Who is asked for, without a word on whether they are needed.
 * @param times What most questions are about.
 */
export function drawTerms(
  random: Random,
  { names, times, axis }: {
    readonly names: readonly string[];
    readonly times: Times;
    readonly axis: Axis;
  },
): TermQuestion {
  const isLong = axis.ticks > WINDOW_TICKS_MAX;
  if (isLong && names.length < 3 && random() < 0.3) return ALL_COVERAGE;
  const [timezone, offsetS] = random() < 0.3 ? pick(random, ZONES) : UTC;
  const ends = drawEnds(random, { times, axis, offsetS });
  const whose = drawWhose(random, names);
  const lengths = drawLengths(random, times, axis);
  const rest = drawRest(random);
  const { duration, step, before, after } = lengths;
  // No buffer is none, whatever it counts.
  const said = [
    ends.from,
    ends.to,
    duration,
    step,
    before || null,
    after || null,
  ];
  return {
    ...ends,
    ...whose,
    ...rest,
    fields: {
      ...whose.fields,
      ...lengthFields(lengths, times),
      ...rest,
      limit: rest.limit ?? undefined,
      from: ends.from?.text,
      to: ends.to?.text,
      timezone,
    },
    times: said.some((each) => each !== null) ? times : null,
    duration: duration ?? 1,
    before: before ?? 0,
    after: after ?? 0,
    step,
    midnightS: -offsetS,
  };
}

/** Null where nothing is said of it. */
interface Lengths {
  readonly duration: number | null;
  readonly step: number | null;
  readonly before: number | null;
  readonly after: number | null;
}

function drawLengths(random: Random, times: Times, { unit }: Axis): Lengths {
  const length = (most: number) =>
    unit * below(random, most + 1) + (random() < 0.15 ? 1 : 0);
  const duration = maybe(random, 0.5, () => Math.max(1, length(2)));
  const step = maybe(random, 0.3, () => Math.max(1, length(3)));
  return {
    duration,
    // No step of a day's time is longer than one.
    step: step && times === "instants" ? Math.min(step, DAY_S) : step,
    before: maybe(random, 0.2, () => length(1)),
    after: maybe(random, 0.2, () => length(1)),
  };
}

function lengthFields(
  { duration, step, before, after }: Lengths,
  times: Times,
) {
  const field = (value: number | null) =>
    value === null || times === "numbers" ? value ?? undefined : `PT${value}S`;
  return {
    duration: field(duration),
    granularity: field(step),
    bufferBefore: field(before),
    bufferAfter: field(after),
  };
}

function drawRest(random: Random) {
  return {
    limit: maybe(random, 0.3, () => 1 + below(random, 4)),
    sort: pick(random, ["earliest", "attendance", "longest"] as const),
    coverage: random() < 0.25,
    explain: random() < 0.1,
  };
}

function maybe<Value>(
  random: Random,
  share: number,
  draw: () => Value,
): Value | null {
  return random() < share ? draw() : null;
}

/** On a long axis both, so that the window is a short part of it. */
function drawEnds(
  random: Random,
  { times, axis, offsetS }: {
    readonly times: Times;
    readonly axis: Axis;
    readonly offsetS: number;
  },
): Pick<TermQuestion, "from" | "to"> {
  const { ticks } = axis;
  const fixed = (tick: number): Said => {
    const time = timeAt(axis, tick) + (random() < 0.2 ? 1 : 0);
    const text = times === "numbers"
      ? time
      : new Date(time * 1_000).toISOString().replace(".000Z", "Z");
    return { text, at: () => time };
  };
  const most = Math.min(ticks, WINDOW_TICKS_MAX);
  const first = below(random, Math.max(2, ticks - most / 2));
  // Sometimes it ends before it begins, or is of no length.
  const last = random() < 0.1
    ? first - below(random, 2)
    : first + 1 + below(random, most);
  if (ticks > most) return { from: fixed(first), to: fixed(last) };
  const isLoose = times === "instants" && random() < 0.4;
  if (isLoose) return looseEnds(random, offsetS);
  return {
    from: random() < 0.6 ? fixed(first) : null,
    to: random() < 0.6 ? fixed(last) : null,
  };
}

function looseEnds(
  random: Random,
  offsetS: number,
): Pick<TermQuestion, "from" | "to"> {
  const midnight = (timeS: number) =>
    EPOCH_S - offsetS +
    DAY_S * Math.floor((timeS - EPOCH_S + offsetS) / DAY_S);
  const days = below(random, 4);
  const from = pick<Said | null>(random, [
    null,
    { text: "now", at: ({ nowS }) => nowS },
    { text: "today", at: ({ nowS }) => midnight(nowS) },
    { text: "tomorrow", at: ({ nowS }) => midnight(nowS) + DAY_S },
    { text: `+${days}d`, at: ({ nowS }) => nowS + days * DAY_S },
  ]);
  const to = pick<Said | null>(random, [
    null,
    { text: "+3h", at: ({ fromS }) => fromS + 10_800 },
    { text: "+1w", at: ({ fromS }) => fromS + 7 * DAY_S },
  ]);
  return { from, to };
}

/** Everybody has to come, or some may be missing. */
function drawWhose(
  random: Random,
  names: readonly string[],
): Pick<TermQuestion, "quorum" | "required" | "optional" | "fields"> {
  const way = random();
  const some = () => names.filter(() => random() < 0.6);
  if (way < 0.25) return { quorum: null, ...whoseFields([], []) };
  if (way < 0.55) return { quorum: null, ...whoseFields([], some()) };
  const share = random() ** 2;
  const quorum = random() < 0.5
    ? 1 + Math.floor(share * names.length)
    : `${10 + Math.floor(share * 91)}%` as const;
  const required = random() < 0.5 ? [] : some().slice(0, 1);
  const { fields, ...whose } = whoseFields(required, []);
  return { quorum, ...whose, fields: { ...fields, minAttendees: quorum } };
}

function whoseFields(required: string[], optional: string[]) {
  return { required, optional, fields: { required, optional } };
}
