/**
 * Every cut and every flipped bit of one datagram of each kind: refused, or
 * survived where somebody forges the checksum.
 */

import { assert } from "@std/assert";
import { WireError } from "../../src/base/errors.ts";
import {
  contentOf,
  forge,
  readDatagram,
  sampleDatagrams,
} from "../support/datagram_samples.ts";

/** What fills a datagram, so that a cut one may be a shorter one. */
const OPEN_ENDED = new Set(["chunk", "ask", "answers"]);

for (const [kind, sample] of Object.entries(sampleDatagrams())) {
  Deno.test(`readDatagram() takes a datagram of kind ${kind}, whole`, () => {
    readDatagram(sample);
  });

  Deno.test(`readDatagram() refuses each cut and each flip of ${kind}`, () => {
    for (let length = 0; length < sample.length; length++) {
      assert(!survives(sample.slice(0, length)), `${kind} cut to ${length}`);
    }
    for (const flipped of eachFlip(sample)) assert(!survives(flipped));
  });

  Deno.test(`readDatagram() survives each cut and flip of a forged ${kind}`, () => {
    const content = contentOf(sample);
    for (let length = 0; length < content.length; length++) {
      const isRead = survives(forge(content.slice(0, length)));
      assert(!isRead || OPEN_ENDED.has(kind), `${kind} cut to ${length}`);
    }
    for (const flipped of eachFlip(content)) survives(forge(flipped));
    for (const [at, value] of product(content.length, [0, 0x7f, 0x80, 0xff])) {
      survives(forge(content.with(at, value)));
    }
  });
}

function* eachFlip(bytes: Uint8Array): Generator<Uint8Array> {
  for (let bit = 0; bit < 8 * bytes.length; bit++) {
    yield bytes.with(bit >> 3, bytes[bit >> 3]! ^ (1 << (bit & 7)));
  }
}

function* product(
  end: number,
  values: readonly number[],
): Generator<[number, number]> {
  for (let i = 0; i < end; i++) for (const value of values) yield [i, value];
}

/** @returns Whether it was read; anything but a refusal goes through. */
function survives(datagram: Uint8Array): boolean {
  try {
    readDatagram(datagram);
    return true;
  } catch (error) {
    if (error instanceof WireError) return false;
    throw new Error(`Broken by ${datagram}`, { cause: error });
  }
}
