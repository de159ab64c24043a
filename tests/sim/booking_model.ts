/**
 * What clients were told of bookings, held against what the disks have: all or
 * nothing, once for each key, and never lost.
 */

import type {
  Booking,
  BookOutcome,
  BookRequest,
  CancelOutcome,
} from "../../src/calendar/bookings.ts";
import type { BackendNode } from "./backend_node.ts";
import type { Cluster } from "./cluster.ts";
import type { MainNode } from "./main_node.ts";
import { RefusalChecks } from "./refusal_checks.ts";
import type { Scene } from "./scene.ts";

/** Outcomes that a key keeps for ever. */
const FINAL = new Set<BookOutcome["kind"]>(["booked", "not_free"]);

/** A key's story, as its client knows it. */
export interface Tale {
  readonly main: MainNode;
  readonly request: BookRequest;
  /** When it was asked first: a refusal may have been kept and not told. */
  readonly begunMs: number;
  /** How many tales there were before it. */
  readonly number: number;
  /** Null as long as nobody was told for good. */
  told: BookOutcome | null;
  /** Whether anybody has asked to cancel it. */
  cancel: "never" | "asked" | "told";
}

export class BookingModel {
  readonly #scene: Scene;
  readonly #cluster: Cluster;
  readonly #refusals: RefusalChecks;
  readonly tales: Tale[] = [];
  /** Those that were booked and not cancelled, in the same order. */
  readonly #standing: Tale[] = [];

  constructor(scene: Scene, cluster: Cluster) {
    this.#scene = scene;
    this.#cluster = cluster;
    this.#refusals = new RefusalChecks(scene, cluster);
  }

  begin(main: MainNode, request: BookRequest): Tale {
    const begunMs = this.#scene.queue.nowMs;
    const tale: Tale = {
      main,
      request,
      begunMs,
      number: this.tales.length,
      told: null,
      cancel: "never",
    };
    this.tales.push(tale);
    return tale;
  }

  /** Whose clients were told that they are booked, and not cancelled. */
  get standing(): readonly Tale[] {
    return this.#standing;
  }

  /** A client that was told of a booking is told how its end went. */
  cancelled(tale: Tale, kind: CancelOutcome["kind"]): void {
    this.#scene.checks.hold(
      "B3",
      kind !== "no_such_booking",
      () => `${tale.request.key} was booked, and nobody knows it`,
    );
    if (kind !== "cancelled") return;
    tale.cancel = "told";
    const at = this.#standing.indexOf(tale);
    if (at >= 0) this.#standing.splice(at, 1);
  }

  /** A client is told how it ended. */
  told(tale: Tale, outcome: BookOutcome): void {
    const { checks } = this.#scene;
    const { key } = tale.request;
    checks.hold(
      "B4",
      tale.told === null || essence(tale.told) === essence(outcome),
      () => `${key} was ${essence(tale.told!)} and is ${essence(outcome)}`,
    );
    this.#refusals.check(tale, outcome);
    if (!FINAL.has(outcome.kind)) return;
    const isNew = tale.told === null;
    tale.told = outcome;
    if (outcome.kind === "booked") {
      this.#checkKept(tale);
      if (isNew) this.#stand(tale);
    }
  }

  #stand(tale: Tale): void {
    this.#scene.checks.bookings++;
    const before = this.#standing.findLastIndex(({ number }) =>
      number < tale.number
    );
    this.#standing.splice(before + 1, 0, tale);
  }

  /** What was told is on all disks by then. */
  #checkKept(tale: Tale): void {
    const booking = this.#bookingOf(tale);
    const { checks } = this.#scene;
    const { key } = tale.request;
    checks.hold("B3", booking !== undefined, () => `${key} is not kept`);
    for (const { server } of booking?.parts ?? []) {
      const holds = this.#holdsOf(server, booking!);
      checks.hold(
        "B1",
        holds.some(({ state }) => state !== "cancelled") ||
          tale.cancel !== "never",
        () => `${key} is booked and ${server} does not hold it`,
      );
    }
  }

  /** At rest: everywhere the same, and nothing in doubt. */
  checkRest(): void {
    const { checks } = this.#scene;
    for (const tale of this.tales) this.#checkTale(tale);
    for (const node of this.#cluster.backends) {
      checks.hold(
        "B5",
        node.disk.inDoubt === 0,
        () => `${node.host} has ${node.disk.inDoubt} holds in doubt`,
      );
      this.#checkDecided(node);
    }
  }

  /** Holds that wait for their decision. */
  get inDoubt(): number {
    let inDoubt = 0;
    for (const { disk } of this.#cluster.backends) inDoubt += disk.inDoubt;
    return inDoubt;
  }

  #checkTale(tale: Tale): void {
    const { checks } = this.#scene;
    if (tale.told?.kind !== "booked") return;
    const booking = this.#bookingOf(tale);
    const states = tale.cancel === "never"
      ? ["booked"]
      : tale.cancel === "told"
      ? ["cancelled"]
      : ["booked", "cancelled"];
    checks.hold(
      "B3",
      booking !== undefined && states.includes(booking.state),
      () => `${tale.request.key} is ${booking?.state}, not ${states}`,
    );
  }

  /** What a backend has is what its main server has decided, and all have it. */
  #checkDecided({ disk, host }: BackendNode): void {
    const { checks } = this.#scene;
    for (const { transaction, decider, state } of disk.holds.values()) {
      const main = this.#cluster.mains.find(({ disk }) =>
        disk.ledger === decider
      );
      const booking = main?.disk.bookings.get(transaction);
      checks.hold(
        "B1",
        booking?.state === state,
        () => `${transaction} is ${state} at ${host}, but ${booking?.state}`,
      );
      for (const { server } of booking?.parts ?? []) {
        const states = this.#holdsOf(server, booking!).map(({ state }) =>
          state
        );
        checks.hold(
          "B1",
          states.includes(state),
          () => `${transaction} is ${state} at ${host}, and not at ${server}`,
        );
      }
    }
  }

  #bookingOf({ main, request }: Tale): Booking | undefined {
    return main.disk.ofKey(request.key);
  }

  #holdsOf(server: string, { transaction }: Booking) {
    return this.#cluster.ofServer(server).flatMap(({ disk }) =>
      disk.holds.get(transaction) ?? []
    );
  }
}

/** What a client is told for good, which is the same whenever it asks. */
function essence(outcome: BookOutcome): string {
  if (outcome.kind !== "booked") return JSON.stringify(outcome);
  const { id, slot, title, names } = outcome.booking;
  return JSON.stringify({ kind: outcome.kind, id, slot, title, names });
}
