/**
 * The disk of a backend's host, and what must hold of all that is written to
 * it: nobody is booked twice, and only time that is free.
 */

import type { Hold, HoldChange, Slot } from "../../src/calendar/bookings.ts";
import { MemoryDisk, MemoryLedger } from "../support/memory_ledger.ts";
import type { Axis, Row } from "../support/oracle.ts";
import type { Checks } from "./checks.ts";

export interface HoldDiskOptions {
  readonly checks: Checks;
  readonly axis: Axis;
  /** The rows of the file that is served, by key. */
  readonly rows: () => ReadonlyMap<string, Row>;
  /** Called once something is on it. */
  readonly written: () => void;
}

export class HoldDisk extends MemoryDisk {
  readonly #options: HoldDiskOptions;

  constructor(options: HoldDiskOptions) {
    super();
    this.#options = options;
  }

  /** For one life of the process. */
  open(drawId: () => string): MemoryLedger {
    return new WatchedLedger(this, {
      drawId,
      judge: (changes) => this.#judge(changes),
      written: this.#options.written,
    });
  }

  /** Transactions that wait for their decision. */
  get inDoubt(): number {
    return [...this.holds.values()].filter(({ state }) => state === "held")
      .length;
  }

  /** The rows less what is held and booked. */
  freeRows(): ReadonlyMap<string, Row> {
    const { axis, rows } = this.#options;
    const busy = this.#busy();
    if (busy.length === 0) return rows();
    const free = new Map(rows());
    for (const { people, slot } of busy) {
      for (const person of people) {
        const row = free.get(person)?.slice();
        if (row) free.set(person, row.fill(0, ...ticksOf(slot, axis)));
      }
    }
    return free;
  }

  #busy(): Hold[] {
    return [...this.holds.values()].filter(({ state }) =>
      state !== "cancelled"
    );
  }

  /** Before it is written, as what was there decides. */
  #judge(changes: readonly HoldChange[]): void {
    const { checks, axis } = this.#options;
    for (const change of changes) {
      if (change.kind === "remove") continue;
      const { hold } = change;
      if (this.holds.has(hold.transaction)) continue;
      const free = this.freeRows();
      for (const person of hold.people) {
        const row = free.get(person);
        const ticks = row?.subarray(...ticksOf(hold.slot, axis));
        checks.hold(
          "B2",
          ticks !== undefined && !ticks.includes(0),
          () => `${person} is held for ${JSON.stringify(hold)} and not free`,
        );
      }
    }
    this.#checkDisjoint(changes);
  }

  #checkDisjoint(changes: readonly HoldChange[]): void {
    const added = changes.flatMap((change) =>
      change.kind === "put" && !this.holds.has(change.hold.transaction)
        ? [change.hold]
        : []
    );
    for (const [i, a] of added.entries()) {
      for (const b of added.slice(i + 1)) {
        const isShared = a.people.some((person) => b.people.includes(person));
        this.#options.checks.hold(
          "B2",
          !isShared || a.slot.end <= b.slot.start || b.slot.end <= a.slot.start,
          () => `${JSON.stringify(a)} and ${JSON.stringify(b)} overlap`,
        );
      }
    }
  }
}

/** From the first tick of a slot to the one after its last. */
export function ticksOf(
  { start, end }: Slot,
  { origin, unit }: Axis,
): [from: number, to: number] {
  return [(start - origin) / unit, (end - origin) / unit];
}

class WatchedLedger extends MemoryLedger {
  readonly #kept: () => number;
  readonly #judge: (changes: readonly HoldChange[]) => void;
  readonly #written: () => void;

  constructor(disk: HoldDisk, { drawId, judge, written }: {
    readonly drawId: () => string;
    readonly judge: (changes: readonly HoldChange[]) => void;
    readonly written: () => void;
  }) {
    super(disk, drawId);
    this.#kept = () => disk.commits.length;
    this.#judge = judge;
    this.#written = written;
  }

  override commit(changes: readonly HoldChange[]): void {
    const before = this.#kept();
    this.#judge(changes);
    try {
      super.commit(changes);
    } finally {
      if (this.#kept() > before) this.#written();
    }
  }
}
