import { assert, assertEquals, assertThrows } from "@std/assert";
import { WireError } from "../../src/base/errors.ts";
import { nameKey } from "../../src/calendar/name.ts";
import { compareBytes, hashName } from "../../src/calendar/name_hash.ts";
import type { NameList } from "../../src/calendar/name_list.ts";
import {
  appendChunk,
  NameListBuilder,
} from "../../src/calendar/name_list_builder.ts";
import {
  type PackedKeys,
  packNames,
  sortNames,
} from "../../src/calendar/sort_names.ts";
import { below, seededRandom } from "../support/seeded_random.ts";

const CHUNK_BYTES = 1_100;

const bytesOf = (text: string) => new TextEncoder().encode(text);

function packed(keys: readonly string[]): PackedKeys {
  const encoded = keys.map(bytesOf);
  const offsets = new Uint32Array(keys.length + 1);
  encoded.forEach((key, i) => offsets[i + 1] = offsets[i]! + key.length);
  const bytes = new Uint8Array(offsets[keys.length]!);
  encoded.forEach((key, i) => bytes.set(key, offsets[i]));
  return { bytes, offsets };
}

function listOf(keys: readonly string[]): NameList {
  const all = packed(keys);
  return packNames(all, sortNames(all));
}

/** The list as it arrives, chunk by chunk. */
function sent(list: NameList, bytesMax: number): NameList {
  const builder = new NameListBuilder();
  for (let from = 0; from < list.size;) {
    const { bytes, next } = list.chunk(from, bytesMax);
    assert(bytes.length <= bytesMax && next > from, "chunks fit and move on");
    appendChunk(builder, bytes);
    assertEquals(builder.size, next);
    from = next;
  }
  return builder.finish();
}

/**
 * 32 keys of one hash. FNV goes on alike from equal states: two ends that
 * meet after one beginning meet after all that lead to the same state.
 */
function collidingKeys(): string[] {
  const random = seededRandom(1);
  let keys = [""];
  for (let i = 0; i < 5; i++) {
    const ends = new Map<number, string>();
    for (;;) {
      const end = below(random, 36 ** 6).toString(36);
      const hash = hashName(bytesOf(keys[0]! + end));
      const other = ends.get(hash) ?? end;
      ends.set(hash, end);
      if (other === end) continue;
      keys = keys.flatMap((key) => [key + end, key + other]);
      break;
    }
  }
  return keys;
}

const COLLIDING = collidingKeys();

Deno.test("hashName() is the protocol's", () => {
  const golden: [string, string][] = [
    ["a", "1a80b1b3"],
    ["zein", "153f65f5"],
    ["lilith", "1c239832"],
    ["zoë", "e8433722"],
  ];
  for (const [key, hex] of golden) {
    assertEquals(hashName(bytesOf(key)).toString(16), hex, key);
  }
});

Deno.test("NameList has the protocol's order, chunks and digest", () => {
  const list = listOf(["lilith", "jameson", "zoë", "a".repeat(64)]);
  const keys = Array.from({ length: 4 }, (_, i) => list.keyAt(i));
  assertEquals(keys, ["lilith", "jameson", "a".repeat(64), "zoë"]);
  assertEquals(
    list.chunk(0, CHUNK_BYTES).bytes.toHex(),
    "066c696c697468076a616d65736f6e40" + "61".repeat(64) + "047a6fc3ab",
  );
  assertEquals(list.digest.toHex(), "5afde2cd935f4e7d1956199fbdea399a");
});

Deno.test("NameList of nobody has nothing to find or to send", () => {
  const list = listOf([]);
  assertEquals([list.size, list.position("zein")], [0, -1]);
  assertEquals(list.chunk(0, CHUNK_BYTES).bytes.length, 0);
  assertEquals(list.digest, new NameListBuilder().finish().digest);
  assertThrows(() => list.keyAt(0), RangeError, "there are 0: got position 0");
});

Deno.test("NameList finds 100,000 random names, and no others", () => {
  const random = seededRandom(3);
  const alphabet = [..."abcdefghij0123456789._-@+'éßж李𐐨"];
  const draw = () =>
    Array.from(
      { length: 1 + below(random, 12) },
      () => alphabet[below(random, alphabet.length)],
    ).join("");
  const names = new Set(Array.from({ length: 100_000 }, draw));
  const list = listOf([...names]);
  assertEquals(list.size, names.size);
  let last = -1;
  for (let i = 0; i < list.size; i++) {
    const key = list.keyAt(i);
    if (!names.has(key) || list.position(key) !== i) assertEquals(key, `${i}`);
    const hash = hashName(list.keyBytesAt(i));
    assert(hash >= last, "in the order of their hashes");
    last = hash;
  }
  for (let i = 0; i < 100_000; i++) {
    const key = draw();
    if (!names.has(key)) assertEquals(list.position(key), -1, key);
  }
  assertEquals(sent(list, CHUNK_BYTES).digest, list.digest);
});

