/**
 * What happens to one server: which edition of its file it may serve at a
 * time, and when it may not be reached, as whoever does it to it notes.
 */

import type { Random } from "../../src/base/ports.ts";
import { type Axis, commonRow, type Row, rowSlots } from "../support/oracle.ts";
import { seededRandom } from "../support/seeded_random.ts";

export const AXIS: Axis = { ticks: 48, origin: 0, unit: 1 };
export const PEOPLE = 60;
/** No question is that old. */
const KEPT_MS = 120_000;

/** Moments of `performance.now()`, both included. */
export interface Span {
  readonly fromMs: number;
  toMs: number;
}

function isOpenWithin({ fromMs, toMs }: Span, window: Span): boolean {
  return fromMs <= window.toMs && toMs >= window.fromMs;
}

/** Spans of something; the last one may still go on. */
class Spans {
  #spans: Span[] = [];

  begin(nowMs = performance.now()): void {
    this.#spans = this.#spans.filter(({ toMs }) => nowMs - toMs < KEPT_MS);
    this.#spans.push({ fromMs: nowMs, toMs: Infinity });
  }

  end(nowMs = performance.now()): void {
    const last = this.#spans.at(-1);
    if (last) last.toMs = Math.min(last.toMs, nowMs);
  }

  /** From when to when the last one is, since a moment. */
  last(sinceMs: number): number[] {
    const { fromMs = NaN, toMs = NaN } = this.#spans.at(-1) ?? {};
    return [fromMs, toMs].map((ms) => Math.round(ms - sinceMs));
  }

  /** Whether any of them lies in the window, if only in part. */
  touch(window: Span): boolean {
    return this.#spans.some((span) => isOpenWithin(span, window));
  }

  /** Whether one of them holds the whole window. */
  cover({ fromMs, toMs }: Span): boolean {
    return this.#spans.some((span) =>
      span.fromMs <= fromMs && span.toMs >= toMs
    );
  }

  /** Whether one began after a moment and ended `ms` after it or later. */
  outlast(sinceMs: number, ms: number): boolean {
    return this.#spans.some(({ fromMs, toMs }) =>
      fromMs >= sinceMs && toMs - sinceMs >= ms
    );
  }

  /** Their length within the window. */
  lengthMs(window: Span): number {
    return this.#spans.reduce((sum, { fromMs, toMs }) => {
      const from = Math.max(fromMs, window.fromMs);
      return sum + Math.max(0, Math.min(toMs, window.toMs) - from);
    }, 0);
  }
}

/** One server's people, and what can be true of it at a time. */
export class ServerStory {
  readonly name: string;
  /** When it may be called unreachable. */
  readonly absences = new Spans();
  /** When nobody can have answered for it. */
  readonly deaths = new Spans();
  readonly #number: number;
  #editions: (Span & { readonly rows: readonly Row[] })[] = [];
  #edition = 0;

  constructor(number: number) {
    this.#number = number;
    this.name = `S${number}`;
  }

  personAt(i: number): string {
    return `s${this.#number}p${i}`;
  }

  /** From now on the next edition may be served; its file's text. */
  nextEdition(nowMs = performance.now()): string {
    const random = seededRandom(this.#number * 65_536 + this.#edition++);
    const rows = Array.from({ length: PEOPLE }, () => drawRow(random));
    this.#editions = this.#editions.filter(({ toMs }) =>
      nowMs - toMs < KEPT_MS
    );
    this.#editions.push({ fromMs: nowMs, toMs: Infinity, rows });
    return rows.map((row, i) =>
      `${this.personAt(i)};${JSON.stringify(rowSlots(row, AXIS))}\n`
    ).join("");
  }

  /** From now on only the newest edition is. */
  endOldEditions(nowMs = performance.now()): void {
    for (const edition of this.#editions.slice(0, -1)) {
      edition.toMs = Math.min(edition.toMs, nowMs);
    }
  }

  /** The newest edition's process is dead, and nothing of it comes any more. */
  endEditions(nowMs = performance.now()): void {
    this.endOldEditions(nowMs);
    const last = this.#editions.at(-1);
    if (last) last.toMs = Math.min(last.toMs, nowMs);
  }

  /** What its people may have in common, by each edition of that time. */
  commonRows(names: readonly string[], window: Span): Row[] {
    const people = names.map((name) => Number(name.split("p")[1]));
    return this.#editions
      .filter((edition) => isOpenWithin(edition, window))
      .map(({ rows }) => commonRow(people.map((i) => rows[i]!)));
  }
}

/** Stretches of a few ticks, mostly free, so that people have time to meet. */
function drawRow(random: Random): Row {
  let free = 1;
  return Uint8Array.from({ length: AXIS.ticks }, () => {
    if (random() < (free ? 0.15 : 0.4)) free = 1 - free;
    return free;
  });
}

/** One life of the main server, from its start until it was killed. */
export interface MainLife {
  readonly tcpPort: number;
  /** When each server is known to have registered in this life. */
  readonly registeredMs: Map<string, number>;
  /** Set before it is killed: whatever breaks then is no fault of its own. */
  isOver: boolean;
  readonly pauses: Spans;
}

export function newLife(tcpPort: number): MainLife {
  const registeredMs = new Map<string, number>();
  return { tcpPort, registeredMs, isOver: false, pauses: new Spans() };
}
