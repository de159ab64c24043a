/**
 * Ordered writes to a stream that may be slow or broken, without waiting for
 * each: all that is written in one turn of the loop is one system call.
 */

const ENCODER = new TextEncoder();

/** Where the bytes go, such as `Deno.stdout`. */
export interface ByteSink {
  /** @returns How many bytes were taken. */
  write(bytes: Uint8Array): Promise<number>;
}

export class TextWriter {
  readonly #sink: ByteSink;
  #texts: string[] = [];
  #unwritten = 0;
  #writing: Promise<void> | null = null;
  #failure: unknown = null;

  constructor(sink: ByteSink) {
    this.#sink = sink;
  }

  /** Characters that the sink has not taken yet. */
  get unwrittenChars(): number {
    return this.#unwritten;
  }

  /** What the sink threw; null as long as it works. */
  get failure(): unknown {
    return this.#failure;
  }

  /** Never waits and never throws; a broken sink gets no more. */
  write(text: string): void {
    if (this.#failure !== null || text === "") return;
    this.#texts.push(text);
    this.#unwritten += text.length;
    this.#writing ??= this.#writeAll();
  }

  /** Waits until the sink has taken everything, or is broken. */
  async drained(): Promise<void> {
    while (this.#writing) await this.#writing;
  }

  async #writeAll(): Promise<void> {
    // The rest of this turn may have more for the same write.
    await Promise.resolve();
    try {
      while (this.#texts.length > 0) await this.#writeSome();
    } catch (error) {
      this.#failure = error;
      this.#texts = [];
      this.#unwritten = 0;
    }
    this.#writing = null;
  }

  async #writeSome(): Promise<void> {
    const text = this.#texts.join("");
    this.#texts = [];
    const bytes = ENCODER.encode(text);
    for (let written = 0; written < bytes.length;) {
      written += await this.#sink.write(bytes.subarray(written));
    }
    this.#unwritten -= text.length;
  }
}
