/**
 * Whole numbers up to 2^32-1 in a list that grows: four bytes each, where an
 * array of JavaScript takes eight or more and moves them about.
 */

const LENGTH_FIRST = 64;

export class Uint32List {
  #values = new Uint32Array(LENGTH_FIRST);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) this.#grow();
    this.#values[this.#length++] = value;
  }

  /** What was pushed: a view, good until the next push. */
  view(): Uint32Array {
    return this.#values.subarray(0, this.#length);
  }

  #grow(): void {
    const larger = new Uint32Array(2 * this.#length);
    larger.set(this.#values);
    // Given back now, not when the collector finds the time.
    this.#values.buffer.transfer(0);
    this.#values = larger;
  }
}
