/** A main server that books, whose servers are played by a test. */

import type { BookOutcome, Decision } from "../../src/calendar/bookings.ts";
import type { Times } from "../../src/calendar/times.ts";
import { BookingBook } from "../../src/protocol/booking_book.ts";
import { Coordinator } from "../../src/protocol/coordinator.ts";
import { Directory } from "../../src/protocol/directory.ts";
import { Link } from "../../src/protocol/link.ts";
import type { ListSettled } from "../../src/protocol/query_context.ts";
import {
  type ClaimRequest,
  type DecisionNote,
  encodeClaimReply,
  encodeDoubt,
  encodeReceipt,
  readClaim,
  readDecision,
  readOutcome,
} from "../../src/wire/bookings.ts";
import type { ClaimVerdict } from "../../src/wire/claim_verdict.ts";
import { Kind, openDatagram } from "../../src/wire/datagram.ts";
import { MemoryBookingLedger } from "../support/memory_booking_ledger.ts";
import { seededEntropy } from "../support/seeded_entropy.ts";
import { seededRandom } from "../support/seeded_random.ts";
import { HELD } from "../support/verdicts.ts";
import { namesOf } from "./name_lists.ts";
import { numbers } from "../support/timed_slots.ts";

/** To be booked by lilith of A and zein of B. */
export const REQUEST = {
  key: "a key",
  slot: numbers(5, 7),
  title: "",
  names: ["Lilith", "zein"],
};

export interface Told {
  readonly to: string;
  readonly claim?: ClaimRequest;
  readonly decision?: DecisionNote<Decision>;
  readonly outcome?: string;
}

/** A main server with A, where lilith lives, and B, where zein does. */
export class Office {
  readonly told: Told[] = [];
  readonly answers: BookOutcome[] = [];
  readonly links = new Map<string, Link>();
  readonly ledger: MemoryBookingLedger;
  readonly book: BookingBook;
  readonly coordinator: Coordinator;
  nowMs = 0;
  #list: ListSettled | null = null;
  #sessions = 0;
  readonly #directory = new Directory((name) =>
    this.coordinator?.registered(name, this.nowMs)
  );

  constructor(ledger = new MemoryBookingLedger(), seed = 1) {
    this.ledger = ledger;
    this.book = new BookingBook(ledger);
    const random = seededRandom(seed);
    this.coordinator = new Coordinator({
      book: this.book,
      context: {
        directory: this.#directory,
        missingServers: () => [],
        settledMs: 0,
        awaitList: (_server, _deadlineMs, then) => this.#list = then,
      },
      entropy: seededEntropy(random),
      random,
      send: (link, bytes) => this.#hear(link, bytes),
    }, 0);
  }

  /** With its session of before, if it had one. */
  register(server: string, ...names: string[]): void {
    this.registerWith(null, server, ...names);
  }

  /** As {@linkcode register}, with times that are known. */
  registerWith(times: Times | null, server: string, ...names: string[]): void {
    const link = this.links.get(server) ?? this.#newLink();
    link.times = times;
    this.links.set(server, link);
    const list = { name: server, names: namesOf(names), link };
    this.#directory.commit(list, () => true);
  }

  addCopy(server: string, ...names: string[]): void {
    const copy = { name: server, names: namesOf(names), link: this.#newLink() };
    this.#directory.commit(copy, () => true);
  }

  #newLink(): Link {
    const low = ++this.#sessions;
    const link = new Link({
      session: { high: 0, low },
      address: { host: "10.0.1.1", port: low },
      issuedUs: low,
      nowMs: this.nowMs,
    });
    link.roundTrip.sample(1);
    return link;
  }

  /** A and B are there. */
  static open(ledger?: MemoryBookingLedger): Office {
    const office = new Office(ledger);
    office.register("A", "jameson", "lilith");
    office.register("B", "zein");
    return office;
  }

  ask(request = REQUEST): void {
    this.coordinator.bookSlot(
      request,
      this.nowMs,
      (outcome) => this.answers.push(outcome),
    );
  }

  /** The last claim that a server got. */
  claim(server: string): ClaimRequest {
    const told = this.told.findLast(({ to, claim }) => to === server && claim);
    return told!.claim!;
  }

  decisions(server: string): Decision[] {
    return this.told.flatMap(({ to, decision }) =>
      to === server && decision ? [decision.decision] : []
    );
  }

  /** A server answers its last claim. */
  answer(server: string, verdict: ClaimVerdict): void {
    const link = this.links.get(server)!;
    const { token, attempt, transaction } = this.claim(server);
    const reply = { token, attempt, transaction, verdict };
    this.#receive(encodeClaimReply(link.session, reply), link);
  }

  /** A server confirms a decision, the last one that it was told unless given. */
  confirm(server: string, note?: DecisionNote<Decision>): void {
    const link = this.links.get(server)!;
    const last = this.told.findLast(({ to, decision }) =>
      to === server && decision
    );
    this.#receive(encodeReceipt(link.session, note ?? last!.decision!), link);
  }

  doubt(server: string, transaction: string, decider = this.ledger.id!): void {
    const link = this.links.get(server)!;
    const token = { high: 1, low: 1 };
    const doubt = { token, attempt: 1, transaction, decider };
    this.#receive(encodeDoubt(link.session, doubt), link);
  }

  bookAll(): void {
    this.ask();
    this.answer("A", HELD);
    this.answer("B", HELD);
    this.book.flush();
  }

  at(nowMs: number): void {
    this.nowMs = nowMs;
    this.coordinator.poll(nowMs);
  }

  listChanges(): void {
    this.#list!(true, this.nowMs);
  }

  #receive(bytes: Uint8Array, link: Link): void {
    this.coordinator.receive(openDatagram(bytes), link, this.nowMs);
  }

  #hear(link: Link, bytes: Uint8Array): void {
    const [to] = [...this.links].find(([, other]) => other === link)!;
    const { kind, message } = openDatagram(bytes);
    if (kind === Kind.claim) {
      this.told.push({ to, claim: readClaim(message) });
    } else if (kind === Kind.decide) {
      this.told.push({ to, decision: readDecision(message) });
    } else {
      this.told.push({ to, outcome: readOutcome(message).decision });
    }
  }
}
