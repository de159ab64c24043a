/**
 * What a backend has promised to hold: its ledger, with an index. Changes
 * count at once, so that of two claims in one turn the second meets the first;
 * nobody is told before they are kept, and what is not kept never was.
 */

import {
  type Hold,
  type HoldChange,
  type HoldLedger,
  LedgerFullError,
  type LedgerId,
  type TransactionId,
} from "../calendar/bookings.ts";
import type { FreeTime } from "../calendar/free_time.ts";

/** A transaction's hold before a change. */
interface Before {
  readonly transaction: TransactionId;
  readonly hold: Hold | undefined;
}

export class HoldBook {
  readonly #ledger: HoldLedger;
  readonly #time: FreeTime;
  readonly #byTransaction = new Map<TransactionId, Hold>();
  readonly #byKey = new Map<string, Hold>();
  #changes: HoldChange[] = [];
  #before: Before[] = [];

  /** @param time From which everything that is held or booked is taken. */
  constructor(ledger: HoldLedger, time: FreeTime) {
    this.#ledger = ledger;
    this.#time = time;
    for (const hold of ledger.load()) this.#set(hold.transaction, hold);
  }

  get ledgerId(): LedgerId | null {
    return this.#ledger.id;
  }

  get holds(): Iterable<Hold> {
    return this.#byTransaction.values();
  }

  find(transaction: TransactionId): Hold | undefined {
    return this.#byTransaction.get(transaction);
  }

  /** What a client's key stands for. */
  ofKey(key: string): Hold | undefined {
    return this.#byKey.get(key);
  }

  put(hold: Hold): void {
    this.#change({ kind: "put", hold }, hold.transaction, hold);
  }

  remove(transaction: TransactionId): void {
    this.#change({ kind: "remove", transaction }, transaction, undefined);
  }

  /**
   * Keeps all changes since the last commit.
   *
   * @returns False if there was no room, and it is as it was before them.
   * @throws Whatever the ledger throws but that it is full.
   */
  commit(): boolean {
    const [changes, before] = [this.#changes, this.#before];
    this.#changes = [];
    this.#before = [];
    if (changes.length === 0) return true;
    try {
      this.#ledger.commit(changes);
      return true;
    } catch (error) {
      if (!(error instanceof LedgerFullError)) throw error;
      for (const { transaction, hold } of before.reverse()) {
        this.#set(transaction, hold);
      }
      return false;
    }
  }

  #change(
    change: HoldChange,
    transaction: TransactionId,
    hold: Hold | undefined,
  ): void {
    this.#changes.push(change);
    this.#before.push({ transaction, hold: this.find(transaction) });
    this.#set(transaction, hold);
  }

  #set(transaction: TransactionId, hold: Hold | undefined): void {
    const before = this.find(transaction);
    if (before) {
      this.#byTransaction.delete(transaction);
      this.#byKey.delete(before.key);
    }
    if (hold) {
      this.#byTransaction.set(transaction, hold);
      this.#byKey.set(hold.key, hold);
    }
    const [was, is] = [isBusy(before), isBusy(hold)];
    if (was === is) return;
    const { people, slot } = (hold ?? before)!;
    for (const person of people) {
      if (is) this.#time.give(person, slot);
      else this.#time.takeBack(person, slot);
    }
  }
}

function isBusy(hold: Hold | undefined): boolean {
  return hold !== undefined && hold.state !== "cancelled";
}
