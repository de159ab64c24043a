/**
 * Work that others would have to wait for: little of it is done at once, and
 * the rest in turns of the loop to come, so that whoever asks for something
 * light is answered in between.
 *
 * Whoever has work waiting waits for itself: askers come one after another, a
 * piece each. What comes too late for its answer is refused, as is what one
 * asker has too much of.
 */

import {
  ASKER_WEIGHT_MAX,
  TURN_WEIGHT_MAX,
  WAITING_WEIGHT_MAX,
} from "../base/limits.ts";

/** Is called once: one of the two. */
export interface Work {
  /** Intervals that it is about. */
  readonly weight: number;
  /** When it is too late to begin with it. */
  readonly lateMs: number;
  readonly run: (nowMs: number) => void;
  readonly refuse: () => void;
}

/** What of one asker waits, the first first. */
interface Waiting {
  readonly work: Work[];
  weight: number;
}

export class Turns {
  /** Pieces of work that had to wait, and that were refused, so far. */
  readonly gauges = { waited: 0, refused: 0 };
  readonly #wake: (nowMs: number) => void;
  /** By asker, whose turn is next first; nobody waits for nothing. */
  readonly #waiting = new Map<string, Waiting>();
  #weight = 0;
  /** What was done in this turn. */
  #done = 0;
  #turnMs = -Infinity;
  /** Work that is done may lead to more of it. */
  #isBusy = false;
  /** Whether there is a turn to come. */
  #isAwaited = false;

  /**
   * @param wake Has {@linkcode next} called in a turn of the loop to come.
   */
  constructor(wake: (nowMs: number) => void) {
    this.#wake = wake;
  }

  /** Pieces of work that wait. */
  get size(): number {
    let size = 0;
    for (const { work } of this.#waiting.values()) size += work.length;
    return size;
  }

  /** Does the work: at once if it is light, and this turn has room for it. */
  add(asker: string, work: Work, nowMs: number): void {
    if (!this.#isBusy && nowMs !== this.#turnMs) this.#begin(nowMs);
    const waiting = this.#waiting.get(asker);
    if (!waiting && this.#hasRoomFor(work)) return this.#do(work, nowMs);
    const own = (waiting?.weight ?? 0) + work.weight;
    const isTooMuch = waiting !== undefined && own > ASKER_WEIGHT_MAX;
    if (isTooMuch || this.#weight + work.weight > WAITING_WEIGHT_MAX) {
      return this.#refuse(work);
    }
    this.gauges.waited++;
    this.#await(nowMs);
    if (waiting) waiting.work.push(work);
    else this.#waiting.set(asker, { work: [work], weight: 0 });
    this.#waiting.get(asker)!.weight = own;
    this.#weight += work.weight;
  }

  /** A turn of the loop: something heavy, or several light ones. */
  next(nowMs: number): void {
    this.#begin(nowMs);
    this.#refuseLate(nowMs);
    for (const [asker, { work }] of this.#waiting) {
      const isFirst = this.#done === 0;
      if (!isFirst && !this.#hasRoomFor(work[0]!)) break;
      const first = this.#take(asker);
      // The asker's next one comes after everybody else's.
      const rest = this.#waiting.get(asker);
      this.#waiting.delete(asker);
      if (rest) this.#waiting.set(asker, rest);
      this.#do(first, nowMs);
    }
    this.#isAwaited = false;
    if (this.#waiting.size > 0) this.#await(nowMs);
  }

  #await(nowMs: number): void {
    if (this.#isAwaited) return;
    this.#isAwaited = true;
    this.#wake(nowMs);
  }

  #begin(nowMs: number): void {
    this.#turnMs = nowMs;
    this.#done = 0;
  }

  #hasRoomFor({ weight }: Work): boolean {
    return this.#done + weight <= TURN_WEIGHT_MAX;
  }

  #do({ weight, run }: Work, nowMs: number): void {
    this.#done += weight;
    const wasBusy = this.#isBusy;
    this.#isBusy = true;
    run(nowMs);
    this.#isBusy = wasBusy;
  }

  #refuse({ refuse }: Work): void {
    this.gauges.refused++;
    refuse();
  }

  /** Each asker's first is the one that has waited longest. */
  #refuseLate(nowMs: number): void {
    for (const [asker, { work }] of this.#waiting) {
      while (work.length > 0 && work[0]!.lateMs <= nowMs) {
        this.#refuse(this.#take(asker));
      }
    }
  }

  #take(asker: string): Work {
    const waiting = this.#waiting.get(asker)!;
    const first = waiting.work.shift()!;
    waiting.weight -= first.weight;
    this.#weight -= first.weight;
    if (waiting.work.length === 0) this.#waiting.delete(asker);
    return first;
  }
}
