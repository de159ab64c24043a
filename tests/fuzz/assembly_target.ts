/**
 * Blocks of a long answer as they come: in any order, again, of another
 * answer, or made up. What is put together is what its digest says, or none.
 */

import { createHash } from "node:crypto";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { ByteReader, ByteWriter } from "../../src/base/bytes.ts";
import { WireError } from "../../src/base/errors.ts";
import { ANSWER_BLOCKS_IN_FLIGHT } from "../../src/base/limits.ts";
import type { Random } from "../../src/base/ports.ts";
import { isCanonical } from "../../src/intervals/interval_set.ts";
import { Assembly } from "../../src/protocol/assembly.ts";
import { idFrom, sameId } from "../../src/wire/datagram.ts";
import {
  type Assembled,
  type Block,
  BLOCK_BYTES,
} from "../../src/wire/blocks.ts";
import { writeReport } from "../../src/wire/report.ts";
import {
  readAnswer,
  writeAnswerContent,
  writeAnswerHead,
} from "../../src/wire/questions.ts";
import {
  below,
  pick,
  seededRandom,
  shuffled,
} from "../support/seeded_random.ts";
import { damageBytes, noise } from "./damage.ts";
import { concat, equalBytes, MESSAGES } from "./forms.ts";
import { encode } from "./slots_target.ts";
import { promise, type Target, unlessRefused } from "./target.ts";

type Messages = readonly Uint8Array[];

/** Each message is one answer of a datagram. */
export const ASSEMBLY: Target<Messages> = {
  name: "assembly",
  share: 2,
  form: MESSAGES,
  generate: randomBlocks,
  run(messages) {
    const blocks = messages.flatMap(readBlock);
    const [first] = blocks;
    if (first === undefined) return;
    const assembly = new Assembly(first);
    const got = new Map<number, Uint8Array>();
    const asked = new Set([0]);
    for (const block of blocks) {
      if (!assembly.fits(block)) continue;
      assembly.add(block);
      if (!got.has(block.number)) got.set(block.number, block.bytes);
      checkAsked(assembly, asked);
    }
    const isWhole = got.size === Math.ceil(first.total / BLOCK_BYTES);
    promise(assembly.isWhole === isWhole, () => `whole with ${got.size}`);
    if (isWhole) checkWhole(assembly, { first, got });
  },
};

function readBlock(message: Uint8Array): Block[] {
  const reader = new ByteReader(message);
  const content = unlessRefused(WireError, () => readAnswer(reader).content);
  return content?.kind === "block" ? [content] : [];
}

/** Each block is asked for once, in turn, and a window of them at a time. */
function checkAsked(assembly: Assembly, asked: Set<number>): void {
  const inFlight = asked.size % ANSWER_BLOCKS_IN_FLIGHT;
  const numbers = assembly.blocksToAsk(inFlight);
  const most = ANSWER_BLOCKS_IN_FLIGHT - inFlight;
  promise(numbers.length <= most, () => `${numbers} beside ${inFlight}`);
  for (const number of numbers) {
    const isNext = number === asked.size &&
      number * BLOCK_BYTES < assembly.total;
    promise(isNext, () => `asked for ${number} after ${[...asked]}`);
    asked.add(number);
  }
}

function checkWhole(
  assembly: Assembly,
  { first, got }: {
    readonly first: Block;
    readonly got: ReadonlyMap<number, Uint8Array>;
  },
): void {
  const bytes = concat(
    [...got].sort(([a], [b]) => a - b).map(([, block]) => block),
  );
  const isMeant = sameId(digestOf(bytes), first.digest);
  const whole = unlessRefused(WireError, () => assembly.decode());
  if (whole !== undefined) {
    promise(isMeant && isWellFormed(whole), () => "not what was announced");
    const plain = inflateRawSync(bytes);
    promise(equalBytes(encodeWhole(whole), plain), () => "other bytes");
  }
  const isGenuine = isMeant &&
    ANSWERS.some((known) => equalBytes(known, bytes));
  const isRefused = whole === undefined && !first.isReport;
  promise(!isGenuine || !isRefused, () => "a good answer is refused");
}

function isWellFormed(whole: Assembled): boolean {
  return whole.kind === "report" || isCanonical(whole.slots);
}

function encodeWhole(whole: Assembled): Uint8Array {
  if (whole.kind === "slots") return encode(whole.slots);
  const writer = new ByteWriter();
  writeReport(writer, whole.report);
  return writer.view();
}

function digestOf(bytes: Uint8Array) {
  return idFrom(createHash("sha256").update(bytes).digest());
}

/** Answers, deflated: of one block to five, the last of them full or not. */
const ANSWERS: readonly Uint8Array[] = [3, 500, 1_131, 1_294, 3_000, 6_000]
  .map((bounds, i) => {
    const random = seededRandom(i);
    let bound = 0;
    const slots = Float64Array.from(
      { length: bounds - bounds % 2 },
      () => bound += 1 + below(random, i % 2 === 0 ? 100 : 127),
    );
    return deflateRawSync(encode(slots), { level: i });
  });

function randomBlocks(random: Random): Messages {
  const bytes = random() < 0.9
    ? pick(random, ANSWERS)
    : random() < 0.5
    ? noise(random, 1 + below(random, 3_000))
    : deflateRawSync(new Uint8Array(below(random, 5_000_000)));
  const blocks = shuffled(random, cut(random, bytes));
  const kind = below(random, 6);
  if (kind === 0) blocks.pop();
  if (kind === 1) blocks.push(...blocks);
  if (kind === 2) {
    const other = cut(random, pick(random, ANSWERS));
    return shuffled(random, [...blocks, ...other]);
  }
  if (kind > 3) return blocks;
  return blocks.map((block) =>
    random() < 0.5
      ? block
      : damageBytes(random, block, () => pick(random, blocks))
  );
}

/** An answer in its blocks; some answers have a digest of nothing. */
function cut(random: Random, bytes: Uint8Array): Uint8Array[] {
  const digest = random() < 0.9 ? digestOf(bytes) : { high: 0, low: 0 };
  const total = bytes.length;
  const token = { high: 1, low: 2 };
  return Array.from({ length: Math.ceil(total / BLOCK_BYTES) }, (_, number) => {
    const from = number * BLOCK_BYTES;
    const part = bytes.subarray(from, from + BLOCK_BYTES);
    const writer = new ByteWriter();
    writeAnswerHead(writer, { token, attempt: 1, digest: 0 });
    const block = {
      kind: "block",
      total,
      digest,
      number,
      bytes: part,
      isReport: false,
      notAlone: false,
    } as const;
    writeAnswerContent(writer, block);
    return writer.view();
  });
}
