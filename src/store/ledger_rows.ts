/** Rows of ledgers, which are looked at as closely as a stranger's bytes. */

import {
  isBookingKey,
  isBookingTitle,
  timedSlot,
} from "../calendar/booking_rules.ts";
import type { TimedSlot } from "../calendar/bookings.ts";
import { nameKey } from "../calendar/name.ts";

/** A row as SQLite gives it. */
export type Row = Readonly<Record<string, unknown>>;

const TIMES = ["numbers", "instants"] as const;

/**
 * Adds what the slots of a table count. Ledgers are older than instants: what
 * they had until then are numbers.
 */
export function addTimes(table: string): string {
  return `
    ALTER TABLE ${table} ADD COLUMN times TEXT NOT NULL DEFAULT 'numbers'
      CHECK (times IN ('numbers', 'instants'))
  `;
}

/** Says what is wrong with which row; the ledger's owner says the rest. */
export class RowError extends Error {
  override readonly name = "RowError";
}

/** Reads one row of a table, column by column. */
export class RowReader {
  readonly #table: string;
  readonly #row: Row;

  constructor(table: string, row: Row) {
    this.#table = table;
    this.#row = row;
  }

  slot(): TimedSlot {
    const { start_time: start, end_time: end } = this.#row;
    const times = this.word("times", TIMES);
    return timedSlot(start, end, times) ?? this.refuse("end_time", "a slot");
  }

  key(): string {
    const { key } = this.#row;
    return isBookingKey(key) ? key : this.refuse("key", "a key");
  }

  title(): string {
    const { title } = this.#row;
    return isBookingTitle(title) ? title : this.refuse("title", "a title");
  }

  /** @param bytes How many of them there are, two digits each. */
  hex(column: string, bytes: number): string {
    const value = this.#row[column];
    const isHex = typeof value === "string" && value.length === 2 * bytes &&
      /^[0-9a-f]+$/.test(value);
    return isHex ? value : this.refuse(column, `${2 * bytes} digits`);
  }

  word<Word extends string>(column: string, words: readonly Word[]): Word {
    const word = words.find((word) => word === this.#row[column]);
    return word ?? this.refuse(column, words.join(" or "));
  }

  text(column: string): string {
    const value = this.#row[column];
    return typeof value === "string" && value !== ""
      ? value
      : this.refuse(column, "a text");
  }

  isTrue(column: string): boolean {
    const value = this.#row[column];
    if (value === 0 || value === 1) return value === 1;
    return this.refuse(column, "0 or 1");
  }

  /** Names of people, one or more; each person is there once. */
  names(column: string): string[] {
    const names = this.namesOrNone(column);
    return names.length > 0 ? names : this.refuse(column, "a list of names");
  }

  /** The same, or none. They are kept as a JSON list. */
  namesOrNone(column: string): string[] {
    const names = parseList(this.#row[column]);
    const keys = new Set(names?.map((name) => nameKey(name)));
    const isGood = names !== undefined && keys.size === names.length &&
      !keys.has(undefined);
    return isGood ? names : this.refuse(column, "a list of names");
  }

  /** @throws {RowError} Always. */
  refuse(column: string, expected: string): never {
    throw new RowError(
      `row ${this.#row.row} of table ${this.#table}: expected ${expected} ` +
        `as ${column}`,
    );
  }
}

function parseList(value: unknown): string[] | undefined {
  try {
    const list: unknown = JSON.parse(String(value));
    const isList = Array.isArray(list) &&
      list.every((name) => typeof name === "string");
    return isList ? list : undefined;
  } catch {
    return undefined;
  }
}

/** A time as SQLite is to keep it: as a number it would become a float. */
export function sqlTime(time: number): bigint {
  return BigInt(time);
}
