/**
 * Clients that keep asking, whatever happens to the servers, and judge every
 * answer. A connection to a main server that was killed breaks, and they come
 * back with the next one.
 */

import type { Random } from "../../src/base/ports.ts";
import { ANSWER_MS_MAX } from "../../src/base/limits.ts";
import { type JsonAnswer, LineClient } from "../support/line_client.ts";
import type { LagMeter } from "../support/lag_meter.ts";
import { seededRandom } from "../support/seeded_random.ts";
import { count, type Tally } from "./tally.ts";
import type { MainLife } from "./story.ts";
import type { Asked, Truth } from "./truth.ts";

export interface LoadOptions {
  readonly truth: Truth;
  /** The main server's present life, when it has one. */
  readonly living: () => Promise<MainLife>;
  readonly lag: LagMeter;
  readonly tally: Tally;
  readonly signal: AbortSignal;
  readonly seed: number;
  /** Whose people it asks for; any if there is no server of that number. */
  readonly server: number;
  /** Questions on their way at once, and the time between two bursts. */
  readonly depth: number;
  readonly paceMs: number;
}

/** Longer than any pause: what did not come by then never will. */
const NEVER_MS = 30_000;
/** The longest timer there is. */
const FOREVER_MS = 2 ** 31 - 1;

/** One client's life; ends after the signal, with its last answer. */
export async function ask(options: LoadOptions): Promise<void> {
  const random = seededRandom(options.seed);
  while (!options.signal.aborted) {
    const life = await options.living();
    if (options.signal.aborted) return;
    const connection = await connect(life, options.tally);
    if (!connection) continue;
    const talk = new Talk(connection, { life, random, ...options });
    await Promise.all([talk.sendAll(), talk.readAll()]);
  }
}

async function connect(
  life: MainLife,
  { wrong }: Tally,
): Promise<LineClient | undefined> {
  try {
    return await LineClient.connect(life.tcpPort);
  } catch (error) {
    if (!life.isOver) wrong.push(`a living server did not accept: ${error}`);
    return undefined;
  }
}

/** One connection. */
class Talk {
  readonly #options: LoadOptions & { life: MainLife; random: Random };
  readonly #connection: LineClient;
  readonly #open: Asked[] = [];
  #next = 0;
  #first = 0;
  #isBroken = false;

  constructor(
    connection: LineClient,
    options: LoadOptions & { life: MainLife; random: Random },
  ) {
    this.#connection = connection;
    this.#options = options;
  }

  async sendAll(): Promise<void> {
    const { signal, depth, paceMs, tally } = this.#options;
    while (!this.#isBroken) {
      const oldest = this.#open[0];
      if (signal.aborted && !oldest) break;
      if (oldest && performance.now() - oldest.askedMs > NEVER_MS) {
        tally.wrong.push(`no answer for ${oldest.names}`);
        break;
      }
      if (!signal.aborted) await this.#send(depth - this.#open.length);
      await new Promise((resolve) => setTimeout(resolve, paceMs));
    }
    this.#connection[Symbol.dispose]();
  }

  async #send(count: number): Promise<void> {
    const { truth, random, life, tally, server } = this.#options;
    let text = "";
    for (let i = 0; i < count; i++) {
      const names = truth.draw(random, server);
      text += JSON.stringify({ id: this.#next++, names }) + "\n";
      this.#open.push({ names, life, askedMs: performance.now() });
      tally.asked++;
    }
    // A connection that broke is noticed by whoever reads.
    await this.#connection.send(text).catch(() => {});
  }

  async readAll(): Promise<void> {
    const { life, tally, signal } = this.#options;
    for (;;) {
      const line = await this.#connection.readLine(FOREVER_MS);
      if (line === null) break;
      this.#take(JSON.parse(line));
    }
    this.#isBroken = true;
    if (life.isOver) {
      tally.broken++;
      tally.dropped += this.#open.length;
    } else if (this.#open.length > 0 || !signal.aborted) {
      tally.wrong.push("a living server broke off");
    }
  }

  #take(answer: JsonAnswer): void {
    const { truth, tally } = this.#options;
    const nowMs = performance.now();
    const asked = this.#open.shift();
    if (!asked || answer.id !== this.#first++) {
      tally.wrong.push(`answer ${answer.id}, not ${this.#first - 1}`);
      return;
    }
    this.#clock(asked, nowMs);
    const verdict = truth.judge(asked, answer, nowMs);
    count(tally, verdict, { names: asked.names, answer });
  }

  #clock({ askedMs, life }: Asked, nowMs: number): void {
    const { lag, tally } = this.#options;
    const waitedMs = nowMs - askedMs;
    if (waitedMs <= Math.min(tally.worstMs, ANSWER_MS_MAX)) return;
    const pausedMs = life.pauses.lengthMs({ fromMs: askedMs, toMs: nowMs });
    const answerMs = waitedMs - pausedMs - lag.stalledMs(askedMs);
    tally.worstMs = Math.max(tally.worstMs, answerMs);
    if (answerMs > ANSWER_MS_MAX) tally.late++;
  }
}
