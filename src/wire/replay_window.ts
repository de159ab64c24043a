/**
 * Which counters of a session were seen: each datagram counts once, however
 * often and in whatever order it comes.
 *
 * A ring of bits behind the highest counter, of which whole blocks are cleared
 * as it moves on.
 *
 * @see RFC 6479
 */

/** Bits of one block; they are cleared together. */
const BLOCK_BITS = 32;
const BLOCKS = 256;
/** A counter so far behind the highest, or farther, is too old to tell. */
export const WINDOW = (BLOCKS - 2) * BLOCK_BITS;

export class ReplayWindow {
  readonly #blocks = new Uint32Array(BLOCKS);
  /** One more than the highest counter seen; counters begin at 0. */
  #next = 0;

  /** Whether a counter may still come: it is new, and not too old to tell. */
  isFresh(counter: number): boolean {
    if (counter >= this.#next) return true;
    if (counter + WINDOW < this.#next) return false;
    return (this.#block(counter) & bitOf(counter)) === 0;
  }

  /** Whether a counter leaps so far ahead that nobody can have sent it. */
  isLeap(counter: number, most: number): boolean {
    return counter > this.#next + most;
  }

  /** Remembers a counter. Only after the datagram has proved authentic. */
  add(counter: number): void {
    if (counter >= this.#next) this.#advance(counter);
    this.#blocks[blockOf(counter) % BLOCKS]! |= bitOf(counter);
  }

  #block(counter: number): number {
    return this.#blocks[blockOf(counter) % BLOCKS]!;
  }

  #advance(counter: number): void {
    const from = this.#next === 0 ? 0 : blockOf(this.#next - 1) + 1;
    const to = blockOf(counter);
    // After a long leap every block is an old one.
    const first = Math.max(from, to - BLOCKS + 1);
    for (let block = first; block <= to; block++) {
      this.#blocks[block % BLOCKS] = 0;
    }
    this.#next = counter + 1;
  }
}

/** Counters go beyond 32 bits, so no shift. */
function blockOf(counter: number): number {
  return Math.floor(counter / BLOCK_BITS);
}

function bitOf(counter: number): number {
  return 1 << (counter % BLOCK_BITS);
}
