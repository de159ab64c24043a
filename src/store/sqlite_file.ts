/**
 * A SQLite database that one process has to itself: what is committed is on
 * the disk when the call returns, and what is damaged, newer or somebody
 * else's is not touched.
 */

import { DatabaseSync, type StatementSync } from "node:sqlite";
import { quote, reason, UnavailableError } from "../base/errors.ts";
import { LedgerFullError } from "../calendar/bookings.ts";
import {
  damaged,
  explain,
  foreign,
  newer,
  noAccess,
  notWritten,
} from "./sqlite_faults.ts";
import { hasLostCommits } from "./sqlite_log.ts";
import { FILE_EXIT_CODE } from "./unreadable.ts";

/** How the tables of a file look, and how they came to. */
export interface SqliteFormat {
  /** Stands in the file's header, so that no other file passes for it. */
  readonly applicationId: number;
  /**
   * Statements that make each version of the one before, the first out of
   * nothing. Old ones are never changed, as files have been through them.
   */
  readonly steps: readonly (readonly string[])[];
}

export interface SqliteFileOptions {
  readonly path: string;
  /** What it is, for messages, like `ledger of server A`. */
  readonly what: string;
  readonly format: SqliteFormat;
  /** It gets no larger: then it is full. */
  readonly bytesMax: number;
}

/** Nobody else opens it; on a Mac only a full flush reaches the disk. */
const MANNERS = [
  "locking_mode = EXCLUSIVE",
  "synchronous = FULL",
  "fullfsync = ON",
  "temp_store = MEMORY",
  "trusted_schema = OFF",
];

export class SqliteFile {
  readonly #options: SqliteFileOptions;
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #wasEmpty = false;
  /** The file and its log; null before there is one. */
  #files: readonly (string | null)[] = [];

  /**
   * Opens the file, which is there, and brings it to the newest version.
   *
   * @throws {UnavailableError} If it is not to be used; its exit code is 2.
   */
  constructor(options: SqliteFileOptions) {
    this.#options = options;
    // Whoever writes it now may be met halfway, but not twice.
    if (isLogBroken(options) && isLogBroken(options)) {
      throw damaged(options, "its log breaks off before its end");
    }
    this.#database = open(options);
    try {
      this.#begin();
    } catch (error) {
      this.#database.close();
      throw explain(error, this.#options);
    }
  }

  /** Whether there was nothing in it when it was opened. */
  get wasEmpty(): boolean {
    return this.#wasEmpty;
  }

  /** The statement, made ready once. */
  statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  /**
   * Makes all of the changes durable, or none.
   *
   * @throws {LedgerFullError} If nothing was changed, as it cannot be written
   * or the file is another by now.
   */
  transact(change: () => void): void {
    this.#checkFiles();
    try {
      this.statement("BEGIN IMMEDIATE").run();
      change();
      this.statement("COMMIT").run();
    } catch (error) {
      // SQLite may have done so itself.
      if (this.#database.isTransaction) this.statement("ROLLBACK").run();
      throw notWritten(error, this.#options) ?? error;
    }
  }

  /**
   * What `read` gives of it.
   *
   * @throws {UnavailableError} If it turns out to be damaged.
   */
  reading<Content>(read: (file: SqliteFile) => Content): Content {
    try {
      return read(this);
    } catch (error) {
      throw explain(error, this.#options);
    }
  }

  close(): void {
    this.#database.close();
  }

  #begin(): void {
    const { format: { applicationId, steps }, bytesMax } = this.#options;
    for (const manner of MANNERS) this.#pragma(manner);
    const version = Number(this.#pragma("user_version"));
    this.#wasEmpty = version === 0 && this.#tables === 0;
    if (!this.#wasEmpty && this.#pragma("application_id") !== applicationId) {
      throw foreign(this.#options);
    }
    if (version > steps.length) {
      throw newer(this.#options, { version, known: steps.length });
    }
    this.#checkPages();
    this.#pragma("journal_mode = WAL");
    const pages = Math.floor(bytesMax / Number(this.#pragma("page_size")));
    this.#pragma(`max_page_count = ${pages}`);
    if (version < steps.length) this.#migrate(version);
  }

  #migrate(version: number): void {
    const { format: { applicationId, steps } } = this.#options;
    this.transact(() => {
      for (const sql of steps.slice(version).flat()) this.statement(sql).run();
      this.#pragma(`application_id = ${applicationId}`);
      this.#pragma(`user_version = ${steps.length}`);
    });
  }

  /** What is put into a file without a name is lost when we end. */
  #checkFiles(): void {
    const { path, what } = this.#options;
    const now = [path, logOf(path)].map(identityOf);
    const isOther = this.#files.some((id, i) => id !== null && id !== now[i]);
    if (!isOther) this.#files = now;
    else {
      throw new LedgerFullError(
        `Cannot write to ${quote(path)} as this ${what}, or its log beside ` +
          `it, was moved, removed or replaced: put it back, or start the ` +
          `server again with what is there now`,
      );
    }
  }

  #checkPages(): void {
    const verdict = this.#pragma("integrity_check(1)");
    if (verdict !== "ok") throw damaged(this.#options, String(verdict));
  }

  get #tables(): number {
    return this.statement("SELECT * FROM sqlite_schema").all().length;
  }

  /** What it is, or has become. */
  #pragma(text: string): unknown {
    const row = this.statement(`PRAGMA ${text}`).get() ?? {};
    return Object.values(row)[0];
  }
}

function open(options: SqliteFileOptions): DatabaseSync {
  const { path } = options;
  try {
    return new DatabaseSync(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotCapable)) {
      throw noAccess(options, reason(error));
    }
    throw new UnavailableError(
      `Cannot use ${quote(path)}: Deno was started without the permission, ` +
        `see --allow-write`,
      FILE_EXIT_CODE,
    );
  }
}

/** SQLite would throw away what follows, see sqlite_log.ts. */
function isLogBroken({ path }: SqliteFileOptions): boolean {
  try {
    return hasLostCommits(Deno.readFileSync(logOf(path)));
  } catch {
    // There is none, or SQLite cannot open it either and says so.
    return false;
  }
}

/** Of a link, SQLite puts it beside what that leads to. */
function logOf(path: string): string {
  try {
    return `${Deno.realPathSync(path)}-wal`;
  } catch {
    return `${path}-wal`;
  }
}

/** Tells a file from others that have its name later; null without one. */
function identityOf(path: string): string | null {
  try {
    const { dev, ino } = Deno.statSync(path);
    return `${dev} ${ino}`;
  } catch {
    return null;
  }
}
