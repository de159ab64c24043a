/**
 * What somebody types at the prompt: names, or an order about what was found.
 * `book [5,7]` can be no names, as names have no brackets; `cancel` and an id
 * is one, unless somebody has an id for a name.
 */

import { quote, UsageError } from "../base/errors.ts";
import {
  drawBookingKey,
  isBookingId,
  readBookingId,
} from "../calendar/booking_id.ts";
import { systemEntropy } from "../net/system_clock.ts";
import { splitNames } from "../wire/asked_names.ts";
import { cancelBooking, type Counter, placeBooking } from "./booking_orders.ts";
import type { Printer } from "./output.ts";
import { parseSlot, type SaidSlot, slotNow } from "./said_slot.ts";
import type { Asking } from "./term_flags.ts";

export type Order =
  | { readonly kind: "ask"; readonly names: readonly string[] }
  | { readonly kind: "book"; readonly slot: SaidSlot }
  | { readonly kind: "cancel"; readonly booking: string };

/**
 * @returns Null for a blank line.
 * @throws {UsageError} If what is to be booked is no slot, or names are said.
 */
export function parseOrder(line: string): Order | null {
  const [, slot] = /^\s*book\s*(\[.*)$/i.exec(line) ?? [];
  if (slot !== undefined) return { kind: "book", slot: parseSlot(slot) };
  // As the command is written, which says for whom.
  if (/^\s*book\s.*\[/i.test(line)) {
    throw new UsageError(
      `Cannot read ${quote(line.trim())} as an order: expected book ` +
        "[START,END], for the names last asked",
    );
  }
  const [, typed = ""] = /^\s*cancel\s+(\S+)\s*$/i.exec(line) ?? [];
  const booking = readBookingId(typed);
  if (isBookingId(booking)) return { kind: "cancel", booking };
  const names = splitNames(line);
  return names.length === 0 ? null : { kind: "ask", names };
}

/** One prompt, which knows whom it has asked about. */
export class PromptOrders {
  readonly #printer: Printer;
  readonly #asking: Asking;
  #names: readonly string[] = [];

  constructor(printer: Printer, asking: Asking) {
    this.#printer = printer;
    this.#asking = asking;
  }

  /**
   * @throws {UnavailableError} If the main server cannot be asked.
   * @throws {UsageError} If nobody was asked about who could be booked, or
   * what is asked contradicts itself.
   */
  async carryOut(order: Order, counter: Counter): Promise<void> {
    switch (order.kind) {
      case "ask": {
        const { names, terms } = this.#asking(order.names);
        this.#names = names;
        const answer = await counter.client.ask(names, terms);
        return this.#printer.answer(answer, names);
      }
      case "book":
        return this.#printer.raise(await this.#book(order.slot, counter));
      case "cancel": {
        const exitCode = await cancelBooking(order.booking, counter);
        return this.#printer.raise(exitCode);
      }
    }
  }

  async #book(said: SaidSlot, counter: Counter): Promise<number> {
    if (this.#names.length === 0) {
      throw new UsageError(
        "Cannot book for nobody: ask first when people are free",
      );
    }
    const slot = slotNow(said, counter.timezone);
    const key = drawBookingKey(systemEntropy);
    const request = { names: this.#names, slot, title: "", key };
    return await placeBooking(request, counter);
  }
}
