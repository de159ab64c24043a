/**
 * Counts what the processes of a cluster do, and ends one of them at a moment
 * that is given by its number.
 */

import type { Deed, Moments } from "./moments.ts";

/** How a process ends. */
export type End = "crash" | "failing commit";

export interface Moment {
  readonly host: string;
  readonly deed: Deed;
  readonly isDone: boolean;
}

export class CrashMoments implements Moments {
  /** All that were met while it counted. */
  readonly met: Moment[] = [];
  /** Whether moments count. */
  isOn = false;
  readonly #fatal: { readonly number: number; readonly end: End } | null;
  readonly #ended: (host: string) => void;
  readonly #gone = new Set<string>();

  /**
   * @param fatal The number of the moment, from 0; null if nobody ends.
   * @param ended Told that the process on a host is gone.
   */
  constructor(
    fatal: { readonly number: number; readonly end: End } | null,
    ended: (host: string) => void,
  ) {
    this.#fatal = fatal;
    this.#ended = ended;
  }

  before(host: string, deed: Deed): boolean {
    if (this.#gone.has(host)) return false;
    this.#pass({ host, deed, isDone: false });
    return !this.#gone.has(host);
  }

  after(host: string, deed: Deed): void {
    if (!this.#gone.has(host)) this.#pass({ host, deed, isDone: true });
  }

  /** Another process runs there from now on. */
  revive(host: string): void {
    this.#gone.delete(host);
  }

  /** The seam of a host's disk. */
  writing(host: string): (write: () => void) => void {
    return (write) => {
      if (!this.before(host, "commit")) return;
      write();
      this.after(host, "commit");
    };
  }

  #pass(moment: Moment): void {
    if (!this.isOn) return;
    const number = this.met.push(moment) - 1;
    if (this.#fatal?.number !== number) return;
    if (this.#fatal.end === "failing commit") {
      throw new Error("The disk has failed");
    }
    this.#gone.add(moment.host);
    this.#ended(moment.host);
  }
}
