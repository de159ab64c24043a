/**
 * What happened, as a hash of all and a story of the last: equal seeds give
 * equal hashes, and a failing one prints how it came to that.
 */

/** Events that a story has unless somebody wants more. */
export const STORY_EVENTS = 160;
const FNV_PRIME = 0x01000193;

interface Told {
  readonly nowMs: number;
  readonly text: () => string;
}

export class Trace {
  #hash = 0x811c9dc5;
  #events = 0;
  readonly #told: Told[] = [];
  readonly #nowMs: () => number;
  readonly #storyEvents: number;

  constructor(nowMs: () => number, storyEvents: number) {
    this.#nowMs = nowMs;
    this.#storyEvents = storyEvents;
  }

  /** Of everything that was noted, in its order. */
  get hash(): string {
    return this.#hash.toString(16).padStart(8, "0");
  }

  get events(): number {
    return this.#events;
  }

  /**
   * Notes an event.
   *
   * @param text Called only if the story is told, so it may take its time;
   * what it looks at must not change until then.
   */
  note(what: string, bytes: Uint8Array | null, text: () => string): void {
    const nowMs = this.#nowMs();
    let hash = this.#hash ^ Math.floor(nowMs * 1_000);
    for (let i = 0; i < what.length; i++) {
      hash = Math.imul(hash ^ what.charCodeAt(i), FNV_PRIME);
    }
    for (let i = 0; bytes && i < bytes.length; i++) {
      hash = Math.imul(hash ^ bytes[i]!, FNV_PRIME);
    }
    this.#hash = hash >>> 0;
    this.#told[this.#events++ % this.#storyEvents] = { nowMs, text };
  }

  /** The last events, a line each. */
  story(): string {
    const from = Math.max(0, this.#events - this.#storyEvents);
    const lines: string[] = [];
    for (let i = from; i < this.#events; i++) {
      const { nowMs, text } = this.#told[i % this.#storyEvents]!;
      lines.push(`${nowMs.toFixed(3).padStart(12)}  ${text()}`);
    }
    return lines.join("\n");
  }
}
