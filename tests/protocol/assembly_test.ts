import { assertEquals, assertThrows } from "@std/assert";
import { createHash } from "node:crypto";
import { constants, deflateRawSync } from "node:zlib";
import { ByteWriter } from "../../src/base/bytes.ts";
import { WireError } from "../../src/base/errors.ts";
import {
  ANSWER_BLOCKS_IN_FLIGHT,
  ANSWER_BYTES_MAX,
} from "../../src/base/limits.ts";
import { Assembly } from "../../src/protocol/assembly.ts";
import { idFrom } from "../../src/wire/datagram.ts";
import { deflate } from "../../src/wire/deflate.ts";
import { type Block, BLOCK_BYTES } from "../../src/wire/blocks.ts";
import { writeSlots } from "../../src/wire/slots.ts";
import { seededRandom, shuffled } from "../support/seeded_random.ts";
import { slotsOfDeflatedBytes } from "../support/slots_of_bytes.ts";

/** A long answer and its blocks. */
function blocksOf(slots: Float64Array): Block[] {
  const writer = new ByteWriter();
  writeSlots(writer, slots);
  return blocksOfBytes(deflate(writer.view()));
}

function blocksOfBytes(bytes: Uint8Array): Block[] {
  const digest = idFrom(createHash("sha256").update(bytes).digest());
  const count = Math.ceil(bytes.length / BLOCK_BYTES);
  return Array.from({ length: count }, (_, number) => ({
    kind: "block",
    isReport: false,
    notAlone: false,
    total: bytes.length,
    digest,
    number,
    bytes: bytes.slice(number * BLOCK_BYTES, (number + 1) * BLOCK_BYTES),
  }));
}

/** With chance in them, or they would shrink to a single block. */
const SLOTS = slotsOfDeflatedBytes(20_000);

Deno.test("decode() gives the slots back, whatever order the blocks came in", () => {
  const blocks = blocksOf(SLOTS);
  for (let seed = 0; seed < 20; seed++) {
    const mixed = shuffled(seededRandom(seed), [...blocks, ...blocks]);
    const assembly = new Assembly(mixed[0]!);
    for (const block of mixed) assembly.add(block);
    assertEquals(assembly.isWhole, true);
    assertEquals(assembly.decode(), { kind: "slots", slots: SLOTS });
  }
});

Deno.test("isWhole only when no block is missing", () => {
  const blocks = blocksOf(SLOTS);
  for (let missing = 0; missing < blocks.length; missing++) {
    const assembly = new Assembly(blocks[0]!);
    blocks.forEach((block, i) => i !== missing && assembly.add(block));
    assertEquals(assembly.isWhole, false, `block ${missing}`);
  }
});

Deno.test("blocksToAsk() asks for each block once, a window at a time", () => {
  const blocks = blocksOf(SLOTS);
  const assembly = new Assembly(blocks[0]!);
  const asked = [0, ...assembly.blocksToAsk(0)];
  assertEquals(asked.length, 1 + ANSWER_BLOCKS_IN_FLIGHT);
  assertEquals(assembly.blocksToAsk(ANSWER_BLOCKS_IN_FLIGHT), []);
  while (asked.length < blocks.length) {
    asked.push(...assembly.blocksToAsk(ANSWER_BLOCKS_IN_FLIGHT - 1));
  }
  assertEquals(asked, blocks.map(({ number }) => number));
  assertEquals(assembly.blocksToAsk(0), []);
});

Deno.test("fits() takes no block of another answer", () => {
  const [first] = blocksOf(SLOTS);
  const assembly = new Assembly(first!);
  assertEquals(assembly.fits(first!), true);
  assertEquals(assembly.fits({ ...first!, total: first!.total - 1 }), false);
  assertEquals(
    assembly.fits({ ...first!, digest: { high: 0, low: 0 } }),
    false,
  );
});

Deno.test("decode() refuses bytes that do not match their digest", () => {
  const blocks = blocksOf(SLOTS);
  const assembly = new Assembly(blocks[0]!);
  for (const block of blocks) {
    const bytes = block.bytes.slice();
    if (block.number === 3) bytes[100]! ^= 1;
    assembly.add({ ...block, bytes });
  }
  assertThrows(() => assembly.decode(), WireError, "do not match its digest");
});

Deno.test("decode() refuses a bomb whose digest is right", () => {
  // Without repeats it shrinks to an eighth, and only its size is too much.
  for (
    const strategy of [constants.Z_DEFAULT_STRATEGY, constants.Z_HUFFMAN_ONLY]
  ) {
    const zeros = new Uint8Array(ANSWER_BYTES_MAX + 1);
    const bomb = deflateRawSync(zeros, { strategy });
    const [first, ...more] = blocksOfBytes(bomb);
    const assembly = new Assembly(first!);
    for (const block of [first!, ...more]) assembly.add(block);
    assertEquals(assembly.isWhole, true);
    assertThrows(() => assembly.decode(), WireError, "Cannot inflate");
  }
});
