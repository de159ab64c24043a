/**
 * Whether SQLite's write-ahead log has all that was committed to it. SQLite
 * takes a frame whose checksum is wrong for the end of the log, as a crash
 * leaves one, and what lies behind it is gone without a word: bookings too.
 *
 * | Part   | Bytes                                                           |
 * |--------|-----------------------------------------------------------------|
 * | header | magic 4 · version 4 · page size 4 · serial 4 · salts 8 · sum 8  |
 * | frame  | page number 4 · pages after a commit, or 0, 4 · salts 8 · sum 8 |
 * |        | · the page                                                      |
 *
 * Each sum goes on from the one before, over all of the header and the first
 * 8 bytes and the page of each frame.
 *
 * @see https://www.sqlite.org/fileformat2.html#walformat
 */

const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
/** So much of either is in its sum. */
const SUMMED_HEADER_BYTES = 24;
const SUMMED_FRAME_BYTES = 8;
/** Its last bit tells that sums are of big-endian words. */
const MAGIC = 0x377f0682;

type Sum = readonly [number, number];

/**
 * A commit is on the disk before anything is written behind it, and so is the
 * header. What goes on from a commit that cannot be read proves that it was
 * there; a crash harms the last one at most.
 */
export function hasLostCommits(bytes: Uint8Array): boolean {
  if (bytes.length <= HEADER_BYTES) return false;
  const log = new Log(bytes);
  if (!log.hasHeader) return true;
  let frame = 0;
  let sum = log.headerSum;
  while (log.has(frame) && log.goesOn(frame, sum)) sum = log.sumOf(frame++);
  for (; log.has(frame + 1); frame++) {
    if (!log.isCommit(frame)) continue;
    if (log.goesOn(frame + 1, log.sumOf(frame))) return true;
  }
  return false;
}

class Log {
  readonly #view: DataView;
  readonly #isLittle: boolean;
  readonly #frameBytes: number;

  /** @param bytes Of a header at least. */
  constructor({ buffer, byteOffset, length }: Uint8Array) {
    this.#view = new DataView(buffer, byteOffset, length);
    this.#isLittle = this.#view.getUint32(0) % 2 === 0;
    this.#frameBytes = FRAME_HEADER_BYTES + this.#view.getUint32(8);
  }

  get hasHeader(): boolean {
    const sum = this.#sum([0, 0], 0, SUMMED_HEADER_BYTES);
    const magic = this.#view.getUint32(0);
    return (magic === MAGIC || magic === MAGIC + 1) &&
      isSame(sum, this.headerSum);
  }

  get headerSum(): Sum {
    return this.#pairAt(SUMMED_HEADER_BYTES);
  }

  /** Whether all of a frame is there. */
  has(frame: number): boolean {
    return this.#at(frame + 1) <= this.#view.byteLength;
  }

  sumOf(frame: number): Sum {
    return this.#pairAt(this.#at(frame) + 16);
  }

  isCommit(frame: number): boolean {
    return this.#isOfThisLog(frame) &&
      this.#view.getUint32(this.#at(frame) + 4) !== 0;
  }

  /** Whether a frame was written behind the one with that sum. */
  goesOn(frame: number, sum: Sum): boolean {
    if (!this.#isOfThisLog(frame)) return false;
    const at = this.#at(frame);
    const head = this.#sum(sum, at, SUMMED_FRAME_BYTES);
    const page = at + FRAME_HEADER_BYTES;
    const pageBytes = this.#frameBytes - FRAME_HEADER_BYTES;
    return isSame(this.#sum(head, page, pageBytes), this.sumOf(frame));
  }

  /** Behind a log that began anew lie frames of the one before. */
  #isOfThisLog(frame: number): boolean {
    return isSame(this.#pairAt(this.#at(frame) + 8), this.#pairAt(16));
  }

  #at(frame: number): number {
    return HEADER_BYTES + frame * this.#frameBytes;
  }

  #pairAt(at: number): Sum {
    return [this.#view.getUint32(at), this.#view.getUint32(at + 4)];
  }

  #sum([a, b]: Sum, from: number, length: number): Sum {
    const [view, isLittle] = [this.#view, this.#isLittle];
    for (let at = from; at < from + length; at += 8) {
      a = (a + view.getUint32(at, isLittle) + b) >>> 0;
      b = (b + view.getUint32(at + 4, isLittle) + a) >>> 0;
    }
    return [a, b];
  }
}

function isSame([a, b]: Sum, [c, d]: Sum): boolean {
  return a === c && b === d;
}
