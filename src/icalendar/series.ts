/**
 * An event that recurs: its rules give wall-clock times, which become instants
 * here, less those that are excluded or replaced.
 */

import type { Window } from "../calendar/times.ts";
import type { Zone } from "../calendar/zone.ts";
import type { EventTime } from "./calendar_zones.ts";
import { type Event, instantOf, type Kind } from "./event.ts";
import { atLine } from "./problems.ts";
import { DAY_S, type Duration } from "./wall_time.ts";

/** Stretches of time, as bounds in any order, that may overlap. */
export interface Spans {
  readonly busy: number[];
  readonly tentative: number[];
}

/** Offsets of zones are below a day, and so is what a clock may skip. */
const SLACK_S = 2 * DAY_S;

/** Adds a stretch that begins before it ends, unless it is free. */
export function addSpan(
  spans: Spans,
  kind: Kind,
  startS: number,
  endS: number,
): void {
  if (kind !== "free" && startS < endS) spans[kind].push(startS, endS);
}

/** How instances from one on differ from the first ones. */
interface Change {
  readonly fromS: number;
  /** By the wall clock, so that 10:00 stays 10:00. */
  readonly shiftS: number;
  readonly length: Duration;
  readonly kind: Kind;
}

export class Series {
  readonly #event: Event;
  /** Instants at which no instance starts. */
  readonly #gone: ReadonlySet<number>;
  /** In order of time; the first is as the event says. */
  readonly #changes: readonly Change[];
  /** The longest that an instance lasts, and the furthest that it is moved. */
  readonly #lengthS: number;
  readonly #shiftS: number;

  /** @param following Replacements of an instance and all later ones. */
  constructor(
    event: Event,
    gone: ReadonlySet<number>,
    following: readonly Event[],
  ) {
    const { length, kind, start: { zone } } = event;
    this.#event = event;
    this.#gone = gone;
    const later = following.map(({ start, replaces, ...change }) => {
      return {
        fromS: instantOf(replaces!),
        shiftS: wallIn(zone, start) - wallIn(zone, replaces!),
        length: change.length,
        kind: change.isCancelled ? "free" as const : change.kind,
      };
    }).sort((a, b) => a.fromS - b.fromS);
    this.#changes = [{ fromS: -Infinity, shiftS: 0, length, kind }, ...later];
    this.#lengthS = Math.max(...this.#changes.map(({ length }) => {
      return length.days * DAY_S + length.seconds;
    }));
    this.#shiftS = Math.max(...this.#changes.map(({ shiftS }) => {
      return Math.abs(shiftS);
    }));
  }

  /** Whether any instance that a rule tells of takes time. */
  get takesTime(): boolean {
    return this.#event.rules.length > 0 &&
      this.#changes.some(({ kind }) => kind !== "free");
  }

  /**
   * Adds what the rules tell of and has any of the window; maybe more.
   *
   * @throws {CalendarError} If it takes too much work to find it.
   */
  collect({ from, to }: Window, spans: Spans): void {
    const { start: { zone }, rules } = this.#event;
    const first = from - this.#lengthS - this.#shiftS - SLACK_S;
    const end = to + this.#shiftS + SLACK_S;
    for (const { line, recurrence, untilS } of rules) {
      for (const wallS of atLine(line, () => recurrence.between(first, end))) {
        const startS = zone.instantOf(wallS);
        if (startS <= untilS) this.#add({ wallS, startS }, null, spans);
      }
    }
  }

  /** Adds the instance that starts then, unless it is gone. */
  place(start: EventTime, length: Duration | null, spans: Spans): void {
    const wallS = wallIn(this.#event.start.zone, start);
    this.#add({ wallS, startS: instantOf(start) }, length, spans);
  }

  #add({ wallS, startS }: Start, length: Duration | null, spans: Spans): void {
    if (this.#gone.has(startS)) return;
    const { zone } = this.#event.start;
    const change = this.#changes.findLast(({ fromS }) => fromS <= startS)!;
    const { days, seconds } = length ?? change.length;
    const shiftedS = wallS + change.shiftS;
    // A wall clock shows some times twice, so an instant stays if it can.
    const fromS = change.shiftS === 0 ? startS : zone.instantOf(shiftedS);
    const toS = days === 0 ? fromS : zone.instantOf(shiftedS + days * DAY_S);
    addSpan(spans, change.kind, fromS, toS + seconds);
  }
}

/**
 * What the zone's wall clock shows then. A time that it skips stays what was
 * written, so that a day without its midnight still ends with the next one.
 */
function wallIn(zone: Zone, time: EventTime): number {
  return time.zone === zone ? time.wallS : zone.wallAt(instantOf(time));
}

/** When an instance starts, by its wall clock and as an instant. */
interface Start {
  readonly wallS: number;
  readonly startS: number;
}
