/**
 * What a main server keeps of bookings, in `DIR/main.sqlite`:
 *
 * | Table     | Column           | Meaning                                    |
 * |-----------|------------------|--------------------------------------------|
 * | `booking` |                  | one row for each slot that was booked      |
 * |           | `transaction_id` | the attempt to book, 32 hexadecimal digits |
 * |           | `key`            | by which the client asks again             |
 * |           | `id`             | by which people speak of it                |
 * |           | `start_time`     | when the slot begins                       |
 * |           | `end_time`       | when it ends                               |
 * |           | `title`          | what the client calls it; may be empty     |
 * |           | `names`          | who is in it, a JSON list, as typed        |
 * |           | `state`          | `booked` or `cancelled`                    |
 * |           | `times`          | `numbers` or `instants`: what the slot's   |
 * |           |                  | ends count                                 |
 * | `part`    |                  | one row for each server of a booking       |
 * |           | `transaction_id` | of the booking                             |
 * |           | `server`         | the backend's name                         |
 * |           | `confirmed`      | 1 once it has followed the booking's state |
 * |           | `people`         | who of its names is there, a JSON list in  |
 * |           |                  | lower case; null before version 3          |
 * | `refused` |                  | one row for each key of the last 30 days   |
 * |           |                  | that was refused for good                  |
 * |           | `key`            | the same key gets the same answer again    |
 * |           | `start_time`     | when the slot would have begun             |
 * |           | `end_time`       | when it would have ended                   |
 * |           | `names`          | who was to be in it, a JSON list, as typed |
 * |           | `not_free`       | who of them was not free, a JSON list;     |
 * |           |                  | empty if nobody may be told                |
 * |           | `refused_ms`     | when, in ms since 1970                     |
 * |           | `times`          | as of a booking                            |
 *
 * The table `ledger` is in `ledger_file.ts`.
 */

import { REFUSED_KEPT_MS } from "../base/limits.ts";
import type {
  Booking,
  BookingChange,
  BookingLedger,
  LedgerId,
  RefusedBooking,
} from "../calendar/bookings.ts";
import { type LedgerBounds, LedgerFile } from "./ledger_file.ts";
import { mainLedgerPath } from "./ledger_path.ts";
import { readBookings, readRefused } from "./booking_rows.ts";
import { addTimes, sqlTime } from "./ledger_rows.ts";
import type { SqliteFile, SqliteFormat } from "./sqlite_file.ts";

const FORMAT: SqliteFormat = {
  // "cvnm", for a main server.
  applicationId: 0x63766e6d,
  steps: [
    [
      `
    CREATE TABLE booking (
      transaction_id TEXT PRIMARY KEY,
      key TEXT NOT NULL UNIQUE,
      id TEXT NOT NULL UNIQUE,
      start_time INTEGER NOT NULL,
      end_time INTEGER NOT NULL CHECK (start_time < end_time),
      title TEXT NOT NULL,
      names TEXT NOT NULL CHECK (json_valid(names)),
      state TEXT NOT NULL CHECK (state IN ('booked', 'cancelled'))
    ) STRICT
    `,
      `
    CREATE TABLE part (
      transaction_id TEXT NOT NULL REFERENCES booking,
      server TEXT NOT NULL,
      confirmed INTEGER NOT NULL CHECK (confirmed IN (0, 1)),
      PRIMARY KEY (transaction_id, server)
    ) STRICT
    `,
      `
    CREATE TABLE refused (
      key TEXT PRIMARY KEY,
      start_time INTEGER NOT NULL,
      end_time INTEGER NOT NULL CHECK (start_time < end_time),
      names TEXT NOT NULL CHECK (json_valid(names)),
      not_free TEXT NOT NULL CHECK (json_valid(not_free)),
      refused_ms INTEGER NOT NULL
    ) STRICT
    `,
      `
    CREATE INDEX refused_by_age ON refused (refused_ms)
    `,
    ],
    [addTimes("booking"), addTimes("refused")],
    [
      "ALTER TABLE part ADD COLUMN people TEXT CHECK (json_valid(people))",
    ],
  ],
};

const BOOKINGS = "SELECT rowid AS row, * FROM booking ORDER BY rowid";
const PARTS = "SELECT rowid AS row, * FROM part ORDER BY rowid";
const REFUSED =
  "SELECT rowid AS row, * FROM refused WHERE refused_ms >= ? ORDER BY rowid";
