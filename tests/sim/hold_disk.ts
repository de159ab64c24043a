/**
 * The disk of a backend's host, and what must hold of all that is written to
 * it: nobody is booked twice, and only time that is free.
 */

import type {
  Hold,
  HoldChange,
  Slot,
  TransactionId,
} from "../../src/calendar/bookings.ts";
import type { Times } from "../../src/calendar/times.ts";
import { MemoryDisk, MemoryLedger } from "../support/memory_ledger.ts";
import { type Axis, type Row, tickAt } from "../support/oracle.ts";
import type { Checks } from "./checks.ts";
import type { Ticks } from "./slot_row.ts";

export interface HoldDiskOptions {
  readonly checks: Checks;
  readonly axis: Axis;
  /** The rows of the file that is served, by key. */
  readonly rows: () => ReadonlyMap<string, Row>;
  /** What they count; null where nobody has any time. */
  readonly times: () => Times | null;
  /** Called once something is on it. */
  readonly written: () => void;
  readonly nowMs: () => number;
}

/** A hold that came and went in one commit, so that no disk ever had it. */
export interface PassedHold {
  readonly hold: Hold;
  readonly atMs: number;
}

export class HoldDisk extends MemoryDisk {
  /** Others were refused because of them, all the same. */
  readonly passed: PassedHold[] = [];
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
    const rows = this.#options.rows();
    const changed = this.#changedRows(this.holds.values());
    return changed.size === 0 ? rows : new Map([...rows, ...changed]);
  }

  /** Of those who have something on. */
  #changedRows(holds: Iterable<Hold>): Map<string, Row> {
    const { axis, rows, times } = this.#options;
    const changed = new Map<string, Row>();
    for (const hold of holds) {
      // A slot of another kind is no time of theirs.
      if (!isBusy(hold) || hold.slot.times !== times()) continue;
      for (const person of hold.people) {
        const row = changed.get(person) ?? rows().get(person)?.slice();
        if (!row) continue;
        changed.set(person, row.fill(0, ...ticksOf(hold.slot, axis)));
      }
    }
    return changed;
  }

  /** Before they are written, one after another. */
  #judge(changes: readonly HoldChange[]): void {
    const staged = new Map<TransactionId, Hold | null>();
    for (const change of changes) {
      if (change.kind === "remove") {
        const hold = staged.get(change.transaction);
        if (hold) this.passed.push({ hold, atMs: this.#options.nowMs() });
        staged.set(change.transaction, null);
      } else {
        const { hold } = change;
        const { transaction } = hold;
        const isStaged = staged.has(transaction);
        const before = (isStaged ? staged : this.holds).get(transaction);
        if (!before) this.#checkFree(hold, staged);
        staged.set(transaction, hold);
      }
    }
  }

  #checkFree(
    hold: Hold,
    staged: ReadonlyMap<TransactionId, Hold | null>,
  ): void {
    const { checks, axis, rows, times } = this.#options;
    const kept = this.holds.values()
      .filter(({ transaction }) => !staged.has(transaction));
    const taken = [...kept, ...staged.values()].flatMap((other) =>
      other && isBusy(other) && meet(other, hold) ? other.people : []
    );
    for (const person of hold.people) {
      const ticks = rows().get(person)?.subarray(...ticksOf(hold.slot, axis));
      checks.hold(
        "B2",
        ticks !== undefined && !ticks.includes(0) &&
          !taken.includes(person) && hold.slot.times === times(),
        () => `${person} is held for ${JSON.stringify(hold)} and not free`,
      );
    }
  }
}

/** Whether slots of the same kind overlap. */
function meet({ slot: a }: Hold, { slot: b }: Hold): boolean {
  return a.times === b.times && a.start < b.end && b.start < a.end;
}

function isBusy({ state }: Hold): boolean {
  return state !== "cancelled";
}

/** From the first tick of a slot to the one after its last. */
export function ticksOf(
  { start, end }: Slot,
  axis: Axis,
): Ticks {
  return [tickAt(axis, start), tickAt(axis, end)];
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
