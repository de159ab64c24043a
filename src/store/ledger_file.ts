/**
 * A ledger's file, which is made when something is first kept in it, and says
 * whose it is:
 *
 * | Table    | Column   | Meaning                                            |
 * |----------|----------|----------------------------------------------------|
 * | `ledger` |          | one row                                            |
 * |          | `id`     | drawn when the file was made, 16 hexadecimal digits|
 * |          | `server` | the backend's name; null for a main server         |
 */

import { quote, reason, UnavailableError } from "../base/errors.ts";
import { LEDGER_BYTES_MAX } from "../base/limits.ts";
import { LedgerFullError, type LedgerId } from "../calendar/bookings.ts";
import { RowError } from "./ledger_rows.ts";
import { damaged, foreign } from "./sqlite_faults.ts";
import { SqliteFile, type SqliteFormat } from "./sqlite_file.ts";
import { unreadable, whyUnwritable } from "./unreadable.ts";

const OWNER_ONLY = 0o600;
const OWNER_ONLY_FOLDER = 0o700;
const WARN_AGAIN_MS = 60_000;

export interface LedgerPlace {
  /** Made when something is first kept, for its owner only. */
  readonly folder: string;
  readonly path: string;
  /** The backend's name; null for a main server. */
  readonly server: string | null;
  /** The first step makes the table `ledger` as well. */
  readonly format: SqliteFormat;
  readonly bytesMax?: number | undefined;
  /** Told why nothing is kept. */
  readonly warn?: ((why: string) => void) | undefined;
  /** Milliseconds since 1970. */
  readonly epochMs?: (() => number) | undefined;
}

/** What whoever has a ledger may say of it. */
export type LedgerBounds = Omit<LedgerPlace, "path" | "server" | "format">;

export class LedgerFile {
  readonly #place: LedgerPlace;
  #file: SqliteFile | null = null;
  #id: LedgerId | null = null;
  /** What its owner was told last, and when. */
  #warned = { why: "", atMs: 0 };

  /** @throws {UnavailableError} If there is one that is not to be used. */
  constructor(place: LedgerPlace) {
    this.#place = place;
    // An empty one was about to be made when its server was killed.
    if (bytesOf(place.path) > 0) this.#open(false);
    // To SQLite its log is nothing without it, and would be thrown away.
    else if (bytesOf(`${place.path}-wal`) > 0) {
      throw this.#damaged("only its log is there");
    }
  }

  /** Null as long as there is no file. */
  get id(): LedgerId | null {
    return this.#id;
  }

  /**
   * Makes the file if there is none.
   *
   * @throws {LedgerFullError} If it cannot be made.
   */
  make(): LedgerId {
    this.#telling(() => this.#make());
    return this.#id!;
  }

  /**
   * Makes all of the changes durable, or none.
   *
   * @throws {LedgerFullError} If it could not, and nothing was changed.
   */
  commit(change: (file: SqliteFile) => void): void {
    this.#telling(() => {
      const file = this.#make();
      file.transact(() => change(file));
    });
  }

  #make(): SqliteFile {
    if (this.#file) return this.#file;
    try {
      createFile(this.#place);
      return this.#open(true);
    } catch (error) {
      // Nothing has been kept so far, so nothing is lost by this.
      if (!(error instanceof UnavailableError)) throw error;
      throw new LedgerFullError(reason(error));
    }
  }

  /**
   * What `read` gives of the rows; nothing if there is no file.
   *
   * @throws {UnavailableError} If they are damaged.
   */
  read<Content>(read: (file: SqliteFile) => Content[]): Content[] {
    try {
      return this.#file?.reading(read) ?? [];
    } catch (error) {
      this.close();
      if (error instanceof RowError) throw this.#damaged(reason(error));
      throw error;
    }
  }

  close(): void {
    this.#file?.close();
    this.#file = null;
  }

  /** Tells the owner if nothing can be kept, once and not at each attempt. */
  #telling(keep: () => void): void {
    try {
      keep();
    } catch (error) {
      if (error instanceof LedgerFullError) this.#warn(error.message);
      throw error;
    }
  }

  #warn(why: string): void {
    const { warn, epochMs = Date.now } = this.#place;
    const nowMs = epochMs();
    const { why: before, atMs } = this.#warned;
    // Where the clock was set back, nobody knows how long ago it was.
    if (why === before && Math.abs(nowMs - atMs) < WARN_AGAIN_MS) return;
    this.#warned = { why, atMs: nowMs };
    warn?.(why);
  }

  get #what(): string {
    const { server } = this.#place;
    return server === null
      ? "ledger of a main server"
      : `ledger of server ${server}`;
  }

  #damaged(how: string): UnavailableError {
    return damaged({ path: this.#place.path, what: this.#what }, how);
  }

  /** @param isToBeMade Whether there is to be nothing in it. */
  #open(isToBeMade: boolean): SqliteFile {
    const { path, bytesMax = LEDGER_BYTES_MAX } = this.#place;
    const what = this.#what;
    const format = withOwner(this.#place);
    const file = new SqliteFile({ path, what, format, bytesMax });
    try {
      // What is in it by now nobody here has read: it would be booked again.
      if (isToBeMade && !file.wasEmpty) throw madeByAnother(path);
      this.#id = this.#identify(file);
      this.#file = file;
      return file;
    } catch (error) {
      file.close();
      throw error;
    }
  }

  #identify(file: SqliteFile): LedgerId {
    const { path, server } = this.#place;
    const rows = file.reading(() =>
      file.statement("SELECT id, server FROM ledger").all()
    );
    const [row] = rows;
    if (row && row.server !== server) {
      throw foreign({ path, what: this.#what });
    }
    const id = `${row?.id}`;
    if (rows.length === 1 && /^[0-9a-f]{16}$/.test(id)) return id;
    throw this.#damaged("table ledger: expected one row with an id");
  }
}

/** The format, with whose it is in the first step. */
function withOwner({ server, format }: LedgerPlace): SqliteFormat {
  const owner = server === null ? "NULL" : `'${server.replaceAll("'", "''")}'`;
  const [first = [], ...later] = format.steps;
  const steps = [[
    "CREATE TABLE ledger (id TEXT NOT NULL, server TEXT) STRICT",
    `INSERT INTO ledger VALUES (lower(hex(randomblob(8))), ${owner})`,
    ...first,
  ], ...later];
  return { ...format, steps };
}

function madeByAnother(path: string): UnavailableError {
  return new UnavailableError(
    `Cannot make ${quote(path)} as another process has done so meanwhile`,
  );
}

function bytesOf(path: string): number {
  try {
    return Deno.statSync(path).size;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return 0;
    throw unreadable(path, error);
  }
}

/** An empty file for its owner only; SQLite would leave that to the umask. */
function createFile({ folder, path }: LedgerPlace): void {
  try {
    Deno.mkdirSync(folder, { recursive: true, mode: OWNER_ONLY_FOLDER });
    const how = { write: true, createNew: true, mode: OWNER_ONLY };
    Deno.openSync(path, how).close();
    syncFolder(`${folder}/..`);
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) return;
    throw new UnavailableError(
      `Cannot make ${quote(path)}: ${whyUnwritable(error)}`,
    );
  }
}

/** SQLite does so for the folder of its file, and not for that one's own. */
function syncFolder(path: string): void {
  // Windows opens no folders.
  if (Deno.build.os === "windows") return;
  using folder = Deno.openSync(path);
  folder.syncSync();
}