const PUT_BOOKING = `
  INSERT INTO booking VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (transaction_id) DO UPDATE SET
    key = excluded.key, id = excluded.id,
    start_time = excluded.start_time, end_time = excluded.end_time,
    title = excluded.title, names = excluded.names, state = excluded.state,
    times = excluded.times
`;
const DROP_PARTS = "DELETE FROM part WHERE transaction_id = ?";
const PUT_PART = "INSERT INTO part VALUES (?, ?, ?, ?)";
const CANCEL =
  "UPDATE booking SET state = 'cancelled' WHERE transaction_id = ?";
const DOUBT_PARTS = "UPDATE part SET confirmed = 0 WHERE transaction_id = ?";
const CONFIRM = `
  UPDATE part SET confirmed = 1 WHERE transaction_id = ? AND server = ? AND
    (SELECT state FROM booking
      WHERE booking.transaction_id = part.transaction_id) = ?
`;
const REFUSE = "INSERT OR REPLACE INTO refused VALUES (?, ?, ?, ?, ?, ?, ?)";
const FORGET = "DELETE FROM refused WHERE key = ?";
const FORGET_OLD = "DELETE FROM refused WHERE refused_ms < ?";

export class SqliteBookingLedger implements BookingLedger, Disposable {
  readonly #ledger: LedgerFile;
  readonly #epochMs: () => number;
  readonly #bookings: readonly Booking[];
  readonly #refused: readonly RefusedBooking[];

  /** @throws {UnavailableError} If there is one that is not to be used. */
  constructor(bounds: LedgerBounds) {
    const path = mainLedgerPath(bounds.folder);
    this.#ledger = new LedgerFile({
      ...bounds,
      path,
      server: null,
      format: FORMAT,
    });
    this.#epochMs = bounds.epochMs ?? Date.now;
    this.#bookings = this.#ledger.read((file) =>
      readBookings(file.statement(BOOKINGS).all(), file.statement(PARTS).all())
    );
    this.#refused = this.#ledger.read((file) =>
      file.statement(REFUSED).all(this.#oldest).map(readRefused)
    );
  }

  get id(): LedgerId | null {
    return this.#ledger.id;
  }

  /** @throws {LedgerFullError} If there is no ledger and none can be made. */
  make(): LedgerId {
    return this.#ledger.make();
  }

  load() {
    return { bookings: this.#bookings, refused: this.#refused };
  }

  commit(changes: readonly BookingChange[]): void {
    this.#ledger.commit((file) => {
      for (const change of changes) this.#apply(change, file);
    });
  }

  close(): void {
    this.#ledger.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** What was refused before this is forgotten. */
  get #oldest(): bigint {
    return BigInt(this.#epochMs() - REFUSED_KEPT_MS);
  }

  #apply(change: BookingChange, file: SqliteFile): void {
    switch (change.kind) {
      case "put":
        return putBooking(change.booking, file);
      case "cancel":
        file.statement(CANCEL).run(change.transaction);
        file.statement(DOUBT_PARTS).run(change.transaction);
        return;
      case "confirm": {
        const { transaction, server, decision } = change;
        const state = decision === "commit" ? "booked" : "cancelled";
        file.statement(CONFIRM).run(transaction, server, state);
        return;
      }
      case "refuse":
        file.statement(FORGET_OLD).run(this.#oldest);
        return refuse(change.refused, file, BigInt(this.#epochMs()));
      case "forget":
        for (const key of change.keys) file.statement(FORGET).run(key);
        return;
    }
  }
}

function putBooking(booking: Booking, file: SqliteFile): void {
  const { transaction, key, id, slot, title, names, state, parts } = booking;
  file.statement(PUT_BOOKING).run(
    transaction,
    key,
    id,
    sqlTime(slot.start),
    sqlTime(slot.end),
    title,
    JSON.stringify(names),
    state,
    slot.times,
  );
  file.statement(DROP_PARTS).run(transaction);
  for (const { server, confirmed, people } of parts) {
    const list = people && JSON.stringify(people);
    file.statement(PUT_PART).run(transaction, server, confirmed ? 1 : 0, list);
  }
}

function refuse(
  { key, slot, names, notFree }: RefusedBooking,
  file: SqliteFile,
  nowMs: bigint,
): void {
  file.statement(REFUSE).run(
    key,
    sqlTime(slot.start),
    sqlTime(slot.end),
    JSON.stringify(names),
    JSON.stringify(notFree),
    nowMs,
    slot.times,
  );
}
