/**
 * A connection that begins as it is and may go on deflated, in both directions
 * from one byte to the next, as in RFC 4978. Its owner sees plain bytes, so
 * that all bounds of lines, of time and of what is not taken hold for these.
 */

import type { Accept, Connection, ConnectionEvents } from "./connections.ts";
import { Deflater } from "./deflater.ts";
import { Inflater } from "./inflater.ts";

export class DeflatableConnection implements Connection, ConnectionEvents {
  readonly #inner: Connection;
  readonly #events: ConnectionEvents;
  #deflater: Deflater | null = null;
  #inflater: Inflater | null = null;
  #isPaused = false;
  #isEnding = false;

  /** @param inner Has to tell this what happens to it. */
  constructor(inner: Connection, accept: Accept<DeflatableConnection>) {
    this.#inner = inner;
    this.#events = accept(this);
  }

  get peer() {
    return this.#inner.peer;
  }

  get unsentBytes(): number {
    return this.#inner.unsentBytes + (this.#deflater?.pendingBytes ?? 0);
  }

  get isDeflated(): boolean {
    return this.#deflater !== null;
  }

  /**
   * From the next byte on, both ways.
   *
   * @param refuse Told once if the peer sends what is not to be inflated.
   */
  deflate(refuse: (why: string) => void): void {
    this.#deflater = new Deflater({
      send: (bytes) => this.#inner.send(bytes),
      // The system may have taken all before zlib told that it was done.
      written: () => this.unsentBytes === 0 && this.#events.taken(),
    });
    this.#inflater = new Inflater({
      take: (bytes) => this.#events.received(bytes),
      idle: () => this.#isPaused || this.#inner.resumeReading(),
      ended: () => this.#events.finished(),
      refuse,
    });
  }

  send(bytes: Uint8Array): void {
    if (this.#isEnding) return;
    if (this.#deflater) this.#deflater.write(bytes);
    else this.#inner.send(bytes);
  }

  pauseReading(): void {
    this.#isPaused = true;
    this.#inflater?.pause();
    this.#inner.pauseReading();
  }

  resumeReading(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    if (this.#inflater) this.#inflater.resume();
    else this.#inner.resumeReading();
  }

  end(): void {
    if (this.#isEnding) return;
    this.#isEnding = true;
    if (this.#deflater) this.#deflater.end(() => this.#inner.end());
    else this.#inner.end();
  }

  abort(): void {
    this.#inner.abort();
  }

  received(bytes: Uint8Array): void {
    if (!this.#inflater) return this.#events.received(bytes);
    this.#inner.pauseReading();
    this.#inflater.write(bytes);
  }

  taken(): void {
    this.#events.taken();
  }

  finished(): void {
    if (this.#inflater) this.#inflater.finish();
    else this.#events.finished();
  }

  closed(): void {
    this.#deflater?.destroy();
    this.#inflater?.destroy();
    this.#events.closed();
  }
}
