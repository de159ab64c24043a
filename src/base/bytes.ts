/**
 * Numbers and text to bytes and back, for everything that crosses the network.
 *
 * | Kind                | Bytes                                               |
 * |---------------------|-----------------------------------------------------|
 * | u8 u16 u32 u64      | 1, 2, 4, 8, highest first; u64 stays below 2^53     |
 * | f64                 | 8, IEEE 754, highest first                          |
 * | varint              | 1 to 8: seven bits a byte, lowest first, the top bit|
 * |                     | says that more follow; shortest form only, so equal |
 * |                     | numbers are equal bytes; at most 2^53-1             |
 * | text                | varint length, then that many bytes of UTF-8        |
 *
 * The writer trusts its caller, as that is us. The reader trusts nobody.
 */

import { assert } from "@std/assert";
import { quote, WireError } from "./errors.ts";
import { cutBytes } from "./slab.ts";
import { utf8Of } from "./utf8.ts";

/** The longest varint: 53 bits by sevens. */
const VARINT_BYTES_MAX = 8;

const TWO_32 = 2 ** 32;
/** Below this a varint is plain integer arithmetic. */
const SMALL = 2 ** 28;
const GROWING_BYTES_FIRST = 256;

/** Where a float is taken apart; a view for each would take ten times as long. */
const F64 = new DataView(new ArrayBuffer(8));
const F64_BYTES = new Uint8Array(F64.buffer);
const DECODER = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** How many bytes a varint of `value` takes. */
export function varintBytes(value: number): number {
  let bytes = 1;
  for (let rest = value; rest >= 128; rest /= 128) bytes++;
  return bytes;
}

/**
 * Puts values one after another into bytes. Numbers out of their range are our
 * own fault and not looked for, except by the varint, which would not end.
 *
 * @example A reader takes back what a writer put
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const writer = new ByteWriter();
 * writer.varint(300);
 * writer.text("zein");
 * const reader = new ByteReader(writer.view());
 * assertEquals(reader.varint("count"), 300);
 * assertEquals(reader.text("name"), "zein");
 * assertEquals(reader.done, true);
 * ```
 */
export class ByteWriter {
  readonly #grows: boolean;
  #bytes: Uint8Array;
  #length = 0;

  /** @param fixed Where to write and no further; without it memory grows. */
  constructor(fixed?: Uint8Array) {
    this.#grows = fixed === undefined;
    this.#bytes = fixed ?? cutBytes(GROWING_BYTES_FIRST);
  }

  /** Bytes written since the last reset. */
  get length(): number {
    return this.#length;
  }

  /** Bytes that still fit. */
  get bytesLeft(): number {
    return this.#grows ? Infinity : this.#bytes.length - this.#length;
  }

