/** Why there is no slot: in a code, and in words that a person understands. */

import { SLOT_STEPS_MAX } from "../base/limits.ts";
import { formatDuration } from "../calendar/duration_text.ts";
import type { Moment } from "../calendar/moment.ts";
import { maximalSlots } from "../intervals/maximal_slots.ts";
import { trim } from "../intervals/trim.ts";
import type { Reason, ReasonCode, Suggestion } from "../wire/term_findings.ts";
import type { Gathering } from "./gathering.ts";
import { inWindow, leastFree, maySomeMiss, type Outlook } from "./outlook.ts";
import { leastOf, nearestOf } from "./suggestions.ts";

export const NOBODY_CHECKED: Reason = {
  code: "unreachable",
  message: "nobody could be checked",
  nearest: null,
};

/** Of a window without any time in it. */
export function noWindow({ terms, trim: { window } }: Outlook): Reason {
  const isBackwards = window.to < window.from;
  // To look at a day, people ask from it to itself.
  const hint = isDate(terms.to) ? ", as a date is its midnight" : "";
  const message = isBackwards
    ? "the window ends before it begins"
    : `the window ends when it begins${hint}`;
  return { code: "window_empty", message, nearest: null };
}

function isDate(moment: Moment | null): boolean {
  return moment?.kind === "day" ||
    moment?.kind === "local" && !moment.text.includes("T");
}

/** Where it is all that is known, as servers fell silent. */
export const NOT_FREE: Reason = {
  code: "attendees_unavailable",
  message: "there is no such slot in which all who are needed are free",
  nearest: null,
};

/**
 * @param asked How many exist of those who were asked for.
 */
export function reasonOf(
  gathering: Gathering,
  outlook: Outlook,
  asked: number,
): Reason {
  const nearest = nearestOf(gathering, outlook);
  const because = (code: ReasonCode, message: string): Reason => ({
    code,
    message,
    nearest,
  });
  const { hours, names, required } = gathering;
  if (inWindow(gathering.intervals, outlook).length === 0) {
    return because("window_empty", "nobody has any free time in the window");
  }
  if (!hasRoom(outlook)) return because("too_short", tooNarrow(outlook));
  // Hours of those who may be missing stand in nobody's way.
  const areAllNeeded = required.length === names.length;
  if (hours && areAllNeeded && trim(hours, outlook.trim).length === 0) {
    const message = "no such slot lies within everybody's working hours";
    return because("outside_working_hours", message);
  }
  const longest = longestShared(gathering, outlook, asked);
  if (longest > 0) {
    return because("too_short", tooShort(longest, outlook));
  }
  return because(
    "attendees_unavailable",
    unavailable(gathering, { outlook, nearest, asked }),
  );
}

/** The longest time in which as many are free as have to be. */
function longestShared(
  { intervals, shared }: Gathering,
  outlook: Outlook,
  asked: number,
): number {
  const { window } = outlook.trim;
  const [longest] = maximalSlots({
    intervals,
    within: inWindow(
      shared ?? Float64Array.of(window.from, window.to),
      outlook,
    ),
    duration: 1,
    quorum: leastOf(outlook.terms.quorum, asked),
    order: "longest",
    limit: 1,
    stepsMax: SLOT_STEPS_MAX,
  }) ?? [];
  return longest ? longest.end - longest.start : 0;
}

function tooShort(longest: number, outlook: Outlook): string {
  const { times, terms } = outlook;
  const needed = leastFree(outlook);
  const [most, least] = [longest, needed].map((length) =>
    formatDuration(length, times)
  );
  const parts = [`the longest time that is free is ${most} long`];
  // Then it lies between the steps, or across the window's end.
  const isMisplaced = longest >= needed;
  if (isMisplaced) parts.push("not where slots may lie");
  // Whoever has asked for no length is not told of one that would do.
  if (!isMisplaced || terms.duration) parts.push(`${least} is needed`);
  return parts.join(", and ");
}

/** Whether there is a slot in the window for those who are always free. */
function hasRoom({ trim: rule }: Outlook): boolean {
  const { from, to } = rule.window;
  const free = { ...rule, before: 0, after: 0 };
  return trim(Float64Array.of(from, to), free).length > 0;
}

function tooNarrow({ trim: { window }, terms, times }: Outlook): string {
  const length = formatDuration(window.to - window.from, times);
  const { duration, granularity } = terms;
  const of = duration ? ` of ${formatDuration(duration.value, times)}` : "";
  const steps = granularity
    ? ` in steps of ${formatDuration(granularity.value, times)}`
    : "";
  return `the window is ${length} long, and has no room for a slot${of}${steps}`;
}

function unavailable(
  { names, required }: Gathering,
  { outlook, nearest, asked }: {
    readonly outlook: Outlook;
    readonly nearest: Suggestion | null;
    readonly asked: number;
  },
): string {
  const least = leastOf(outlook.terms.quorum, asked);
  if (least > names.length) {
    const were = names.length === 1 ? "was" : "were";
    return `${least} have to be free, and only ${names.length} ${were} checked`;
  }
  const mayMiss = maySomeMiss(outlook) && required.length < names.length;
  const rule = `there is no time in which ${
    mayMiss ? "enough of them are" : allOf(names)
  } free`;
  if (nearest === null) return rule;
  const { free, of, missing } = nearest;
  const left = of - free;
  if (left === 0) return rule;
  const who = missing.length === left ? listOf(missing) : `${left} of ${of}`;
  return `${rule}: at best ${who} cannot come`;
}

function allOf(names: readonly string[]): string {
  if (names.length === 1) return `${names[0]} is`;
  return names.length === 2 ? "both are" : `all ${names.length} are`;
}

function listOf(names: readonly string[]): string {
  if (names.length === 1) return names[0]!;
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
