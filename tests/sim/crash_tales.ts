/**
 * What clients do of whom a server ends meanwhile, and what must hold of it
 * all half a minute later.
 */

import { assert, assertEquals } from "@std/assert";
import { bookingId } from "../../src/calendar/booking_id.ts";
import type {
  BookOutcome,
  BookRequest,
  CancelOutcome,
} from "../../src/calendar/bookings.ts";
import { numbers } from "../support/timed_slots.ts";
import { CrashStage, type Fate } from "./crash_stage.ts";
import type { MainNode } from "./main_node.ts";

const SLOT = numbers(2, 4);
const REQUEST: BookRequest = {
  key: "the key",
  slot: SLOT,
  title: "",
  names: ["pa", "pb"],
};
const RIVAL: BookRequest = { ...REQUEST, key: "a rival's", names: ["pb"] };
/** What a client asks when all is over, to see whether the slot is free. */
const LAST: BookRequest = { ...REQUEST, key: "the last" };

/** Moments count until then. */
const WATCHED_MS = 500;
/** By then nothing is in doubt. */
const REST_MS = 30_000;
/** A client that has heard nothing for so long asks again. */
const AGAIN_MS = 5_500;
const SETTLE_MS = 3_000;

/** What somebody was told, in their order. */
type Told = (BookOutcome | CancelOutcome)["kind"];

export interface TaleKind {
  readonly name: string;
  readonly mains: number;
  /** What a repeat is told if nobody was told an outcome. */
  readonly ends: "booked" | "not_free";
  /** Before anybody may end. */
  readonly prepare?: (tale: Tale) => void;
  readonly act: (tale: Tale) => void;
}

export const TALES: readonly TaleKind[] = [
  { name: "booked", mains: 1, ends: "booked", act: (tale) => tale.book() },
  {
    name: "cancelled",
    mains: 1,
    ends: "booked",
    prepare: (tale) => tale.book(),
    act: (tale) => tale.cancel(),
  },
  {
    name: "refused",
    mains: 1,
    ends: "not_free",
    prepare: (tale) => tale.rival(),
    act: (tale) => tale.book(),
  },
  {
    name: "repeated",
    mains: 1,
    ends: "booked",
    act: (tale) => {
      tale.book(() => tale.book());
      tale.book();
    },
  },
  {
    name: "cancelled at once",
    mains: 1,
    ends: "booked",
    act: (tale) => tale.book(() => tale.cancel()),
  },
  {
    name: "at two main servers",
    mains: 2,
    ends: "booked",
    act: (tale) => {
      tale.book();
      tale.book(() => {}, 1);
    },
  },
];

/** One run of a tale. */
export class Tale {
  readonly stage: CrashStage;
  /** What clients were told of the booking, and of its end. */
  readonly booked: Told[] = [];
  readonly cancelled: Told[] = [];
  readonly #kind: TaleKind;

  constructor(kind: TaleKind, fate: Fate | null) {
    this.#kind = kind;
    this.stage = new CrashStage(fate, kind.mains);
  }

  async run(): Promise<void> {
    const { stage } = this;
    await stage.start();
    this.#kind.prepare?.(this);
    await stage.pass(SETTLE_MS);
    stage.moments.isOn = true;
    this.#kind.act(this);
    await stage.pass(WATCHED_MS);
    stage.moments.isOn = false;
    await stage.pass(REST_MS);
    this.#check();
    await this.#askAgain();
    stage.stop();
  }

  /** A client books, and asks again as long as it does not know. */
  book(then: () => void = () => {}, number = 0): void {
    const { stage } = this;
    let isAnswered = false;
    stage.book(this.#main(number), REQUEST, ({ kind }) => {
      isAnswered = kind !== "outcome_unknown";
      this.booked.push(kind);
      if (isAnswered) then();
    });
    stage.scene.queue.after(AGAIN_MS, () => {
      if (!isAnswered) this.book(then, number);
    });
  }

  cancel(): void {
    const { stage } = this;
    let isAnswered = false;
    stage.cancel(this.#main(), bookingId(REQUEST.key), ({ kind }) => {
      isAnswered = true;
      this.cancelled.push(kind);
    });
    stage.scene.queue.after(AGAIN_MS, () => {
      if (!isAnswered) this.cancel();
    });
  }

  rival(): void {
    this.stage.book(this.#main(), RIVAL, ({ kind }) => {
      assertEquals(kind, "booked", "the rival came first");
    });
  }

  #main(number = 0): MainNode {
    return this.stage.mains[number]!;
  }

  /** The states that disks have of the booking: main servers', A's and B's. */
  get #states() {
    const { mains, backends } = this.stage;
    const decided = mains.flatMap(({ disk }) =>
      [...disk.bookings.values()].filter(({ key }) => key === REQUEST.key)
    );
    const held = backends.map(({ disk }) =>
      [...disk.holds.values()].filter(({ key }) => key === REQUEST.key)
    );
    const states = (rows: readonly { readonly state: string }[]) =>
      rows.map(({ state }) => state).join();
    return { decided: states(decided), held: held.map(states) };
  }

  /** All or nothing, as was told, and nothing in doubt. */
  #check(): void {
    const { decided, held } = this.#states;
    assertEquals(held, [decided, decided], "all or nothing");
    for (const { disk } of this.stage.backends) assertEquals(disk.inDoubt, 0);
    const outcome = this.#outcome;
    const isCancelled = this.cancelled.includes("cancelled");
    const booked = outcome === "booked" ? "booked" : "";
    const expected = isCancelled ? "cancelled" : booked;
    assertEquals(decided, expected, `clients were told ${this.#told}`);
  }

  /** The last that stays so for ever; there is no other one. */
  get #outcome(): Told | undefined {
    const final = this.booked.filter((kind) =>
      kind === "booked" || kind === "not_free"
    );
    assert(new Set(final).size <= 1, `clients were told ${this.#told}`);
    return final.at(-1);
  }

  get #told(): string {
    return JSON.stringify([this.booked, this.cancelled]);
  }

  /** The key has its outcome for ever, and the slot is free or it is not. */
  async #askAgain(): Promise<void> {
    const outcome = this.#outcome ?? this.#kind.ends;
    for (const number of this.stage.mains.keys()) {
      this.book(() => {}, number);
      await this.stage.pass(SETTLE_MS);
      assertEquals(this.booked.at(-1), outcome, this.#told);
    }
    const isTaken = this.#states.decided !== "cancelled";
    const told: Told[] = [];
    this.stage.book(this.#main(), LAST, ({ kind }) => told.push(kind));
    await this.stage.pass(SETTLE_MS);
    assertEquals(told, [isTaken ? "not_free" : "booked"], "whether it is free");
  }
}
