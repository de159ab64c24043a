/** What clients have asked for, key by key, and what they were told. */

import { bookingId } from "../../src/calendar/booking_id.ts";

export interface Wanted {
  readonly key: string;
  readonly names: readonly string[];
  readonly slot: readonly [start: number, end: number];
}

/** A line of the server about a booking. */
export interface BookingAnswer {
  readonly booked?: {
    readonly booking: string;
    readonly key: string;
    readonly slot: unknown;
    readonly names: unknown;
  };
  readonly cancelled?: string;
  readonly error?: { readonly code: string; readonly names?: string[] };
}

/** A key's story, as its client knows it. */
export class Tale {
  readonly wanted: Wanted;
  /** `nothing`: not booked, and the key may try again. */
  told: "unknown" | "nothing" | "booked" | "not_free" = "unknown";
  cancel: "never" | "asked" | "told" = "never";

  constructor(wanted: Wanted) {
    this.wanted = wanted;
  }

  get isFinal(): boolean {
    return this.told === "booked" || this.told === "not_free";
  }

  /** Asks for it, or asks again. */
  book(): string {
    if (!this.isFinal) this.told = "unknown";
    return JSON.stringify({ book: this.wanted });
  }

  /** Takes it back. */
  takeBack(): string {
    if (this.cancel === "never") this.cancel = "asked";
    return JSON.stringify({ cancel: bookingId(this.wanted.key) });
  }

  /** @returns What is wrong with an answer to `book`, if anything is. */
  hearBooked(answer: BookingAnswer): string | null {
    const { booked, error } = answer;
    const told = booked ? "booked" : TOLD[error?.code ?? ""];
    if (told === undefined) return "is no answer";
    if (this.isFinal && told !== this.told) return `was ${this.told}`;
    this.told = told;
    if (!booked) {
      const { names } = this.wanted;
      const isOurs = error?.names?.every((name) => names.includes(name));
      return isOurs ?? told === "unknown" ? null : "is about others";
    }
    const { booking, ...rest } = booked;
    const { key, slot, names } = this.wanted;
    const isOurs = booking === bookingId(key) &&
      JSON.stringify(rest) === JSON.stringify({ key, slot, names });
    return isOurs ? null : "is another booking";
  }

  /** @returns What is wrong with an answer to `takeBack`, if anything is. */
  hearCancelled({ cancelled }: BookingAnswer): string | null {
    if (cancelled !== bookingId(this.wanted.key)) return "was booked";
    this.cancel = "told";
    return null;
  }
}

const TOLD: Readonly<Record<string, Tale["told"]>> = {
  not_free: "not_free",
  unreachable: "nothing",
  not_known_yet: "nothing",
  outcome_unknown: "unknown",
};
