/**
 * What a main server says and keeps once a turn of the loop is over, so that
 * all of one turn shares a datagram and a commit.
 */

import type { Clock } from "../base/ports.ts";
import type { QuestionBatch } from "../protocol/question_batch.ts";
import type { Registry } from "../protocol/registry.ts";
import type { BookingDesk } from "./booking_desk.ts";
import { once } from "./once.ts";

export interface TurnEndOptions {
  readonly clock: Clock;
  readonly batch: QuestionBatch;
  readonly registry: Registry;
  /** Null where nothing is booked. */
  readonly bookings: BookingDesk | null;
  /** Whoever cannot tell what its ledger holds must not go on. */
  readonly failed: (error: unknown) => void;
}

export class TurnEnd {
  readonly #options: TurnEndOptions;
  readonly #flushSoon: () => void;

  constructor(options: TurnEndOptions) {
    this.#options = options;
    this.#flushSoon = once(
      (run) => options.clock.soon(run),
      () => this.flush(),
    );
  }

  /** Does at the end of this turn what there is to do by now. */
  arrange(): void {
    const { batch, registry, bookings } = this.#options;
    const isDirty = !batch.isEmpty || registry.acks.isDirty ||
      bookings?.isDirty;
    if (isDirty) this.#flushSoon();
  }

  /** Does it now. */
  flush(): void {
    const { batch, registry, bookings } = this.#options;
    batch.flush();
    registry.acks.flush();
    if (bookings) this.#keep(bookings);
  }

  #keep(bookings: BookingDesk): void {
    let tell;
    try {
      tell = bookings.keep();
    } catch (error) {
      return this.#options.failed(error);
    }
    tell();
  }
}
