/**
 * One direction of a connection on its way in, deflated. It holds what one
 * read brought and little of what that becomes: a bomb is inflated no further
 * than its taker keeps taking, and is refused by its ratio.
 */

import { createInflateRaw } from "node:zlib";
import { INFLATION_FREE_BYTES, INFLATION_MAX } from "../base/limits.ts";

export interface InflaterOptions {
  /** @param bytes Only good during the call. */
  readonly take: (bytes: Uint8Array) => void;
  /** All that was written has been taken. */
  readonly idle: () => void;
  /** The peer sends no more. */
  readonly ended: () => void;
  /** What came is no deflate stream, or a bomb; nothing more is taken. */
  readonly refuse: (why: string) => void;
}

export class Inflater {
  readonly #stream = createInflateRaw();
  readonly #options: InflaterOptions;
  #deflatedBytes = 0;
  #inflatedBytes = 0;
  #isWriting = false;
  #isPaused = false;
  #isFinishing = false;
  /** Nothing more is taken. */
  #isDone = false;

  constructor(options: InflaterOptions) {
    this.#options = options;
    this.#stream.on("readable", () => this.#drain());
    // It ends only when something follows the stream's last block.
    this.#stream.on("end", () => this.#refuse("goes on after its end"));
    this.#stream.on("error", () => this.#refuse("is no deflate stream"));
  }

  /** Whether all that was written has been taken. */
  get isIdle(): boolean {
    return this.#isDone ||
      (!this.#isWriting && this.#stream.readableLength === 0);
  }

  /** @param bytes A view; nothing of it is kept. Write when it is idle. */
  write(bytes: Uint8Array): void {
    if (this.#isDone) return this.#options.idle();
    this.#deflatedBytes += bytes.length;
    this.#isWriting = true;
    // A copy, as nothing promises that zlib is done with it when this returns;
    // today's Deno is, so that no test can show it.
    this.#stream.write(bytes.slice(), () => {
      this.#isWriting = false;
      this.#drain();
    });
  }

  /** What is written is all there will be. */
  finish(): void {
    this.#isFinishing = true;
    this.#drain();
  }

  /** Hands out nothing, until resumed. */
  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    this.#drain();
  }

  /** Stops at once and frees what zlib holds. */
  destroy(): void {
    this.#isDone = true;
    this.#stream.destroy();
  }

  #drain(): void {
    while (!this.#isPaused && !this.#isDone) {
      const part: Uint8Array | null = this.#stream.read();
      if (part === null) break;
      this.#inflatedBytes += part.length;
      const most = INFLATION_FREE_BYTES + INFLATION_MAX * this.#deflatedBytes;
      if (this.#inflatedBytes > most) {
        return this.#refuse(`becomes over ${INFLATION_MAX} times as long`);
      }
      this.#options.take(part);
    }
    if (this.#isPaused || this.#isDone || !this.isIdle) return;
    if (!this.#isFinishing) return this.#options.idle();
    this.#isDone = true;
    this.#options.ended();
  }

  #refuse(why: string): void {
    if (this.#isDone) return;
    this.destroy();
    this.#options.refuse(why);
  }
}
