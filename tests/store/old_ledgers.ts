/**
 * Ledgers as earlier versions made them, in their own words: whoever has one
 * goes on with it.
 */

import { DatabaseSync } from "node:sqlite";

interface OldLedger {
  readonly file: string;
  readonly applicationId: number;
  readonly sql: string;
}

/** Before there were instants: version 1, with a hold of 4 to 7. */
export const HOLDS_1: OldLedger = {
  file: "A.sqlite",
  applicationId: 0x63766e62,
  sql: `
    CREATE TABLE ledger (id TEXT NOT NULL, server TEXT) STRICT;
    INSERT INTO ledger VALUES ('0123456789abcdef', 'A');
    CREATE TABLE hold (
      transaction_id TEXT PRIMARY KEY,
      decider TEXT NOT NULL,
      key TEXT NOT NULL,
      start_time INTEGER NOT NULL,
      end_time INTEGER NOT NULL CHECK (start_time < end_time),
      title TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('held', 'booked', 'cancelled')),
      people TEXT NOT NULL CHECK (json_valid(people))
    ) STRICT;
    INSERT INTO hold VALUES ('00112233445566778899aabbccddeeff',
      'fedcba9876543210', 'k1', 4, 7, 'Review', 'booked', '["lilith"]');
  `,
};

/** The same of a main server, with what it refused. */
export const BOOKINGS_1: OldLedger = {
  file: "main.sqlite",
  applicationId: 0x63766e6d,
  sql: `
    CREATE TABLE ledger (id TEXT NOT NULL, server TEXT) STRICT;
    INSERT INTO ledger VALUES ('fedcba9876543210', NULL);
    CREATE TABLE booking (
      transaction_id TEXT PRIMARY KEY,
      key TEXT NOT NULL UNIQUE,
      id TEXT NOT NULL UNIQUE,
      start_time INTEGER NOT NULL,
      end_time INTEGER NOT NULL CHECK (start_time < end_time),
      title TEXT NOT NULL,
      names TEXT NOT NULL CHECK (json_valid(names)),
      state TEXT NOT NULL CHECK (state IN ('booked', 'cancelled'))
    ) STRICT;
    CREATE TABLE part (
      transaction_id TEXT NOT NULL REFERENCES booking,
      server TEXT NOT NULL,
      confirmed INTEGER NOT NULL CHECK (confirmed IN (0, 1)),
      PRIMARY KEY (transaction_id, server)
    ) STRICT;
    CREATE TABLE refused (
      key TEXT PRIMARY KEY,
      start_time INTEGER NOT NULL,
      end_time INTEGER NOT NULL CHECK (start_time < end_time),
      names TEXT NOT NULL CHECK (json_valid(names)),
      not_free TEXT NOT NULL CHECK (json_valid(not_free)),
      refused_ms INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX refused_by_age ON refused (refused_ms);
    INSERT INTO booking VALUES ('00112233445566778899aabbccddeeff', 'k1',
      '31STB8NQKS65KAWJ', 4, 7, 'Review', '["Lilith"]', 'booked');
    INSERT INTO part VALUES ('00112233445566778899aabbccddeeff', 'A', 1);
    INSERT INTO refused VALUES ('k2', 3, 5, '["zein"]', '["zein"]', 1000);
  `,
};

/** Makes one in a folder, as it would be found there. */
export function layOldLedger(folder: string, ledger: OldLedger): void {
  const { file, applicationId, sql } = ledger;
  using database = new DatabaseSync(`${folder}/${file}`);
  database.exec(`
    PRAGMA journal_mode = WAL;
    BEGIN;
    ${sql}
    PRAGMA application_id = ${applicationId};
    PRAGMA user_version = 1;
    COMMIT;
  `);
}
