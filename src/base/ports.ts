/**
 * What the world gives and tests replace: time, chance and secrets. Whoever
 * is handed these instead of reaching for them can run on virtual time, from
 * a seed, a whole cluster in one process.
 */

/** Stops a timer that has not run yet; harmless afterwards. */
export type Cancel = () => void;

/** Time that never goes back, and things to do later. */
export interface Clock {
  /** Milliseconds since some fixed moment; fractions count. */
  nowMs(): number;
  /** Runs `run` once, at `dueMs` or somewhat later. */
  schedule(dueMs: number, run: () => void): Cancel;
  /**
   * Runs `run` once what this turn of the loop has brought is handled, so that
   * all of one turn can share a datagram or a write.
   */
  soon(run: () => void): void;
}

/** Chance for jitter and spreading, in [0, 1). Never for secrets. */
export type Random = () => number;

/** Secrets: nobody can guess the next byte. */
export interface Entropy {
  /** Fills all of `bytes`. */
  fill(bytes: Uint8Array): void;
}
