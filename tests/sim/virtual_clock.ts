/**
 * The event loop of one process on virtual time. It can be paused, or busy
 * with what it was handed; what comes meanwhile waits, and when it wakes its
 * late timers run before the datagrams that wait, as they do on this runtime.
 */

import type { Cancel, Clock, Random } from "../../src/base/ports.ts";
import type { EventQueue } from "./event_queue.ts";

/** A timer fires up to this much late, as the system counts whole ms. */
const TIMER_LATE_MS_MAX = 1;
/** Turns that come before what was to be done soon, at most. */
const TURNS_BETWEEN_MAX = 8;
/** A stall may begin so long before the next timer that shows it. */
const UNSEEN_STALL_MS_MAX = 1_050;

export interface VirtualClockOptions {
  readonly queue: EventQueue;
  readonly random: Random;
  /** How fast its clock runs; 1 is right. */
  readonly rate: number;
  /** How long a turn takes. */
  readonly turnMs: number;
}

export class VirtualClock implements Clock {
  readonly #options: VirtualClockOptions;
  readonly #queue: EventQueue;
  readonly #originMs: number;
  /** Ready and waiting for the loop, in their order. */
  readonly #lateTimers: (() => void)[] = [];
  #jobs: (() => void)[] = [];
  #soon: (() => void)[] = [];
  #turnsBetween = 0;
  #timers = 0;
  #busyUntilMs = 0;
  #pausedMs = 0;
  #willWake = false;
  #isDead = false;
  /** How much of its stalls its timers must have shown it. */
  shownStallMs = 0;
  /** Until when it stood still at last. */
  stalledUntilMs = -Infinity;
  /** Runs after each turn: what the process has said leaves it. */
  onTurnEnd: () => void = () => {};

  constructor(options: VirtualClockOptions) {
    this.#options = options;
    this.#queue = options.queue;
    this.#originMs = options.queue.nowMs;
  }

  /** Timers that neither ran nor were cancelled. */
  get timers(): number {
    return this.#timers;
  }

  /** How long it was paused or busy so far. */
  get pausedMs(): number {
    return this.#pausedMs - Math.max(0, this.#busyUntilMs - this.#queue.nowMs);
  }

  get isPaused(): boolean {
    return this.#busyUntilMs > this.#queue.nowMs;
  }

  /** Whether it stands still, rather than being busy for a moment. */
  get isStalled(): boolean {
    return this.stalledUntilMs > this.#queue.nowMs;
  }

  nowMs(): number {
    return (this.#queue.nowMs - this.#originMs) * this.#options.rate;
  }

  schedule(dueMs: number, run: () => void): Cancel {
    const { rate, random } = this.#options;
    this.#timers++;
    let isOpen = true;
    const close = () => {
      if (isOpen) this.#timers--;
      isOpen = false;
    };
    const fire = () => {
      if (!isOpen || this.#isDead) return;
      if (this.isPaused || this.#willWake) return this.#beLate(fire);
      close();
      this.#turn(run);
    };
    const lateMs = TIMER_LATE_MS_MAX * random();
    const due = Math.max(this.#originMs + dueMs / rate, this.#queue.nowMs);
    const cancel = this.#queue.at(due + lateMs, fire);
    return () => {
      close();
      cancel();
    };
  }

  /** Other turns may come in between, as they do with `setImmediate`. */
  soon(run: () => void): void {
    this.#soon.push(run);
    if (this.#soon.length === 1) this.#runSoonLater();
  }

  /** Hands something from outside to the loop, in a turn of its own. */
  deliver(job: () => void): void {
    if (this.#isDead) return;
    this.#jobs.push(job);
    if (this.isPaused || this.#willWake) return this.#wakeLater();
    this.#runJob();
  }

  /** A turn of the process's own, at once. */
  run<T>(job: () => T): T {
    let result: T;
    this.#turn(() => result = job());
    return result!;
  }

  /** Nothing happens in the process for that long. */
  stall(ms: number): void {
    this.#pause(ms);
    this.shownStallMs += Math.max(0, ms - UNSEEN_STALL_MS_MAX);
    this.stalledUntilMs = this.#busyUntilMs;
  }

  /** Ends a stall. */
  resume(): void {
    const leftMs = this.#busyUntilMs - this.#queue.nowMs;
    if (leftMs <= 0) return;
    this.#pausedMs -= leftMs;
    this.shownStallMs = Math.max(0, this.shownStallMs - leftMs);
    this.#busyUntilMs = this.stalledUntilMs = this.#queue.nowMs;
    this.#queue.after(0, () => this.#wake());
  }

  #pause(ms: number): void {
    const fromMs = Math.max(this.#busyUntilMs, this.#queue.nowMs);
    this.#busyUntilMs = fromMs + ms;
    this.#pausedMs += ms;
  }

  /** The process is gone, and with it whatever waited. */
  kill(): void {
    this.#isDead = true;
    this.#jobs = [];
    this.#timers = 0;
  }

  #beLate(fire: () => void): void {
    this.#lateTimers.push(fire);
    this.#wakeLater();
  }

  #wakeLater(): void {
    if (this.#willWake) return;
    this.#willWake = true;
    this.#queue.at(this.#busyUntilMs, () => this.#wake());
  }

  #wake(): void {
    this.#willWake = false;
    if (this.isPaused) return this.#wakeLater();
    const timers = this.#lateTimers.splice(0);
    for (const fire of timers) {
      // A turn may take its time, and then the next has to wait for it.
      if (this.isPaused) this.#lateTimers.push(fire);
      else fire();
    }
    if (this.#jobs.length > 0 && !this.isPaused) this.#runJob();
    if (this.#jobs.length > 0 || this.#lateTimers.length > 0) {
      this.#wakeLater();
    }
  }

  #runJob(): void {
    const job = this.#jobs.shift();
    if (job) this.#turn(job);
  }

  #runSoonLater(): void {
    this.#queue.at(this.#busyUntilMs, () => {
      if (this.#isDead || this.#soon.length === 0) return;
      if (this.isPaused) return this.#runSoonLater();
      this.#runSoon();
    });
  }

  #runSoon(): void {
    this.#turnsBetween = 0;
    const soon = this.#soon;
    this.#soon = [];
    this.#turn(() => soon.forEach((run) => run()));
  }

  #turn(run: () => void): void {
    run();
    this.onTurnEnd();
    this.#pause(this.#options.turnMs);
    if (this.#soon.length === 0) this.#turnsBetween = 0;
    else if (++this.#turnsBetween >= TURNS_BETWEEN_MAX) this.#runSoon();
  }
}
