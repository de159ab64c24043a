/**
 * Clients that keep booking, whatever happens to the servers: several requests
 * at once, some for what others want, some to cancel, some with a key that was
 * asked for before, above all after a connection that broke.
 */

import type { Random } from "../../src/base/ports.ts";
import { within } from "../support/deadline.ts";
import { LagMeter } from "../support/lag_meter.ts";
import { LineClient } from "../support/line_client.ts";
import {
  below,
  pick,
  seededRandom,
  shuffled,
} from "../support/seeded_random.ts";
import { AXIS, type BookingStage, EVERYBODY } from "./booking_stage.ts";
import { type BookingAnswer, Tale } from "./booking_tales.ts";
import type { MainLife } from "./story.ts";

const CLIENTS = 4;
/** Requests of one client that are on their way at once. */
const DEPTH = 6;
/** Between an answer and the next requests. */
const PACE_MS = 5;
/** Longer than anything takes: what did not come by then never will. */
const NEVER_MS = 30_000;
const SLOT_TICKS_MAX = 3;
/** Requests for one tick, and how far ahead of it some are. */
const [REQUESTS_A_TICK, TICKS_AHEAD] = [8, 12];

/** What is on its way. */
interface Sent {
  readonly tale: Tale;
  readonly isCancel: boolean;
}

export class BookingLoad implements Disposable {
  readonly tales: Tale[] = [];
  /** Answers that were not true, or never came. */
  readonly wrong: string[] = [];
  /** Requests that went down with their main server, and those asked again. */
  dropped = 0;
  repeated = 0;
  /** The latest answer, beyond what held us up ourselves. */
  worstMs = 0;
  readonly #lag = new LagMeter();
  readonly #stage: BookingStage;
  readonly #ends = new AbortController();
  readonly #clients: Promise<void>[];
  #acknowledged = 0;
  #awaited = { count: 0, reached: () => {} };

  constructor(stage: BookingStage, seed: number) {
    this.#stage = stage;
    this.#clients = Array.from({ length: CLIENTS }, (_, client) => {
      const name = `${seed}-${client}`;
      return this.#live(name, seededRandom(seed * CLIENTS + client));
    });
  }

  /** Waits until so many more bookings have been acknowledged. */
  async acknowledged(more: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#awaited = { count: this.#acknowledged + more, reached: resolve };
    const what = () => `${more} bookings; wrong are ${this.wrong}`;
    await within(promise, { ms: NEVER_MS, what });
  }

  /** Lets the clients have their last answers. */
  async finish(): Promise<void> {
    this.#ends.abort();
    await Promise.all(this.#clients);
  }

  [Symbol.dispose](): void {
    this.#ends.abort();
    this.#lag[Symbol.dispose]();
  }

  /** One client, on one connection after the other. */
  async #live(name: string, random: Random): Promise<void> {
    const { signal } = this.#ends;
    const again: Sent[] = [];
    const settled: Tale[] = [];
    const draw = () => this.#draw({ name, random, again, settled });
    while (!signal.aborted) {
      const life = await this.#stage.living();
      using client = await this.#connect(life);
      while (client && !signal.aborted) {
        const burst = Array.from({ length: DEPTH }, draw);
        const answered = await this.#ask(client, burst);
        const missed = burst.slice(answered);
        again.push(...missed.filter(() => random() < 0.7));
        settled.push(
          ...burst.map(({ tale }) => tale).filter((tale) => tale.isFinal),
        );
        if (missed.length > 0) {
          if (!life.isOver) this.wrong.push("a living server broke off");
          this.dropped += missed.length;
          break;
        }
        const open = burst.filter(({ tale }) => !tale.isFinal);
        again.push(...open.filter(() => random() < 0.7));
        await new Promise((resolve) => setTimeout(resolve, PACE_MS));
      }
    }
  }

  async #connect(life: MainLife): Promise<LineClient | null> {
    try {
      return await LineClient.connect(life.tcpPort);
    } catch (error) {
      if (!life.isOver) this.wrong.push(`not accepted: ${error}`);
      return null;
    }
  }

  /** @returns How many were answered before the connection broke. */
  async #ask(client: LineClient, burst: readonly Sent[]): Promise<number> {
    const lines = burst.map(({ tale, isCancel }) =>
      (isCancel ? tale.takeBack() : tale.book()) + "\n"
    );
    const sentMs = performance.now();
    // A connection that broke is noticed by whoever reads.
    await client.send(lines.join("")).catch(() => {});
    for (const [i, sent] of burst.entries()) {
      const line = await client.readLine(NEVER_MS);
      if (line === null) return i;
      const waitedMs = performance.now() - sentMs;
      const answerMs = waitedMs - this.#lag.stalledMs(sentMs);
      this.worstMs = Math.max(this.worstMs, answerMs);
      this.#hear(sent, line);
    }
    return burst.length;
  }

  #hear({ tale, isCancel }: Sent, line: string): void {
    const answer: BookingAnswer = JSON.parse(line);
    const wasBooked = tale.told === "booked";
    const why = isCancel ? tale.hearCancelled(answer) : tale.hearBooked(answer);
    if (why) this.wrong.push(`${tale.wanted.key} ${why}: ${line}`);
    if (wasBooked || tale.told !== "booked") return;
    this.#acknowledged++;
    const { count, reached } = this.#awaited;
    if (this.#acknowledged >= count) reached();
  }

  #draw({ name, random, again, settled }: {
    readonly name: string;
    readonly random: Random;
    readonly again: Sent[];
    readonly settled: readonly Tale[];
  }): Sent {
    const repeated = again.shift();
    if (repeated) {
      this.repeated++;
      return repeated;
    }
    if (settled.length > 0 && random() < 0.2) {
      const tale = pick(random, settled);
      const isCancel = tale.told === "booked" && random() < 0.5;
      if (!isCancel) this.repeated++;
      return { tale, isCancel };
    }
    const key = `${name}-${this.tales.length}`;
    const names = shuffled(random, EVERYBODY).slice(0, 1 + below(random, 3));
    const tale = new Tale({ key, names, slot: this.#drawSlot(random) });
    this.tales.push(tale);
    return { tale, isCancel: false };
  }

  /** Near what the others ask for, and later as time goes by. */
  #drawSlot(random: Random): [number, number] {
    const tick = Math.floor(this.tales.length / REQUESTS_A_TICK);
    const start = tick % (AXIS.ticks - TICKS_AHEAD - SLOT_TICKS_MAX) +
      below(random, TICKS_AHEAD);
    return [start, start + 1 + below(random, SLOT_TICKS_MAX)];
  }
}
