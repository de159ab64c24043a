/**
 * Requests about bookings: from a client's line to the service and back, by
 * the rules of whom a main server speaks, and with an account of each.
 */

import { ASKER_WEIGHT_MAX, QUERY_MS_MAX } from "../base/limits.ts";
import type { Clock, Entropy } from "../base/ports.ts";
import { drawBookingKey } from "../calendar/booking_id.ts";
import type { Turns } from "../protocol/turns.ts";
import { groupsAsked } from "../wire/asked_groups.ts";
import {
  type BookingRequest,
  type BookingsLine,
  type BookLine,
  type CancelLine,
  codeOf,
  formatBookAnswer,
  formatBookings,
  formatCancelAnswer,
  formatUnknownNames,
} from "../wire/booking_lines.ts";
import { formatRefusal, type RefusalCode } from "../wire/refusals.ts";
import { jsonSlot } from "../wire/slot_text.ts";
import type { BookingService } from "./booking_service.ts";
import { askerOf, type Guest } from "./entrance.ts";
import type { DeskRules, Question } from "./query_desk.ts";

/** A request and what came of it, for whoever has to account for it. */
export interface BookingRecord {
  readonly client: Guest;
  readonly action: BookingRequest["kind"];
  /** As typed; of a booking that is cancelled nobody says them. */
  readonly names: readonly string[];
  /** With their `@`; left out where none was asked. */
  readonly groups?: readonly string[];
  /** What is to be booked, start and end, as in JSON; null for the rest. */
  readonly slot: readonly [number | string, number | string] | null;
  /** Its id, if it is known. */
  readonly booking: string | null;
  /** Of an error, its code. */
  readonly outcome: string;
}

/** What its owner wants of a main server that books. */
export interface BookingRules {
  /** Without it nothing can be booked. */
  readonly bookings?: BookingService | undefined;
  /** Told of every request about bookings once it is answered. */
  readonly auditBooking?: ((record: BookingRecord) => void) | undefined;
}

export interface BookingRequestsOptions
  extends BookingRules, Pick<DeskRules, "minGroup"> {
  readonly entropy: Entropy;
  readonly clock: Clock;
  /** Where work waits that others would have to wait for. */
  readonly turns: Turns;
}

/** To list a booking takes as long as so many intervals. */
const BOOKING_WEIGHT = 8;

type Account = Partial<BookingRecord> & Pick<BookingRecord, "outcome">;

export class BookingRequests {
  readonly #service: BookingService | undefined;
  readonly #options: BookingRequestsOptions;
  readonly #minGroup: number;
  readonly #audit: (record: BookingRecord) => void;

  constructor(options: BookingRequestsOptions) {
    const { bookings, minGroup = 1, auditBooking = () => {} } = options;
    this.#options = options;
    this.#service = bookings;
    this.#minGroup = minGroup;
    this.#audit = auditBooking;
  }

  readonly take = (
    { request, client, answer }: Question<BookingRequest>,
  ): void => {
    const { kind: action, id } = request;
    const about = request.kind === "cancel"
      ? { names: [] }
      : { names: request.names, ...groupsAsked(request) };
    const slot = request.kind === "book" ? jsonSlot(request.slot) : null;
    const end = (line: string, account: Account) => {
      const what = { ...about, slot, booking: null };
      this.#audit({ client, action, ...what, ...account });
      answer(`${line}\n`);
    };
    if (request.kind !== "cancel" && request.groups?.unknown.length) {
      const line = formatUnknownNames(id, request.groups.unknown);
      return end(line, { outcome: "unknown_name" });
    }
    const service = this.#service;
    const objection = this.#objectTo(request);
    if (!service || objection) {
      const { json } = request;
      const refusal = {
        kind: "refusal",
        json,
        id,
        ...objection ?? NO_SERVICE,
      } as const;
      return end(formatRefusal(refusal), { outcome: refusal.code });
    }
    if (request.kind === "book") return this.#book(request, service, end);
    if (request.kind === "cancel") return cancel(request, service, end);
    this.#list(request, { service, asker: askerOf(client), end });
  };

  #book(line: BookLine, service: BookingService, end: End): void {
    const { id, names, slot, title, groups } = line;
    const key = line.key ?? drawBookingKey(this.#options.entropy);
    const request = { key, names, slot, title };
    service.book(request, (outcome) => {
      const isDiscreet = outcome.kind === "not_free" && this.#minGroup > 1;
      // That one person is not free would be an answer about one person.
      const told = isDiscreet ? { ...outcome, names: [] } : outcome;
      const booking = outcome.kind === "booked" ? outcome.booking.id : null;
      end(formatBookAnswer(id, told, { ...request, groups: groups?.known }), {
        booking,
        outcome: codeOf(outcome),
      });
    });
  }

  /** Others would have to wait for a long list. */
  #list({ id, json, names, groups }: BookingsLine, { service, asker, end }: {
    readonly service: BookingService;
    readonly asker: string;
    readonly end: End;
  }): void {
    const { clock, turns } = this.#options;
    const nowMs = clock.nowMs();
    const weight = BOOKING_WEIGHT * service.countToList(names);
    turns.add(asker, {
      // Who asks for one list alone is to get it, however long it is.
      weight: Math.min(weight, ASKER_WEIGHT_MAX),
      lateMs: nowMs + QUERY_MS_MAX,
      run() {
        const line = formatBookings(id, service.list(names), groups?.known);
        end(line, { outcome: "listed" });
      },
      refuse() {
        const refusal = { kind: "refusal", json, id, ...BUSY } as const;
        end(formatRefusal(refusal), { outcome: BUSY.code });
      },
    }, nowMs);
  }

  /** Why a request is refused before it is looked at; null if it is not. */
  #objectTo(request: BookingRequest): Objection | null {
    if (this.#minGroup === 1 || request.kind === "cancel") return null;
    if (request.kind === "bookings") return NO_LISTS;
    return request.names.length < this.#minGroup ? TOO_FEW : null;
  }
}

type End = (line: string, account: Account) => void;

function cancel(
  { id, booking }: CancelLine,
  service: BookingService,
  end: End,
): void {
  service.cancel(booking, (outcome) => {
    const line = formatCancelAnswer(id, outcome, booking);
    end(line, { booking, outcome: outcome.kind });
  });
}

interface Objection {
  readonly code: RefusalCode;
  readonly message: string;
}

const NO_SERVICE: Objection = {
  code: "unavailable",
  message: "Cannot book as this main server keeps no bookings",
};
const BUSY = {
  code: "busy",
  message: "Cannot list bookings now as too many lists are being made: ask " +
    "again",
} as const;
const NO_LISTS: Objection = {
  code: "group_too_small",
  message: "Cannot list bookings as this main server speaks of larger " +
    "groups only",
};
const TOO_FEW: Objection = {
  code: "group_too_small",
  message: "Cannot book as this main server speaks of larger groups only",
};
