/**
 * What a backend keeps of bookings, in `DIR/SERVER.sqlite`:
 *
 * | Table  | Column           | Meaning                                       |
 * |--------|------------------|-----------------------------------------------|
 * | `hold` |                  | one row for each slot that is, or was, kept   |
 * |        | `transaction_id` | the attempt to book, 32 hexadecimal digits    |
 * |        | `decider`        | `id` of the ledger of the main server that    |
 * |        |                  | decides                                       |
 * |        | `key`            | by which the client asks again                |
 * |        | `start_time`     | when the slot begins                          |
 * |        | `end_time`       | when it ends                                  |
 * |        | `title`          | what the client calls it; may be empty        |
 * |        | `state`          | `held`: not decided yet, `booked`, `cancelled`|
 * |        | `people`         | this server's people in it, as a JSON list of |
 * |        |                  | their names in lower case                     |
 * |        | `times`          | `numbers` or `instants`: what its ends count  |
 *
 * The table `ledger` is in `ledger_file.ts`.
 */

import {
  type Hold,
  type HoldChange,
  type HoldLedger,
  LEDGER_BYTES,
  type LedgerId,
  TRANSACTION_BYTES,
} from "../calendar/bookings.ts";
import { type LedgerBounds, LedgerFile } from "./ledger_file.ts";
import { serverLedgerPath } from "./ledger_path.ts";
import { addTimes, type Row, RowReader, sqlTime } from "./ledger_rows.ts";
import type { SqliteFile, SqliteFormat } from "./sqlite_file.ts";

const FORMAT: SqliteFormat = {
  // "cvnb", for a backend.
  applicationId: 0x63766e62,
  steps: [[
    `
    CREATE TABLE hold (
      transaction_id TEXT PRIMARY KEY,
      decider TEXT NOT NULL,
      key TEXT NOT NULL,
      start_time INTEGER NOT NULL,
      end_time INTEGER NOT NULL CHECK (start_time < end_time),
      title TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('held', 'booked', 'cancelled')),
      people TEXT NOT NULL CHECK (json_valid(people))
    ) STRICT
    `,
  ], [addTimes("hold")]],
};

const ALL = "SELECT rowid AS row, * FROM hold ORDER BY rowid";
const PUT = `
  INSERT INTO hold VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (transaction_id) DO UPDATE SET
    decider = excluded.decider, key = excluded.key,
    start_time = excluded.start_time, end_time = excluded.end_time,
    title = excluded.title, state = excluded.state, people = excluded.people,
    times = excluded.times
`;
const REMOVE = "DELETE FROM hold WHERE transaction_id = ?";

const STATES = ["held", "booked", "cancelled"] as const;

export interface HoldLedgerOptions extends LedgerBounds {
  /** The backend's name. */
  readonly server: string;
}

export class SqliteHoldLedger implements HoldLedger, Disposable {
  readonly #ledger: LedgerFile;
  readonly #holds: readonly Hold[];

  /** @throws {UnavailableError} If there is one that is not to be used. */
  constructor({ folder, server, ...bounds }: HoldLedgerOptions) {
    const path = serverLedgerPath(folder, server);
    const place = { folder, path, server, format: FORMAT, ...bounds };
    this.#ledger = new LedgerFile(place);
    this.#holds = this.#ledger.read((file) =>
      file.statement(ALL).all().map(readHold)
    );
  }

  get id(): LedgerId | null {
    return this.#ledger.id;
  }

  load(): readonly Hold[] {
    return this.#holds;
  }

  commit(changes: readonly HoldChange[]): void {
    this.#ledger.commit((file) => {
      for (const change of changes) apply(change, file);
    });
  }

  close(): void {
    this.#ledger.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

function apply(change: HoldChange, file: SqliteFile): void {
  if (change.kind === "remove") {
    file.statement(REMOVE).run(change.transaction);
    return;
  }
  const { transaction, decider, key, slot, title, state, people } = change.hold;
  file.statement(PUT).run(
    transaction,
    decider,
    key,
    sqlTime(slot.start),
    sqlTime(slot.end),
    title,
    state,
    JSON.stringify(people),
    slot.times,
  );
}

function readHold(row: Row): Hold {
  const reader = new RowReader("hold", row);
  return {
    transaction: reader.hex("transaction_id", TRANSACTION_BYTES),
    decider: reader.hex("decider", LEDGER_BYTES),
    key: reader.key(),
    slot: reader.slot(),
    title: reader.title(),
    state: reader.word("state", STATES),
    people: reader.names("people"),
  };
}
