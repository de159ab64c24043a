/**
 * What events take of time. Those that happen once are a set, made when they
 * are read; those that recur are expanded when a window is asked for.
 */

import {
  CALENDAR_REPLACEMENTS_MAX,
  SERIES_CHANGES_MAX,
} from "../base/calendar_limits.ts";
import type { Window } from "../calendar/times.ts";
import {
  fromPairs,
  intersect,
  type IntervalSet,
  normalize,
} from "../intervals/interval_set.ts";
import { endOf, type Event, instantOf } from "./event.ts";
import type { CalendarProblems } from "./problems.ts";
import { addSpan, Series, type Spans } from "./series.ts";

/** Time that is taken, and time that may be. They can overlap. */
export interface Taken {
  readonly busy: IntervalSet;
  readonly tentative: IntervalSet;
}

export class Timeline {
  readonly #series: Series[] = [];
  readonly #once: Taken;

  /** @param spans Time that is taken beside the events. */
  constructor(
    events: readonly Event[],
    problems: CalendarProblems,
    spans: Spans = { busy: [], tentative: [] },
  ) {
    const groups = groupsOf(events);
    const isRefused = refuseReplacements(groups, problems);
    for (const group of isRefused ? [] : groups) {
      for (const series of takeGroup(group, problems, spans)) {
        if (series.takesTime) this.#series.push(series);
      }
    }
    this.#once = takenOf(spans);
  }

  /** What is taken of a window. */
  within(window: Window): Taken {
    const { from, to } = window;
    const whole = fromPairs([[from, to]]);
    const once = [this.#once.busy, this.#once.tentative]
      .map((set) => [...intersect(set, whole)]);
    const spans = { busy: once[0]!, tentative: once[1]! };
    for (const series of this.#series) series.collect(window, spans);
    const taken = takenOf(spans);
    return {
      busy: intersect(taken.busy, whole),
      tentative: intersect(taken.tentative, whole),
    };
  }
}

function takenOf({ busy, tentative }: Spans): Taken {
  return {
    busy: normalize(Float64Array.from(busy)),
    tentative: normalize(Float64Array.from(tentative)),
  };
}

/** Events that say they are the same one; others alone. */
function groupsOf(events: readonly Event[]): Event[][] {
  const groups = new Map<string | Event, Event[]>();
  for (const event of events) {
    const key = event.uid ?? event;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [event]);
    else group.push(event);
  }
  return [...groups.values()];
}

/** Refuses what would be work for minutes to put together. */
function refuseReplacements(
  groups: readonly (readonly Event[])[],
  problems: CalendarProblems,
): boolean {
  let count = 0;
  for (const group of groups) {
    const others = group.filter(({ replaces }) => replaces !== null);
    const changes = others.filter(({ isFollowing }) => isFollowing).length;
    count += others.length * (group.length - others.length);
    const message = changes > SERIES_CHANGES_MAX
      ? `Cannot follow what changes more than ${SERIES_CHANGES_MAX} times`
      : count > CALENDAR_REPLACEMENTS_MAX
      ? "Cannot tell which of so many events replaces which"
      : null;
    if (message === null) continue;
    problems.error(group[0]!.line, message);
    return true;
  }
  return false;
}

/** Adds what of an event is no rule's, and returns what is. */
function takeGroup(
  group: readonly Event[],
  problems: CalendarProblems,
  spans: Spans,
): Series[] {
  const masters = latest(group.filter((e) => e.replaces === null), problems);
  const cancelled = masters.find(({ isCancelled }) => isCancelled);
  const byInstance = Map.groupBy(
    group.filter(({ replaces }) => replaces !== null),
    ({ replaces }) => instantOf(replaces!),
  );
  // What was put back after the series was called off stands (RFC 5546 §3.2.5).
  const overrides = [...byInstance.values()]
    .flatMap((events) => latest(events, problems))
    .filter((event) => !(cancelled && event.sequence <= cancelled.sequence));
  const alone = overrides.filter(({ isCancelled }) => !isCancelled);
  for (const event of alone) {
    addSpan(
      spans,
      event.kind,
      instantOf(event.start),
      endOf(event.start, event.length),
    );
  }
  const standing = masters.filter(({ isCancelled }) => !isCancelled);
  return [
    ...alone.filter(({ rules }) => rules.length > 0)
      .map((event) => new Series(event, new Set(), [])),
    ...standing.map((event) => takeMaster(event, overrides, problems, spans)),
  ];
}

function takeMaster(
  master: Event,
  overrides: readonly Event[],
  problems: CalendarProblems,
  spans: Spans,
): Series {
  const { start, added } = master;
  // A day does not mean the instance at a time of it, nor the reverse.
  const own = overrides.filter(({ replaces, line }) => {
    const isOwn = replaces!.isDate === start.isDate;
    if (!isOwn) {
      problems.warn(line, "The RECURRENCE-ID is no time of its event");
    }
    return isOwn;
  });
  const excluded = master.excluded.filter(({ isDate }) =>
    isDate === start.isDate
  );
  if (excluded.length < master.excluded.length) {
    problems.warn(master.line, "An EXDATE is no time of its event");
  }
  const gone = new Set([
    ...excluded.map(instantOf),
    ...own.map(({ replaces }) => instantOf(replaces!)),
  ]);
  const following = own.filter(({ isFollowing }) => isFollowing);
  const series = new Series(master, gone, following);
  series.place(start, null, spans);
  for (const { start, length } of added) {
    series.place(start, length, spans);
  }
  return series;
}

/** Those with the highest sequence, and of them the latest; maybe several. */
function latest(
  events: readonly Event[],
  problems: CalendarProblems,
): readonly Event[] {
  if (events.length < 2) return events;
  const compare = (a: Event, b: Event) =>
    a.sequence - b.sequence ||
    (a.stamp < b.stamp ? -1 : Number(a.stamp > b.stamp));
  const sorted = events.toSorted(compare);
  const last = sorted.at(-1)!;
  for (const event of sorted) {
    if (compare(event, last) === 0) continue;
    problems.warn(event.line, `The event in line ${last.line} replaces it`);
  }
  return sorted.filter((event) => compare(event, last) === 0);
}
