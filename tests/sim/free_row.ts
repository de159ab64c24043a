/** A row in which it is quickly looked up whether a stretch of time is free. */

import { type Axis, type Row, tickAt } from "../support/oracle.ts";

export class FreeRow {
  readonly #axis: Axis;
  /** For each tick, the first from it on that is not free. */
  readonly #until: Uint32Array;

  constructor(row: Row, axis: Axis) {
    this.#axis = axis;
    const until = this.#until = new Uint32Array(axis.ticks + 1);
    until[axis.ticks] = axis.ticks;
    for (let tick = axis.ticks - 1; tick >= 0; tick--) {
      until[tick] = row[tick] === 1 ? until[tick + 1]! : tick;
    }
  }

  isFree(start: number, end: number): boolean {
    const first = Math.floor(tickAt(this.#axis, start));
    const last = Math.ceil(tickAt(this.#axis, end));
    return first >= 0 && last <= this.#axis.ticks &&
      this.#until[first]! >= last;
  }
}
