/**
 * Between which two things that it does a process may end. What it does after
 * its end comes to nothing: a turn of the loop cannot be cut short in here, but
 * all that leaves it can.
 */

/** What a process does that others, or its next life, may notice. */
export type Deed = "send" | "receive" | "commit" | "answer";

export interface Moments {
  /** @returns False if the process on that host is gone by now. */
  before(host: string, deed: Deed): boolean;
  after(host: string, deed: Deed): void;
}

/** Nobody ends. */
export const NO_END: Moments = { before: () => true, after: () => {} };
