/**
 * Keys whose bookings were refused for good, as many as there is room for.
 * Whoever asks in vain, as often as it likes, takes no more: the oldest are
 * forgotten, and may be tried again as if they were new.
 */

import { REFUSED_CHARS_MAX, REFUSED_KEPT_MAX } from "../base/limits.ts";
import type { RefusedBooking } from "../calendar/bookings.ts";

export interface RefusedBounds {
  readonly keysMax: number;
  /** Of keys and names together. */
  readonly charsMax: number;
}

const BOUNDS: RefusedBounds = {
  keysMax: REFUSED_KEPT_MAX,
  charsMax: REFUSED_CHARS_MAX,
};

export class RefusedKeys {
  readonly #bounds: RefusedBounds;
  /** Oldest first. */
  readonly #byKey = new Map<string, RefusedBooking>();
  #chars = 0;

  constructor(bounds = BOUNDS) {
    this.#bounds = bounds;
  }

  get size(): number {
    return this.#byKey.size;
  }

  find(key: string): RefusedBooking | undefined {
    return this.#byKey.get(key);
  }

  add(refused: RefusedBooking): void {
    this.remove(refused.key);
    this.#byKey.set(refused.key, refused);
    this.#chars += charsOf(refused);
  }

  remove(key: string): void {
    const refused = this.#byKey.get(key);
    if (refused) this.#chars -= charsOf(refused);
    this.#byKey.delete(key);
  }

  /** The oldest keys, which have to go before `coming` are added. */
  excess(coming: readonly RefusedBooking[]): string[] {
    const { keysMax, charsMax } = this.#bounds;
    let keys = this.size + coming.length;
    let chars = coming.reduce((sum, each) => sum + charsOf(each), this.#chars);
    const excess: string[] = [];
    for (const refused of this.#byKey.values()) {
      if (keys <= keysMax && chars <= charsMax) break;
      excess.push(refused.key);
      keys--;
      chars -= charsOf(refused);
    }
    return excess;
  }
}

function charsOf({ key, names, notFree }: RefusedBooking): number {
  const texts = [key, ...names, ...notFree];
  return texts.reduce((sum, text) => sum + text.length, 0);
}
