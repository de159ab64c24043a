/**
 * Moments, lengths and working hours as people write them: read or refused,
 * the same when they are written and read again, and what Temporal says.
 */

import { FileFormatError } from "../../src/base/errors.ts";
import {
  INSTANT_MAX,
  INSTANT_MIN,
  LENGTH_SECONDS_MAX,
  TIME_MAX,
} from "../../src/base/limits.ts";
import type { Random } from "../../src/base/ports.ts";
import { formatLength, parseLength } from "../../src/calendar/length.ts";
import {
  formatMoment,
  type Moment,
  parseMoment,
  resolveMoment,
} from "../../src/calendar/moment.ts";
import {
  hoursWithin,
  parseWorkingHours,
} from "../../src/calendar/working_hours.ts";
import { Zones } from "../../src/calendar/zone.ts";
import { isCanonical } from "../../src/intervals/interval_set.ts";
import { below, pick } from "../support/seeded_random.ts";
import { damageTokens } from "./damage.ts";
import { TEXT } from "./forms.ts";
import { BLANKS, ODD_INSTANTS, ODD_MARKS, ODD_NUMBERS } from "./odd_texts.ts";
import { promise, type Target, unlessRefused } from "./target.ts";

const ZONE_NAME = "America/St_Johns";
const ZONE = new Zones().find(ZONE_NAME)!;
/** The day before clocks are put back, and a week. */
const NOW_S = Date.parse("2026-10-31T12:00:00Z") / 1_000;
const WEEK = { from: NOW_S, to: NOW_S + 7 * 86_400 };

export const WORDS_OF_TIME: Target<string> = {
  name: "words",
  share: 8,
  form: TEXT,
  generate: randomWords,
  run(text) {
    checkMoment(text);
    checkLength(text);
    checkHours(text);
  },
};

function checkMoment(text: string): void {
  const moment = parseMoment(text);
  if (moment === null) return;
  const again = parseMoment(formatMoment(moment));
  const isSame = JSON.stringify(again) === JSON.stringify(moment);
  promise(isSame, () => `${formatMoment(moment)} is ${JSON.stringify(again)}`);
  const context = { nowS: NOW_S, timezone: ZONE_NAME };
  for (const from of [undefined, NOW_S + 86_400, INSTANT_MIN, INSTANT_MAX]) {
    const time = resolveMoment(moment, { ...context, from });
    const isOurs = Number.isInteger(time) &&
      (moment.kind === "number"
        ? Math.abs(time) <= TIME_MAX
        : time >= INSTANT_MIN && time <= INSTANT_MAX);
    promise(isOurs, () => `${text} is ${time}`);
    const meant = secondsByTemporal(text, moment);
    promise(meant === undefined || meant === time, () => `${time}, ${meant}`);
  }
}

/** Undefined for what Temporal does not read. */
function secondsByTemporal(text: string, { kind }: Moment) {
  if (kind === "instant") {
    return Temporal.Instant.from(text).epochMilliseconds / 1_000;
  }
  if (kind !== "local") return undefined;
  const { epochMilliseconds } = text.length > 10
    ? Temporal.PlainDateTime.from(text).toZonedDateTime(ZONE_NAME)
    : Temporal.PlainDate.from(text).toZonedDateTime(ZONE_NAME);
  const seconds = Math.floor(epochMilliseconds / 1_000);
  return Math.min(Math.max(seconds, INSTANT_MIN), INSTANT_MAX);
}

function checkLength(text: string): void {
  const length = parseLength(text);
  if (length === null) return;
  const again = parseLength(formatLength(length));
  const isSame = JSON.stringify(again) === JSON.stringify(length);
  promise(isSame, () => `${formatLength(length)} is ${JSON.stringify(again)}`);
  const { kind, value } = length;
  const most = kind === "number" ? TIME_MAX : LENGTH_SECONDS_MAX;
  const isOurs = Number.isInteger(value) && value >= 0 && value <= most;
  promise(isOurs, () => `${text} is ${value}`);
  if (kind === "number") return;
  // What people write is ISO 8601 without its letters P and T.
  const iso = /^P/i.test(text)
    ? text
    : text.replace(/^(\d+w)?(\d+d)?(?=(.*))/, "P$1$2" + timeMark(text));
  const meant = Temporal.Duration.from(iso)
    .total({ unit: "seconds", relativeTo: "2026-01-01T00:00[UTC]" });
  promise(meant === value, () => `${text} is ${value}, not ${meant}`);
}

