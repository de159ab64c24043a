/**
 * A list of names from a backend that may lie: begun with any count and any
 * digest, its chunks in any order, doubled, lost or made up. What comes out is
 * the list that was announced, or none.
 */

import { createHash } from "node:crypto";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { ByteReader, ByteWriter } from "../../src/base/bytes.ts";
import { WireError } from "../../src/base/errors.ts";
import {
  CHUNK_NAMES_BYTES_MAX,
  LIST_CHUNKS_IN_FLIGHT,
} from "../../src/base/limits.ts";
import type { Random } from "../../src/base/ports.ts";
import type { NameList } from "../../src/calendar/name_list.ts";
import { ListReceiver } from "../../src/protocol/list_receiver.ts";
import { HEADER_BYTES } from "../../src/wire/datagram.ts";
import { encodeChunk, readChunk } from "../../src/wire/list_messages.ts";
import { encodeBegin, readBegin } from "../../src/wire/registration.ts";
import { namesOf } from "../protocol/name_lists.ts";
import { contentOf } from "../support/datagram_samples.ts";
import { below, pick, shuffled } from "../support/seeded_random.ts";
import { damageBytes, noise } from "./damage.ts";
import { concat, equalBytes, MESSAGES } from "./forms.ts";
import { promise, type Target, unlessRefused } from "./target.ts";

type Messages = readonly Uint8Array[];

/** The first message is a begin, those after it are chunks. */
export const LISTS: Target<Messages> = {
  name: "lists",
  share: 1,
  form: MESSAGES,
  generate: randomTransfer,
  run([begin = new Uint8Array(), ...messages]) {
    const begun = unlessRefused(
      WireError,
      () => readBegin(new ByteReader(begin)),
    );
    if (begun === undefined) return;
    const receiver = new ListReceiver(begun.list, 0);
    const model = new Model();
    for (const message of messages) {
      const lent = message.slice();
      const read = () => readChunk(new ByteReader(lent));
      const chunk = unlessRefused(WireError, read);
      if (chunk === undefined) continue;
      unlessRefused(WireError, () => receiver.receive(chunk, 1));
      const names = inflated(chunk.deflated);
      if (names) model.receive(chunk.number, names);
      lent.fill(0);
      checkAck(receiver);
    }
    const list = receiver.finish();
    const sent = concat(model.taken);
    if (list !== undefined) checkList(list, { sent, receiver });
    const isGenuine = model.taken.every(isOfWholeNames) &&
      LISTS_KNOWN.some(({ bytes, size, digest }) =>
        equalBytes(bytes, sent) && size === begun.list.count &&
        equalBytes(digest, begun.list.digest)
      );
    promise(!isGenuine || list !== undefined, () => "a good list is refused");
  },
};

/** By zlib alone; null if it refuses, or there is more than a chunk may have. */
function inflated(deflated: Uint8Array): Uint8Array | null {
  const names = inflatedPart(deflated);
  // A stream that lacks nothing without its last byte has ended before it.
  const isOne = inflatedPart(deflated.subarray(0, -1)) === null;
  return names && isOne && names.length <= 100 * deflated.length ? names : null;
}

function inflatedPart(deflated: Uint8Array): Uint8Array | null {
  try {
    const maxOutputLength = CHUNK_NAMES_BYTES_MAX;
    return inflateRawSync(deflated, { maxOutputLength });
  } catch {
    return null;
  }
}

/** Chunks in their order, the first of each number, early ones kept. */
class Model {
  readonly taken: Uint8Array[] = [];
  readonly #early = new Map<number, Uint8Array>();

