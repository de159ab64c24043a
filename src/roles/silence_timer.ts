/** Tells when a peer that owes something has been silent for too long. */

import { CLIENT_SILENCE_MS_MAX } from "../base/limits.ts";
import type { Cancel, Clock } from "../base/ports.ts";

/** One timer, however much is heard: what is heard only puts it off. */
export class SilenceTimer {
  readonly #clock: Clock;
  readonly #giveUp: () => void;
  #heardMs = 0;
  #isDeaf = false;
  #cancel: Cancel | null = null;

  constructor(clock: Clock, giveUp: () => void) {
    this.#clock = clock;
    this.#giveUp = giveUp;
  }

  /** From now on the peer owes something. */
  start(): void {
    this.heard();
    this.#cancel ??= this.#schedule();
  }

  /** The peer owes nothing any more. */
  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  heard(): void {
    this.#heardMs = this.#clock.nowMs();
  }

  /** While we do not listen, silence means nothing. */
  setDeaf(isDeaf: boolean): void {
    this.#isDeaf = isDeaf;
    this.heard();
  }

  #schedule(): Cancel {
    const dueMs = this.#heardMs + CLIENT_SILENCE_MS_MAX;
    return this.#clock.schedule(dueMs, () => {
      if (this.#isDeaf) this.heard();
      const silentMs = this.#clock.nowMs() - this.#heardMs;
      if (silentMs < CLIENT_SILENCE_MS_MAX) this.#cancel = this.#schedule();
      else this.#giveUp();
    });
  }
}