  /** What is written: a view, good until the next write or reset. */
  view(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Forgets all but the first `length` bytes. */
  reset(length = 0): void {
    assert(length <= this.#length, "a reset only goes back");
    this.#length = length;
  }

  u8(value: number): void {
    const at = this.#reserve(1);
    this.#bytes[at] = value;
  }

  u16(value: number): void {
    const at = this.#reserve(2);
    this.#bytes[at] = value >>> 8;
    this.#bytes[at + 1] = value;
  }

  u32(value: number): void {
    const at = this.#reserve(4);
    const bytes = this.#bytes;
    bytes[at] = value >>> 24;
    bytes[at + 1] = value >>> 16;
    bytes[at + 2] = value >>> 8;
    bytes[at + 3] = value;
  }

  /** @param value At most 2^53-1: two u32, and no BigInt. */
  u64(value: number): void {
    this.u32(Math.floor(value / TWO_32));
    this.u32(value >>> 0);
  }

  f64(value: number): void {
    F64.setFloat64(0, value);
    this.bytes(F64_BYTES);
  }

  /** @param value A whole number from 0 to 2^53-1. */
  varint(value: number): void {
    if (!(value >= 0 && value <= Number.MAX_SAFE_INTEGER)) {
      throw new RangeError(
        `Cannot write varint as it is at most 2^53-1: got ${value}`,
      );
    }
    let at = this.#reserve(varintBytes(value));
    const bytes = this.#bytes;
    let rest = value;
    // Integer operations would cut a large number to 32 bits.
    for (; rest >= SMALL; rest = Math.floor(rest / 128)) {
      bytes[at++] = rest % 128 | 0x80;
    }
    for (; rest >= 128; rest >>>= 7) bytes[at++] = rest | 0x80;
    bytes[at] = rest;
  }

  bytes(bytes: Uint8Array): void {
    const at = this.#reserve(bytes.length);
    this.#bytes.set(bytes, at);
  }

  /** @param text A lone surrogate, which UTF-8 has not, becomes U+FFFD. */
  text(text: string): void {
    const bytes = utf8Of(text);
    this.varint(bytes.length);
    this.bytes(bytes);
  }

  /** Makes room for `count` bytes and tells where. */
  #reserve(count: number): number {
    const at = this.#length;
    const end = at + count;
    if (end > this.#bytes.length) this.#grow(end);
    this.#length = end;
    return at;
  }

  #grow(end: number): void {
    if (!this.#grows) {
      throw new RangeError(
        `Cannot write byte ${end} as the buffer has ${this.#bytes.length}`,
      );
    }
    const larger = cutBytes(Math.max(end, 2 * this.#bytes.length));
    larger.set(this.view());
    this.#bytes = larger;
  }
}

/**
 * Takes values from bytes that anybody may have made: every length is measured
 * before it is read, and each number has one encoding only. `what` names the
 * value in the error.
 */
export class ByteReader {
  #bytes: Uint8Array;
  #offset = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Starts over with `bytes`; spares an object for each datagram. */
  reset(bytes: Uint8Array): void {
    this.#bytes = bytes;
    this.#offset = 0;
  }

  /** The bytes read. */
  get offset(): number {
    return this.#offset;
  }

  get bytesLeft(): number {
    return this.#bytes.length - this.#offset;
  }

  /** Whether nothing is left. */
  get done(): boolean {
    return this.#offset === this.#bytes.length;
  }

  u8(what: string): number {
    return this.#bytes[this.#take(1, what)]!;
  }

  u16(what: string): number {
    const at = this.#take(2, what);
    return this.#bytes[at]! << 8 | this.#bytes[at + 1]!;
  }

  u32(what: string): number {
    const at = this.#take(4, what);
    const bytes = this.#bytes;
    return (bytes[at]! << 24 | bytes[at + 1]! << 16 | bytes[at + 2]! << 8 |
      bytes[at + 3]!) >>> 0;
  }

  /** At most 2^53-1: a larger one has no place in a number. */
  u64(what: string): number {
    const value = this.u32(what) * TWO_32 + this.u32(what);
    if (value > Number.MAX_SAFE_INTEGER) {
      throw new WireError(`Cannot read ${what} as it is at most 2^53-1`);
    }
    return value;
  }

  f64(what: string): number {
    F64_BYTES.set(this.bytes(8, what));
    return F64.getFloat64(0);
  }

  varint(what: string): number {
    const from = this.#offset;
    let value = 0;
    let scale = 1;
    for (let at = from; at < from + VARINT_BYTES_MAX; at++, scale *= 128) {
      const byte = this.#bytes[at];
      if (byte === undefined) throw this.#endsWithin(at - from + 1, what);
      value += (byte & 0x7f) * scale;
      if (byte >= 0x80) continue;
      if (byte === 0 && at > from) break;
      // The sum may be rounded here, but never to below 2^53.
      if (value > Number.MAX_SAFE_INTEGER) break;
      this.#offset = at + 1;
      return value;
    }
    throw new WireError(
      `Cannot read ${what} at byte ${from} as a varint is in its shortest form and at most 2^53-1`,
    );
  }

  /** A view of `count` bytes: `slice()` what is kept. */
  bytes(count: number, what: string): Uint8Array {
    const at = this.#take(count, what);
    return this.#bytes.subarray(at, at + count);
  }

  /** @param bytesMax The longest that is taken. */
  text(what: string, bytesMax = Infinity): string {
    const count = this.varint(what);
    if (count > bytesMax) {
      throw new WireError(
        `Cannot read ${what} as it has at most ${bytesMax} bytes: got ${count}`,
      );
    }
    const bytes = this.bytes(count, what);
    try {
      return DECODER.decode(bytes);
    } catch {
      const got = quote(new TextDecoder().decode(bytes));
      throw new WireError(`Cannot read ${what} as it is not UTF-8: got ${got}`);
    }
  }

  /** Moves past `count` bytes that are there and tells where they start. */
  #take(count: number, what: string): number {
    const at = this.#offset;
    if (count > this.#bytes.length - at) throw this.#endsWithin(count, what);
    this.#offset = at + count;
    return at;
  }

  #endsWithin(count: number, what: string): WireError {
    return new WireError(
      `Cannot read ${what} as the datagram ends at byte ${this.#bytes.length}: it takes ${count} from byte ${this.#offset}`,
    );
  }
}
