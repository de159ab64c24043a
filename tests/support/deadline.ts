/**
 * The only clock of the real-process tests: it never makes anybody wait, it
 * only ends what would wait for ever, and says what was waited for.
 */

import { AssertionError } from "@std/assert";

/** What is waited for, and how long it may take. */
export interface Deadline {
  readonly ms: number;
  /** Made only when it is too late, so that it can show what came so far. */
  readonly what: () => string;
}

/** @throws {AssertionError} If `promise` is still open after `ms`. */
export async function within<T>(
  promise: Promise<T>,
  { ms, what }: Deadline,
): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    late.reject(new AssertionError(`Waited ${ms} ms for ${what()}`));
  }, ms);
  try {
    return await Promise.race([promise, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Asks again until the answer will do. Nothing is waited for between two
 * questions: a server's answer is the event that paces this.
 *
 * @throws {AssertionError} If none did within `ms`; it shows the last.
 */
export async function askUntil<T>(
  ask: () => Promise<T>,
  { done, ms, what }: {
    readonly done: (answer: T) => boolean;
    readonly ms: number;
    readonly what: string;
  },
): Promise<T> {
  const endMs = performance.now() + ms;
  for (;;) {
    const answer = await ask();
    if (done(answer)) return answer;
    if (performance.now() > endMs) {
      const last = JSON.stringify(answer);
      throw new AssertionError(`Asked ${ms} ms for ${what}; at last: ${last}`);
    }
  }
}
