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
  const overrides = overridesOf(group, masters, problems);
  const alone = overrides.instances.filter(({ isCancelled }) => !isCancelled);
  for (const event of alone) {
    addSpan(
      spans,
      event.kind,
      instantOf(event.start),
      endOf(event.start, event.length),
    );
  }
  const standing = masters.filter(({ isCancelled }) => !isCancelled);
  const recurring = new Set([...alone, ...overrides.following])
    .values().filter((e) => e.rules.length > 0 && !e.isCancelled);
  return [
    // Whether they take the time that they begin with is told above.
    ...recurring.map((e) => new Series(e, new Set([instantOf(e.start)]), [])),
    ...standing.map((event) => takeMaster(event, overrides, problems, spans)),
  ];
}

/** What replaces instances of an event. */
interface Overrides {
  /** What counts for the instance that it replaces. */
  readonly instances: readonly Event[];
  /**
   * What counts for later ones, whatever became of the instance that it
   * replaces itself: that may have been moved or called off since.
   */
  readonly following: ReadonlySet<Event>;
}

function overridesOf(
  group: readonly Event[],
  masters: readonly Event[],
  problems: CalendarProblems,
): Overrides {
  const isCancelled = masters.every(({ isCancelled }) => isCancelled);
  const last = isCancelled ? masters[0] : undefined;
  // What was put back after the series was called off stands (RFC 5546 §3.2.5).
  const stands = ({ sequence }: Event) => !(last && sequence <= last.sequence);
  const byInstance = Map.groupBy(
    group.filter(({ replaces }) => replaces !== null),
    ({ replaces }) => instantOf(replaces!),
  );
  const found = [...byInstance.values()];
  const following = new Set(
    found.flatMap((events) => newest(events.filter((e) => e.isFollowing))),
  );
  const instances = found
    .flatMap((events) => latest(events, problems, following));
  return {
    instances: instances.filter(stands),
    following: new Set([...following].filter(stands)),
  };
}

function takeMaster(
  master: Event,
  { instances, following }: Overrides,
  problems: CalendarProblems,
  spans: Spans,
): Series {
  const { start, added } = master;
  // A day does not mean the instance at a time of it, nor the reverse.
  const isOwn = ({ replaces }: Event) => replaces!.isDate === start.isDate;
  for (const event of instances) {
    if (isOwn(event)) continue;
    problems.warn(event.line, "The RECURRENCE-ID is no time of its event");
  }
  const excluded = master.excluded.filter(({ isDate }) =>
    isDate === start.isDate
  );
  if (excluded.length < master.excluded.length) {
    problems.warn(master.line, "An EXDATE is no time of its event");
  }
  const gone = new Set([
    ...excluded.map(instantOf),
    ...instances.filter(isOwn).map(({ replaces }) => instantOf(replaces!)),
  ]);
  const series = new Series(master, gone, [...following].filter(isOwn));
  series.place(start, null, spans);
  for (const { start, length } of added) {
    series.place(start, length, spans);
  }
  return series;
}

/**
 * The newest, and a warning of each of the others that does not count for
 * anything else.
 */
function latest(
  events: readonly Event[],
  problems: CalendarProblems,
  counted: ReadonlySet<Event> = new Set(),
): readonly Event[] {
  if (events.length < 2) return events;
  const last = newest(events);
  const kept = new Set([...last, ...counted]);
  for (const event of events.toSorted(compareAge)) {
    if (kept.has(event)) continue;
    problems.warn(event.line, `The event in line ${last[0]!.line} replaces it`);
  }
  return last;
}

/** Those with the highest sequence, and of them the latest; maybe several. */
function newest(events: readonly Event[]): readonly Event[] {
  const sorted = events.toSorted(compareAge);
  const last = sorted.at(-1);
  return sorted.filter((event) => compareAge(event, last!) === 0);
}

/** Below zero if the first one is older. */
function compareAge(a: Event, b: Event): number {
  return a.sequence - b.sequence ||
    (a.stamp < b.stamp ? -1 : Number(a.stamp > b.stamp));
}