function timeMark(text: string): string {
  return /[hms]/.test(text) ? "T" : "";
}

function checkHours(text: string): void {
  const hours = unlessRefused(FileFormatError, () => parseWorkingHours(text));
  if (hours === undefined) return;
  const isWeek = hours.length === 7 && hours.some(({ length }) => length > 0);
  promise(isWeek, () => `${hours.length} days`);
  for (const day of hours) {
    const isDay = isCanonical(day) && day.every((s) => s >= 0 && s <= 86_400);
    promise(isDay, () => `a day of ${day}`);
  }
  const again = parseWorkingHours(` ${text.toUpperCase().split(/[\s,]+/)} `);
  promise(`${again}` === `${hours}`, () => `${hours}, in capitals ${again}`);
  const within = hoursWithin(hours, WEEK, ZONE);
  const isCut = isCanonical(within) &&
    within.every((s) => s >= WEEK.from && s <= WEEK.to);
  promise(isCut, () => `hours of a week are ${within}`);
}

const DIGITS: readonly string[] = ["0", "1", "2", "07", "30", "90", "99999999"];
const UNITS: readonly string[] = ["w", "d", "h", "m", "s", "W", "D", "M", "y"];
const DAYS: readonly string[] = [
  ...["Mon", "tue", "WED", "Thu", "Fri", "Sat", "Sun", "Mon-Fri", "Sat-Sun"],
  ...["Fri-Mon", "Mon-Mon", "Sun-Sat", "Monday", "Mo", "Mon-"],
];
const SPANS: readonly string[] = [
  ...["09:00-17:00", "00:00-24:00", "13:00-17:30", "01:30-02:30", "8:00-9:00"],
  ...[
    "17:00-09:00",
    "09:00-09:00",
    "23:59-24:01",
    "09:00-24:00",
    "22:00-06:00",
  ],
];
const WORDS: readonly string[] = [
  ...[
    "now",
    "today",
    "tomorrow",
    "yesterday",
    "Now",
    "09:00",
    "23:59",
    "24:00",
  ],
  ...[
    "2026-11-24",
    "2026-11-01T01:30",
    "2027-03-14 02:30",
    "2026-11-24T09:00Z",
  ],
  ...["2026-11-24T09:00:59+01:00", "0000-01-01", "9999-12-31", "2026-02-29"],
  ...["9999-12-31T23:59", "2026-11-24t09:00:00.000z", "-000001-01-01"],
];

function randomWords(random: Random): string {
  const makes = [momentTokens, lengthTokens, lengthTokens, hoursTokens];
  const make = () => pick(random, makes)(random);
  const tokens = make();
  if (random() < 0.5) return tokens.join("");
  const odd = pick(random, [ODD_MARKS, ODD_NUMBERS, ODD_INSTANTS, BLANKS]);
  return damageTokens(random, tokens, { other: make, odd }).join("");
}

function momentTokens(random: Random): string[] {
  const kind = below(random, 4);
  if (kind === 0) return ["+", ...lengthTokens(random)];
  if (kind === 1) return [pick(random, ODD_INSTANTS)];
  return [...pick(random, WORDS)];
}

function lengthTokens(random: Random): string[] {
  if (below(random, 8) === 0) return [pick(random, ODD_NUMBERS)];
  const isIso = random() < 0.4;
  const units = isIso ? ["W", "D", "T", "H", "M", "S"] : UNITS.slice(0, 5);
  const tokens = isIso ? ["P"] : [];
  for (const unit of units) {
    if (unit === "T") tokens.push(...random() < 0.9 ? ["T"] : []);
    else if (random() < 0.4) tokens.push(pick(random, DIGITS), unit);
  }
  if (random() < 0.05) tokens.push(pick(random, DIGITS), pick(random, UNITS));
  return tokens;
}

function hoursTokens(random: Random): string[] {
  const tokens: string[] = [];
  for (let left = 1 + below(random, 3); left > 0; left--) {
    tokens.push(pick(random, DAYS), " ", pick(random, SPANS));
    if (random() < 0.3) tokens.push(" ", pick(random, SPANS));
    tokens.push(pick(random, [", ", ",", " ", "\t"]));
  }
  return tokens;
}
