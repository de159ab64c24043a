/**
 * A backend's ledger on a disk that is a test's. What was committed survives
 * whoever wrote it: another ledger on the same disk finds it.
 */

import { assert } from "@std/assert";
import {
  type Hold,
  type HoldChange,
  type HoldLedger,
  LedgerFullError,
  type LedgerId,
  type TransactionId,
} from "../../src/calendar/bookings.ts";

/**
 * - `full`: there is no room for anything but to remove.
 * - `fails_before`, `fails_after`: the next commit throws, and the disk has
 *   nothing of it or all; then it is as before.
 */
export type DiskFault = "full" | "fails_before" | "fails_after";

/** What a crash leaves behind. */
export class MemoryDisk {
  ledger: LedgerId | null = null;
  readonly holds = new Map<TransactionId, Hold>();
  fault: DiskFault | null = null;
  /** How something is written; a test may end it before or after that. */
  writing: (write: () => void) => void = (write) => write();
  /** Changes of each commit that was kept. */
  readonly commits: (readonly HoldChange[])[] = [];
}

export class MemoryLedger implements HoldLedger {
  readonly #disk: MemoryDisk;
  readonly #drawId: () => LedgerId;

  /** @param drawId Of 8 bytes in hexadecimal, for a ledger that is made. */
  constructor(disk: MemoryDisk, drawId: () => LedgerId) {
    this.#disk = disk;
    this.#drawId = drawId;
  }

  get id(): LedgerId | null {
    return this.#disk.ledger;
  }

  load(): readonly Hold[] {
    return [...this.#disk.holds.values()];
  }

  commit(changes: readonly HoldChange[]): void {
    assert(changes.length > 0, "nothing to keep is not worth a commit");
    const { fault } = this.#disk;
    const isRoomNeeded = changes.some(({ kind }) => kind === "put");
    if (fault === "full" && isRoomNeeded) {
      throw new LedgerFullError("Cannot keep bookings as the disk is full");
    }
    if (fault !== "full") this.#disk.fault = null;
    if (fault === "fails_before") throw new Error("The disk has failed");
    this.#disk.writing(() => this.#write(changes));
    if (fault === "fails_after") throw new Error("The disk has failed");
  }

  #write(changes: readonly HoldChange[]): void {
    this.#disk.ledger ??= this.#drawId();
    for (const change of changes) {
      if (change.kind === "put") {
        this.#disk.holds.set(change.hold.transaction, change.hold);
      } else {
        this.#disk.holds.delete(change.transaction);
      }
    }
    this.#disk.commits.push(changes);
  }
}
