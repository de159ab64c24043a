/**
 * What clients were told of bookings, held against what the disks have: all or
 * nothing, once for each key, and never lost.
 */

import type {
  Booking,
  BookOutcome,
  BookRequest,
} from "../../src/calendar/bookings.ts";
import type { Kinds } from "../../src/calendar/mixed_times.ts";
import type { Times } from "../../src/calendar/times.ts";
import { modelKey } from "./asked.ts";
import type { BackendNode } from "./backend_node.ts";
import type { Cluster } from "./cluster.ts";
import { ticksOf } from "./hold_disk.ts";
import type { MainNode } from "./main_node.ts";
import type { Scene } from "./scene.ts";

/** Outcomes that a key keeps for ever. */
const FINAL = new Set<BookOutcome["kind"]>(["booked", "not_free"]);

type Unreadable = BookOutcome & { readonly kind: "unreadable" };

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
  readonly tales: Tale[] = [];
  /** Those that were booked and not cancelled, in the same order. */
  readonly #standing: Tale[] = [];

  constructor(scene: Scene, cluster: Cluster) {
    this.#scene = scene;
    this.#cluster = cluster;
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

  cancelled(tale: Tale): void {
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
      tale.told === null || tale.told.kind === outcome.kind,
      () => `${key} was ${tale.told!.kind} and is ${outcome.kind}`,
    );
    if (outcome.kind === "mixed_times") this.#checkMixed(tale, outcome);
    if (outcome.kind === "unreadable") this.#checkUnreadable(tale, outcome);
    if (!FINAL.has(outcome.kind)) return;
    const isNew = tale.told === null;
    tale.told = outcome;
    if (outcome.kind === "booked") {
      this.#checkKept(tale);
      if (isNew) this.#stand(tale);
    } else if (outcome.kind === "not_free" && isNew) {
      for (const name of outcome.names) this.#checkBusy(tale, name);
    }
  }

  #stand(tale: Tale): void {
    this.#scene.checks.bookings++;
    const before = this.#standing.findLastIndex(({ number }) =>
      number < tale.number
    );
    this.#standing.splice(before + 1, 0, tale);
  }

  /** A server that is said to have times of a kind had such, at some time. */
  #checkMixed({ request }: Tale, said: Kinds): void {
    const had = (kind: Times) =>
      said[kind].every((server) =>
        this.#cluster.ofServer(server).some(({ kinds }) => kinds.has(kind))
      );
    const other = request.slot.times === "numbers" ? "instants" : "numbers";
    this.#scene.checks.hold(
      "T2",
      had("numbers") && had("instants") && said[other].length > 0,
      () => `${request.key} is told ${JSON.stringify(said)}`,
    );
  }

  /** Whoever is said not to be readable was not, at some moment. */
  #checkUnreadable({ request, begunMs }: Tale, { servers }: Unreadable): void {
    for (const { server, names } of servers) {
      const states = [...this.#cluster.servedSince(server, begunMs)];
      this.#scene.checks.hold(
        "U1",
        names.length > 0 &&
          names.every((name) =>
            states.some(({ calendars }) =>
              calendars.unreadable.has(modelKey(name))
            )
          ),
        () => `${request.key}: ${names} of ${server} can be read`,
      );
    }
  }

  /** Whoever is said not to be free was not, at some moment. */
  #checkBusy({ request, begunMs }: Tale, name: string): void {
    const { population: { axis }, files } = this.#cluster;
    const ticks = ticksOf(request.slot, axis);
    const states = files.flatMap((file) => [
      ...this.#cluster.servedSince(file.name, begunMs),
    ]);
    this.#scene.checks.hold(
      "B2",
      states.some(({ calendars }) =>
        calendars.rows.get(modelKey(name))?.subarray(...ticks).includes(0)
      ),
      () => `${name} is not free for ${JSON.stringify(request.slot)}, it says`,
    );
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
