/**
 * What somebody types, as node:readline takes it. At each key readline
 * measures the whole line, so that a paste of some thousand characters would
 * hold up all else for minutes. So text that came in one read is one key here.
 */

import { emitKeypressEvents, type Key } from "node:readline";
import { Readable } from "node:stream";

/** A terminal's input, or a stream in its place. */
export type TypingInput = Readable & { setRawMode?(isRaw: boolean): unknown };

/** What is neither a key of its own nor a part of one. */
const PRINTED = /^\P{Cc}$/u;

/** Emits keys only, and no data, in which readline would look for keys. */
export class Typing extends Readable {
  readonly #input: TypingInput;
  /** Of the read that is looked at. */
  #text = "";

  constructor(input: TypingInput) {
    super({ read() {} });
    this.#input = input;
    const keys = new Readable({ read() {} });
    emitKeypressEvents(keys);
    let isPaste = false;
    keys.on("keypress", (text: string | undefined, key: Key) => {
      // Alone it is a key, and between names what it is in any other line.
      const isText = text !== undefined &&
        (PRINTED.test(text) || text === "\t" && isPaste);
      if (isText) this.#text += text;
      else this.#give(text, key);
    });
    input.on("data", (bytes: Uint8Array) => {
      isPaste = bytes.length > 1;
      keys.emit("data", bytes);
      this.#giveText();
    });
    input.on("end", () => this.push(null));
    input.on("error", (error) => this.destroy(error));
  }

  setRawMode(isRaw: boolean): void {
    this.#input.setRawMode?.(isRaw);
  }

  override pause(): this {
    this.#input.pause();
    return super.pause();
  }

  override resume(): this {
    this.#input.resume();
    return super.resume();
  }

  #give(text: string | undefined, key: Key): void {
    this.#giveText();
    this.emit("keypress", text, key);
  }

  #giveText(): void {
    const text = this.#text;
    this.#text = "";
    if (text !== "") this.emit("keypress", text, { sequence: text });
  }
}
