/**
 * What a fuzzer fires at: something that reads what strangers write, how such
 * input is made, and what may come of it.
 */

import type { Random } from "../../src/base/ports.ts";

/** How inputs of one type are written down, read back and shortened. */
export interface Form<Input> {
  /** One line, ready to be pasted into a file of the corpus. */
  show(input: Input): string;
  /** The inverse of `show`. */
  read(line: string): Input;
  /** Inputs that lack some of this one, those that lack the most first. */
  shorter(input: Input): Iterable<Input>;
}

/** One decoder, or several that belong together. */
export interface Target<Input> {
  /** As the command line and the corpus call it. */
  readonly name: string;
  /** Its part of all inputs, weighed against the others' parts. */
  readonly share: number;
  readonly form: Form<Input>;
  /** Makes an input out of chance alone, and always the same of the same. */
  generate(random: Random): Input;
  /**
   * Feeds the input once.
   *
   * @throws {Error} Whatever was thrown that is no documented refusal, or a
   * {@linkcode BrokenPromise}: the input has escaped.
   */
  run(input: Input): void;
}

/** The decoder has kept quiet, and its result is wrong. */
export class BrokenPromise extends Error {
  override readonly name = "BrokenPromise";
}

/**
 * @param what Called only if the promise is broken, as millions are kept.
 * @throws {BrokenPromise} If not `kept`.
 */
export function promise(kept: boolean, what: () => string): asserts kept {
  if (!kept) throw new BrokenPromise(what());
}

/** A class of errors that a decoder's documentation names. */
type Refusal = new (message: string) => Error;

/**
 * @returns What `decode` gave, or undefined if it refused as documented.
 * @throws {BrokenPromise} If the refusal is not one line.
 */
export function unlessRefused<Value>(
  refusal: Refusal,
  decode: () => Value,
): Value | undefined {
  try {
    return decode();
  } catch (error) {
    if (!(error instanceof refusal)) throw error;
    promise(isOneLine(error.message), () => `refused in lines: ${error}`);
    return undefined;
  }
}

/** Whether a text can stand in a log without making lines of its own. */
export function isOneLine(text: string): boolean {
  return text !== "" && !/[\r\n]/.test(text);
}
