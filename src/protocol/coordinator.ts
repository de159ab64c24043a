/**
 * The main server's side of bookings: two-phase commit with presumed abort.
 *
 * It has every server hold the slot; when all do, the decision is kept in the
 * ledger, and only then is anybody told. What it does not know it has not
 * committed, and says so to whoever asks.
 */

import { QUERY_MS_MAX } from "../base/limits.ts";
import {
  type Booking,
  type BookRequest,
  type CancelOutcome,
  decisionOn,
} from "../calendar/bookings.ts";
import {
  type Doubt,
  encodeOutcome,
  readClaimReply,
  readDoubt,
  readReceipt,
  type TransactionOutcome,
} from "../wire/bookings.ts";
import { Kind, type OpenDatagram } from "../wire/datagram.ts";
import type { Answer } from "./attempt.ts";
import { Attempts, type AttemptsOptions } from "./attempts.ts";
import { CancelWaits } from "./cancel_waits.ts";
import { Deliveries, type Delivery } from "./deliveries.ts";
import type { Link } from "./link.ts";

export type CoordinatorOptions = Omit<AttemptsOptions, "booked" | "release">;

export class Coordinator {
  readonly #options: CoordinatorOptions;
  readonly #attempts: Attempts;
  readonly #deliveries: Deliveries;
  readonly #cancels = new CancelWaits();

  constructor(options: CoordinatorOptions, nowMs: number) {
    this.#options = options;
    const { context, book } = options;
    this.#deliveries = new Deliveries({
      ...options,
      directory: context.directory,
      confirmed: (delivery) => this.#confirmed(delivery),
    });
    this.#attempts = new Attempts({
      ...options,
      booked: (booking, nowMs) => this.#deliver(booking, nowMs),
      release: (transaction, server, nowMs) => {
        const decision = "release" as const;
        const delivery = { transaction, server, decision, isLasting: false };
        this.#deliveries.add(delivery, nowMs);
      },
    });
    for (const booking of book.bookings) this.#deliver(booking, nowMs);
  }

  /** Attempts that are under way. */
  get size(): number {
    return this.#attempts.size;
  }

  get dueMs(): number {
    return Math.min(
      this.#attempts.dueMs,
      this.#deliveries.dueMs,
      this.#cancels.dueMs,
    );
  }

  /** @param answer Called once, when it is decided and that is kept. */
  bookSlot(request: BookRequest, nowMs: number, answer: Answer): void {
    this.#attempts.begin(request, nowMs, answer);
  }

  /** @param answer Called when all servers know, or will once they can. */
  cancel(
    id: string,
    nowMs: number,
    answer: (outcome: CancelOutcome) => void,
  ): void {
    const { book } = this.#options;
    const booking = book.booking(id);
    if (!booking) return answer({ kind: "no_such_booking" });
    if (booking.state === "cancelled") return answer({ kind: "cancelled" });
    const { transaction } = booking;
    book.stage({ kind: "cancel", transaction }, (isKept) => {
      if (!isKept) return answer({ kind: "ledger_full", server: null });
      const cancelled = book.ofTransaction(transaction)!;
      const servers = cancelled.parts.map(({ server }) => server);
      const deadlineMs = nowMs + QUERY_MS_MAX;
      this.#cancels.add(transaction, servers, { deadlineMs, answer });
      this.#deliver(cancelled, nowMs);
    });
  }

  /** A server has registered: it may be told what it missed. */
  registered(server: string, nowMs: number): void {
    this.#deliveries.wake(server, nowMs);
  }

  /**
   * Takes what a backend says of bookings.
   *
   * @throws {WireError} If its message cannot be read.
   */
  receive({ kind, message }: OpenDatagram, link: Link, nowMs: number): void {
    switch (kind) {
      case Kind.claimed:
        return this.#attempts.claimed(readClaimReply(message), link, nowMs);
      case Kind.decided:
        return this.#deliveries.received(readReceipt(message), link, nowMs);
      case Kind.doubt:
        return this.#inform(readDoubt(message), link);
    }
  }

  /** Sends again what is due, and ends what is over. */
  poll(nowMs: number): void {
    this.#attempts.poll(nowMs);
    this.#deliveries.poll(nowMs);
    this.#cancels.poll(nowMs);
  }

  #deliver(booking: Booking, nowMs: number): void {
    const { transaction, parts } = booking;
    const decision = decisionOn(booking);
    for (const { server, confirmed } of parts) {
      if (confirmed) continue;
      const delivery = { transaction, server, decision, isLasting: true };
      this.#deliveries.add(delivery, nowMs);
    }
  }

  #confirmed({ transaction, server, decision }: Delivery): void {
    const { book } = this.#options;
    if (!book.ofTransaction(transaction)) return;
    const change = { transaction, server, decision };
    // If there is no room for it, the decision is brought again some day.
    book.stage({ kind: "confirm", ...change }, () => {});
    if (decision === "cancel") this.#cancels.confirmed(transaction, server);
  }

  /** Somebody holds a slot and wants to know what became of it. */
  #inform(doubt: Doubt, link: Link): void {
    const { book } = this.#options;
    if (doubt.decider !== book.ledgerId) return;
    const { token, attempt, transaction } = doubt;
    const decision: TransactionOutcome = this.#attempts.isOpen(transaction)
      ? "open"
      : book.decisionOf(transaction);
    const note = { token, attempt, transaction, decision };
    this.#options.send(link, encodeOutcome(link.session, note));
  }
}
