/**
 * Bounds of intervals while nobody knows yet how many there will be.
 *
 * They gather in pages, which are joined at the end. For the 20 million bounds
 * of a million people that took 0.2 s and 160 MB at its peak; doubling one
 * array, even by `transfer()`, took 0.9 s and 420 MB.
 */

const PAGE_BOUNDS = 131_072;

export class BoundPages {
  readonly #full: Float64Array<ArrayBuffer>[] = [];
  #page = new Float64Array(PAGE_BOUNDS);
  #used = 0;

  /** How many bounds there are. */
  get length(): number {
    return this.#full.length * PAGE_BOUNDS + this.#used;
  }

  /** Appends the first `count` of `bounds`. */
  append(bounds: Float64Array, count: number): void {
    for (let i = 0; i < count; i++) {
      if (this.#used === PAGE_BOUNDS) this.#turn();
      this.#page[this.#used++] = bounds[i]!;
    }
  }

  /** All bounds in one array; the pages are at their end. */
  join(): Float64Array {
    const joined = new Float64Array(this.length);
    const last = this.#page.subarray(0, this.#used);
    joined.set(last, joined.length - last.length);
    this.#full.forEach((page, i) => {
      joined.set(page, i * PAGE_BOUNDS);
      // Given back now: the collector would let both copies grow side by side.
      page.buffer.transfer(0);
    });
    return joined;
  }

  #turn(): void {
    this.#full.push(this.#page);
    this.#page = new Float64Array(PAGE_BOUNDS);
    this.#used = 0;
  }
}
