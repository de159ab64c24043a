/**
 * One direction of a connection on its way out, deflated. What one call writes
 * ends with a sync flush (RFC 1979 §2.1), so that it can be read when it has
 * arrived, and is deflated by what went before it.
 *
 * This is asynchronous, unlike all other deflating here: of what `node:zlib`
 * has, only its streams remember what went before.
 */

import { constants, createDeflateRaw } from "node:zlib";

/**
 * 8 KiB of history, and tables to go with it: zlib takes 64 KiB a connection
 * instead of 256, and answers get up to an eighth longer, measured.
 */
const OPTIONS = {
  flush: constants.Z_SYNC_FLUSH,
  windowBits: 13,
  memLevel: 6,
};

export interface DeflaterOptions {
  readonly send: (deflated: Uint8Array) => void;
  /** Told when a write has been deflated and sent. */
  readonly written: () => void;
}

export class Deflater {
  readonly #stream = createDeflateRaw(OPTIONS);
  readonly #options: DeflaterOptions;
  #pendingBytes = 0;

  constructor(options: DeflaterOptions) {
    this.#options = options;
    this.#stream.on("readable", () => this.#drain());
  }

  /** Bytes written that are not deflated yet. */
  get pendingBytes(): number {
    return this.#pendingBytes;
  }

  write(bytes: Uint8Array): void {
    this.#pendingBytes += bytes.length;
    this.#stream.write(bytes, () => {
      if (this.#stream.destroyed) return;
      this.#drain();
      this.#pendingBytes -= bytes.length;
      this.#options.written();
    });
  }

  /** Ends the stream; `ended` is called when all of it has been sent. */
  end(ended: () => void): void {
    this.#stream.once("end", ended);
    this.#stream.end();
  }

  /** Stops at once and frees what zlib holds. */
  destroy(): void {
    this.#stream.destroy();
  }

  #drain(): void {
    for (let part; (part = this.#stream.read()) !== null;) {
      this.#options.send(part);
    }
  }
}