Deno.test("NameList tells keys of one hash apart", () => {
  const keys = COLLIDING;
  const hashes = new Set(keys.map((key) => hashName(bytesOf(key))));
  assertEquals([hashes.size, keys.length], [1, 32]);
  const [absent, ...present] = keys;
  const list = listOf([...present, "lilith"].reverse());
  for (const key of present) {
    assertEquals(list.keyAt(list.position(key)), key);
  }
  assertEquals(list.position(absent!), -1);
  const alone = listOf(present);
  assertEquals(alone.position(absent!), -1);
  assertEquals(sent(list, CHUNK_BYTES).digest, list.digest);
  for (let i = 1; i < alone.size; i++) {
    const order = compareBytes(alone.keyBytesAt(i - 1), alone.keyBytesAt(i));
    assert(order < 0, "bytes ascend");
  }
});

Deno.test("NameList does not find a key that is too long for any list", () => {
  const list = listOf(["a", "é".repeat(64)]);
  for (const key of ["a".repeat(600), "é".repeat(300), "李".repeat(171), ""]) {
    assertEquals(list.position(key), -1);
  }
  assertEquals(list.keyAt(list.position("é".repeat(64))), "é".repeat(64));
});

Deno.test("NameList goes over pages and chunks of every size whole", () => {
  const keys = Array.from(
    { length: 3_000 },
    (_, i) => `${"𐐨".repeat(i % 60)}${i}`,
  );
  const list = listOf(keys);
  for (let bytesMax = 514; bytesMax < 530; bytesMax++) {
    assertEquals(sent(list, bytesMax).digest, list.digest, `${bytesMax}`);
  }
  const whole = sent(list, 10_000_000);
  for (const key of keys) assert(whole.keyAt(whole.position(key)) === key, key);
  assertThrows(() => list.chunk(0, 513), Error, "a chunk holds any name");
});

Deno.test("sortNames() names what is repeated, by index", () => {
  const { order, repeats } = sortNames(packed(["b", "a", "b", "c", "a", "b"]));
  assertEquals([...order].sort(), [0, 1, 3]);
  const pairs = new Map<number, number>();
  for (let i = 0; i < repeats.length; i += 2) {
    pairs.set(repeats[i]!, repeats[i + 1]!);
  }
  assertEquals(pairs, new Map([[2, 0], [4, 1], [5, 0]]));
});

const ORDERED = listOf(["lilith", "jameson", "zein"]);
const [first, second] = [ORDERED.keyAt(0), ORDERED.keyAt(1)];
const encode = (key: Uint8Array) => Uint8Array.of(key.length, ...key);
const chunkOf = (...keys: string[]) =>
  Uint8Array.from(keys.flatMap((key) => [...encode(bytesOf(key))]));

const BAD: [what: string, chunk: Uint8Array, message: string][] = [
  [
    "names that descend",
    chunkOf(second, first),
    `Cannot append name 1 as a list ascends: got "${first}" after "${second}"`,
  ],
  ["a name twice", chunkOf(first, first), "as a list ascends"],
  [
    "an empty name",
    Uint8Array.of(0),
    "Cannot append name as its key has 1 to 512 bytes: got 0",
  ],
  [
    "a name of 513 bytes",
    Uint8Array.of(0x81, 4, ...new Uint8Array(513).fill(97)),
    "1 to 512 bytes: got 513",
  ],
  ["65 letters", chunkOf("a".repeat(65)), "as it is not the key of one"],
  ["upper case", chunkOf("Zein"), 'it is not the key of one: got "Zein"'],
  ["a blank", chunkOf("a b"), 'it is not the key of one: got "a b"'],
  ["what is not NFC", chunkOf("e\u0301"), "it is not the key of one"],
  ["what is not UTF-8", Uint8Array.of(2, 0xc3, 0x28), "it is not the key"],
  ["half a surrogate", Uint8Array.of(3, 0xed, 0xa0, 0x80), "it is not the key"],
  [
    "a cut name",
    chunkOf(first).subarray(0, -1),
    "Cannot read name as the datagram ends at byte",
  ],
  ["a cut length", Uint8Array.of(0x81), "Cannot read length of a name as"],
  ["a padded length", Uint8Array.of(0x81, 0, 97), "in its shortest form"],
];

for (const [what, chunk, message] of BAD) {
  Deno.test(`appendChunk() refuses ${what}`, () => {
    const builder = new NameListBuilder();
    assertThrows(() => appendChunk(builder, chunk), WireError, message);
  });
}

Deno.test("appendChunk() refuses names of one hash that descend", () => {
  const keys = COLLIDING.toSorted();
  const builder = new NameListBuilder();
  appendChunk(builder, chunkOf(keys[0]!, keys[2]!));
  for (const key of [keys[1]!, keys[2]!]) {
    assert(nameKey(key) === key, "a key");
    const chunk = chunkOf(key);
    assertThrows(() => appendChunk(builder, chunk), WireError, "ascends");
  }
});
