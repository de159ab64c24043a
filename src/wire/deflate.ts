/**
 * What is long travels deflated (RFC 1951, no header): the names of a list,
 * chunk by chunk, and a long answer, as a whole before it is cut into blocks.
 * What is short stays as it is: measured, a question and an answer of 20 slots
 * get longer, and an answer that fits a datagram spares no datagram.
 *
 * Only what one peer says of one thing is deflated together. Never two answers
 * that share a datagram: whoever asks for one could read of the other in the
 * length of both (CVE-2012-4929). No dictionary: Deno's node:zlib ignores it.
 */

import { constants, deflateRawSync, inflateRawSync } from "node:zlib";
import { WireError } from "../base/errors.ts";
import { INFLATION_MAX } from "../base/limits.ts";

/** Level 6 saves at most 3 % more, measured, and takes twice as long. */
const LEVEL = 3;

/** @returns The same bytes of the same, so that all repeats are alike. */
export function deflate(bytes: Uint8Array): Uint8Array {
  const deflated = deflateRawSync(bytes, { level: LEVEL });
  if (bytes.length <= INFLATION_MAX * deflated.length) return exact(deflated);
  // So regular that it looks like a bomb. Without repeats it shrinks to an
  // eighth at best, as each byte takes a bit or more.
  const strategy = constants.Z_HUFFMAN_ONLY;
  return exact(deflateRawSync(bytes, { level: LEVEL, strategy }));
}

/**
 * @param deflated From a peer that has proven its address, and what was sealed
 * has been opened: nobody else may make us work.
 * @param bytesMax The longest that it may become.
 * @throws {WireError} If it becomes longer than that, or than so many times
 * its own length, or if it is not one whole deflate stream.
 */
export function inflate(deflated: Uint8Array, bytesMax: number): Uint8Array {
  const maxOutputLength = Math.min(bytesMax, INFLATION_MAX * deflated.length);
  let inflated;
  try {
    inflated = inflateRawSync(deflated, { maxOutputLength, info: true });
  } catch (error) {
    throw new WireError(
      `Cannot inflate ${deflated.length} bytes as at most ${maxOutputLength} in one stream: ${
        codeOf(error)
      }`,
    );
  }
  const { buffer, engine } = inflated as unknown as Inflated;
  if (engine.bytesWritten === deflated.length) return exact(buffer);
  throw new WireError(
    `Cannot inflate ${deflated.length} bytes as the stream ends after ${engine.bytesWritten}`,
  );
}

/** A copy of its own size: zlib's is a `Buffer` in 16 KiB. */
function exact(buffer: Uint8Array): Uint8Array {
  return new Uint8Array(buffer);
}

/** What `info` asks for, and the types of Node do not tell. */
interface Inflated {
  readonly buffer: Uint8Array;
  /** Its bytes written are those that it was given and has used. */
  readonly engine: { readonly bytesWritten: number };
}

/** zlib's own errors have one; without it the fault is ours. */
function codeOf(error: unknown): string {
  if (error instanceof Error && "code" in error) return `got ${error.code}`;
  throw error;
}
