/**
 * Puts keys that come in any order, as those of a file do, into the order of
 * a name list, and finds those that come twice.
 */

import { compareBytes, hashName } from "./name_hash.ts";
import { NameList } from "./name_list.ts";
import { NamePagesWriter } from "./name_pages.ts";
import { Uint32List } from "./uint32_list.ts";

const DECODER = new TextDecoder("utf-8", { ignoreBOM: true });

/** Keys one after another, in UTF-8. */
export interface PackedKeys {
  readonly bytes: Uint8Array;
  /** Where each key starts, and where the last one ends. */
  readonly offsets: Uint32Array;
}

export interface SortedNames {
  /** Indexes of the distinct keys in the order of a list. */
  readonly order: Uint32Array;
  /** The hash of each, in that order. */
  readonly hashes: Uint32Array;
  /** Index of a key that came before, index of the first such, and so on. */
  readonly repeats: Uint32Array;
}

// Deno runs on machines that put the low half first.
const LOW = 0;
const HIGH = 1;

/**
 * Sorts by hash and index at once, as the halves of 64-bit numbers: natively,
 * and without a call for each comparison. What is left to compare are the few
 * keys that share a hash.
 */
export function sortNames(keys: PackedKeys): SortedNames {
  const count = keys.offsets.length - 1;
  const halves = sortByHash(keys, count);
  const order = new Uint32Array(count);
  const hashes = new Uint32Array(count);
  const repeats = new Uint32List();
  let length = 0;
  for (let start = 0, end; start < count; start = end) {
    const hash = halves[2 * start + HIGH]!;
    end = start + 1;
    while (end < count && halves[2 * end + HIGH] === hash) end++;
    if (end === start + 1) {
      hashes[length] = hash;
      order[length++] = halves[2 * start + LOW]!;
      continue;
    }
    const same = halves.subarray(2 * start, 2 * end)
      .filter((_, half) => half % 2 === LOW);
    for (const index of sortEqual(keys, same, repeats)) {
      hashes[length] = hash;
      order[length++] = index;
    }
  }
  return {
    order: order.subarray(0, length),
    hashes: hashes.subarray(0, length),
    repeats: repeats.view(),
  };
}

/** Hash and index of each key in turn, sorted by both. */
function sortByHash(
  { bytes, offsets }: PackedKeys,
  count: number,
): Uint32Array {
  const halves = new Uint32Array(2 * count);
  for (let i = 0; i < count; i++) {
    halves[2 * i + LOW] = i;
    halves[2 * i + HIGH] = hashName(bytes, offsets[i], offsets[i + 1]);
  }
  new BigUint64Array(halves.buffer).sort();
  return halves;
}

/**
 * The distinct of keys that share a hash, by their bytes; the others go to
 * `repeats`. Both can be many: somebody may repeat a name a million times, or
 * make a million names of one hash.
 *
 * @param indexes Ascending.
 */
function sortEqual(
  keys: PackedKeys,
  indexes: Uint32Array,
  repeats: Uint32List,
): number[] {
  const firsts = new Map<string, number>();
  for (const index of indexes) {
    const key = DECODER.decode(keyOf(keys, index));
    const first = firsts.get(key);
    if (first === undefined) {
      firsts.set(key, index);
      continue;
    }
    repeats.push(index);
    repeats.push(first);
  }
  return [...firsts.values()]
    .sort((a, b) => compareBytes(keyOf(keys, a), keyOf(keys, b)));
}

/** The list of keys that are sorted, and known to be those of names. */
export function packNames(keys: PackedKeys, sorted: SortedNames): NameList {
  const { bytes, offsets } = keys;
  const { order, hashes } = sorted;
  const pages = new NamePagesWriter();
  // The keys lie all over the memory. To look up where they are in a loop of
  // its own lets the processor wait for many of them at once.
  const starts = order.map((index) => offsets[index]!);
  const ends = order.map((index) => offsets[index + 1]!);
  const places = new Uint32Array(order.length);
  for (let i = 0; i < order.length; i++) {
    places[i] = pages.append(bytes, starts[i]!, ends[i]!);
  }
  return new NameList({ hashes, places, pages: pages.finish() });
}

/** A view of the key with this index. */
export function keyOf(
  { bytes, offsets }: PackedKeys,
  index: number,
): Uint8Array {
  return bytes.subarray(offsets[index], offsets[index + 1]);
}
