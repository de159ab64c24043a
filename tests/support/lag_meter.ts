/**
 * How late this process gets its turn. A bound on somebody's answer is true
 * only for a machine that lets both of us run: what it withheld is known here
 * and added, so that no bound has to be loosened for a busy machine.
 */

const TICK_MS = 10;
/** Longer than anything is waited for. */
const KEPT_MS = 60_000;

interface Lag {
  readonly atMs: number;
  readonly lagMs: number;
}

export class LagMeter implements Disposable {
  readonly #timer = setInterval(() => this.#tick(), TICK_MS);
  #tickMs = performance.now();
  #lags: Lag[] = [];

  #tick(): void {
    const nowMs = performance.now();
    const lagMs = nowMs - this.#tickMs - TICK_MS;
    this.#tickMs = nowMs;
    if (lagMs < TICK_MS) return;
    this.#lags.push({ atMs: nowMs, lagMs });
    if (nowMs - this.#lags[0]!.atMs > 2 * KEPT_MS) {
      this.#lags = this.#lags.filter(({ atMs }) => nowMs - atMs < KEPT_MS);
    }
  }

  /**
   * The sum of our stalls, of the last minute at least.
   *
   * @param sinceMs A moment of `performance.now()`, as `untilMs`.
   */
  stalledMs(sinceMs: number, untilMs = Infinity): number {
    const nowMs = performance.now();
    const open = untilMs > nowMs ? nowMs - this.#tickMs - TICK_MS : 0;
    let sum = Math.max(0, open);
    for (let i = this.#lags.length - 1; i >= 0; i--) {
      const { atMs, lagMs } = this.#lags[i]!;
      if (atMs < sinceMs) break;
      if (atMs - lagMs <= untilMs) sum += lagMs;
    }
    return sum;
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}