  receive(number: number, names: Uint8Array): void {
    const next = this.taken.length;
    const isWithin = number >= next && number <= next + LIST_CHUNKS_IN_FLIGHT;
    if (!isWithin || this.#early.has(number)) return;
    this.#early.set(number, names);
    for (;;) {
      const ready = this.#early.get(this.taken.length);
      if (ready === undefined) return;
      this.#early.delete(this.taken.length);
      this.taken.push(ready);
    }
  }
}

function isOfWholeNames(chunk: Uint8Array): boolean {
  let at = 0;
  while (at < chunk.length) at = endOfName(chunk, at);
  return at === chunk.length;
}

/** Where the name ends that is encoded at `at`. */
function endOfName(bytes: Uint8Array, at: number): number {
  const low = bytes[at]!;
  if (low < 128) return at + 1 + low;
  return at + 2 + low % 128 + (bytes[at + 1] ?? 0) * 128;
}

function checkAck(receiver: ListReceiver): void {
  const { next, beyond } = receiver.ack;
  const isAck = Number.isSafeInteger(next) && next >= 0 &&
    Number.isInteger(beyond) && beyond >= 0 && beyond < 2 ** 32;
  promise(isAck, () => `acknowledged ${next} and ${beyond}`);
}

/** Nothing but the announced names, each of them a key and in its place. */
function checkList(
  list: NameList,
  { sent, receiver }: {
    readonly sent: Uint8Array;
    readonly receiver: ListReceiver;
  },
): void {
  const { count, digest } = receiver.summary;
  promise(list.size === count, () => `${list.size}, not ${count} names`);
  const sum = createHash("sha256").update(sent).digest().subarray(0, 16);
  promise(equalBytes(sum, digest), () => "another list was announced");
  for (let i = 0; i < list.size; i++) {
    const key = list.keyAt(i);
    const again = key.normalize("NFC").toLowerCase().normalize("NFC");
    promise(key === again && KEY.test(key), () => `the name ${key}`);
    promise(list.position(key) === i, () => `${key} is not found`);
  }
}

const KEY = /^(?!\p{M})[\p{L}\p{M}\p{N}._\-@+']+$/u;

const LISTS_KNOWN = [
  [],
  ["lilith"],
  ["lilith", "zein", "Zo\u00eb", "__proto__", "o'neil"],
  ["\u0130".repeat(64), "H\u0331".repeat(64), "\ud835\udc9c".repeat(64), "i"],
  Array.from({ length: 40 }, (_, i) => `n${i}`),
  Array.from({ length: 257 }, (_, i) => `name-${i}-${"x".repeat(i % 50)}`),
].map((names) => {
  const list = namesOf(names);
  return { size: list.size, digest: list.digest, bytes: bytesOf(list) };
});

function bytesOf(list: NameList): Uint8Array {
  const writer = new ByteWriter();
  for (let i = 0; i < list.size; i++) writer.text(list.keyAt(i));
  return writer.view();
}

function randomTransfer(random: Random): Messages {
  const known = pick(random, LISTS_KNOWN);
  const swapped = random() < 0.1 ? shuffledNames(random, known.bytes) : null;
  const bytes = swapped ?? known.bytes;
  const damaged = random() < 0.2
    ? damageBytes(random, bytes, () => pick(random, LISTS_KNOWN).bytes)
    : bytes;
  // Who lies about the names tells the digest of the lie.
  const digest = random() < 0.7 ? digestOf(damaged) : known.digest;
  const count = random() < 0.9 ? known.size : below(random, 4_194_305);
  let chunks = cut(random, damaged);
  const kind = below(random, 6);
  if (kind === 0) chunks = shuffled(random, chunks);
  if (kind === 1) {
    // Of what is said twice and differently the first counts.
    const again = chunks.map((chunk) =>
      random() < 0.5 ? chunk : damageBytes(random, chunk, () => chunk)
    );
    chunks = shuffled(random, [...chunks, ...again]);
  }
  if (kind === 2) chunks.splice(below(random, chunks.length + 1), 1);
  if (kind === 3) {
    const other = cut(random, pick(random, LISTS_KNOWN).bytes);
    chunks = shuffled(random, [...chunks, ...other]);
  }
  const begin = beginOf({ digest, count });
  const isBegun = random() < 0.95;
  return [isBegun ? begin : damageBytes(random, begin, () => begin), ...chunks];
}

function digestOf(bytes: Uint8Array): Uint8Array {
  return createHash("sha256").update(bytes).digest().subarray(0, 16);
}

/** The names in an order that no list has. */
function shuffledNames(random: Random, bytes: Uint8Array): Uint8Array {
  const reader = new ByteReader(bytes);
  const names: string[] = [];
  while (!reader.done) names.push(reader.text("name"));
  const writer = new ByteWriter();
  for (const name of shuffled(random, names)) writer.text(name);
  return writer.view();
}

function beginOf(
  list: { readonly digest: Uint8Array; readonly count: number },
): Uint8Array {
  const id = { high: 1, low: 2 };
  const begin = encodeBegin({
    token: id,
    attempt: 1,
    nonce: id,
    cookie: new Uint8Array(24),
    fresh: new Uint8Array(16),
    server: "A",
    list,
    edition: 1,
    ledger: null,
    times: "numbers",
  });
  return contentOf(begin).slice(HEADER_BYTES);
}

/** As deflate may be written: well, badly, with more behind, or a bomb. */
function deflateNames(random: Random, names: Uint8Array): Uint8Array {
  if (random() < 0.01) return deflateRawSync(new Uint8Array(100_000));
  const deflated = deflateRawSync(names, { level: below(random, 10) });
  return random() < 0.02 ? concat([deflated, noise(random, 3)]) : deflated;
}

/** Chunks of whole names; now and then one is cut within a name. */
function cut(random: Random, bytes: Uint8Array): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  const atMost = pick(random, [200, 600, 1_140]);
  for (let from = 0; from < bytes.length;) {
    let end = from;
    while (end < bytes.length && end - from < atMost) {
      end = endOfName(bytes, end);
    }
    if (random() < 0.01) end = from + 1 + below(random, end - from);
    const number = chunks.length;
    const deflated = deflateNames(random, bytes.subarray(from, end));
    const list = { high: 1, low: 2 };
    const chunk = encodeChunk(list, { list, number, deflated });
    chunks.push(contentOf(chunk).slice(HEADER_BYTES));
    from = end;
  }
  return chunks;
}
