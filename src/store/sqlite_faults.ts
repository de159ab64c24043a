/** Why a ledger is not used, and what to do about it. */

import { quote, reason, UnavailableError } from "../base/errors.ts";
import { LedgerFullError } from "../calendar/bookings.ts";
import { FILE_EXIT_CODE } from "./unreadable.ts";

// As in sqlite3.h.
const SQLITE_FULL = 13;
const SQLITE_BUSY = 5;
const SQLITE_MISMATCH = 20;
/** A write has failed for another reason than that the disk is full. */
const SQLITE_IOERR_WRITE = 778;
/** PERM, NOMEM, READONLY, IOERR, CANTOPEN, NOLFS: the system said no. */
const SYSTEM_CODES = [3, 7, 8, 10, 14, 22];

/** A file and what it is, like `ledger of server A`. */
interface Ledger {
  readonly path: string;
  readonly what: string;
}

/**
 * SQLite's code for what went wrong; null if it is not SQLite's error. What
 * `exec()` throws has no code on Deno, so nothing that may fail is run by it.
 */
function resultCode(error: unknown): number | null {
  if (!(error instanceof Error)) return null;
  const { errcode, code } = error as { errcode?: unknown; code?: unknown };
  // A number that JavaScript has not got, where we only ever put such.
  if (code === "ERR_OUT_OF_RANGE") return SQLITE_MISMATCH;
  return typeof errcode === "number" ? errcode : null;
}

/** Why a commit has changed nothing; undefined if nobody knows what it has. */
export function notWritten(
  error: unknown,
  { path, what }: Ledger,
): LedgerFullError | undefined {
  const code = resultCode(error);
  if (code === SQLITE_FULL) {
    return new LedgerFullError(
      `Cannot write to ${quote(path)} as this ${what} has no room`,
    );
  }
  if (code !== SQLITE_IOERR_WRITE) return undefined;
  // A quota, or a disk that is for reading only by now: as the end of the
  // commit comes last, what is there of it is none.
  return new LedgerFullError(
    `Cannot write to ${quote(path)} as the system does not let this ${what} ` +
      `be written (${quote(reason(error))})`,
    { cause: error },
  );
}

/** Why a ledger cannot be opened or read; `error` itself if it is a bug. */
export function explain(error: unknown, ledger: Ledger): unknown {
  if (error instanceof LedgerFullError) {
    return error.cause === undefined
      ? noRoom(ledger)
      : noAccess(ledger, reason(error.cause));
  }
  const fullCode = resultCode(error);
  if (fullCode === null) return error;
  // Higher bits only tell the cases of one code apart.
  const code = fullCode & 0xff;
  if (code === SQLITE_FULL) return noRoom(ledger);
  if (code === SQLITE_BUSY) return inUse(ledger);
  return SYSTEM_CODES.includes(code)
    ? noAccess(ledger, reason(error))
    : damaged(ledger, reason(error));
}

function noRoom({ path, what }: Ledger): UnavailableError {
  return unusable(
    `Cannot use ${quote(path)} as this ${what} has no room to be opened in`,
  );
}

/** @param how SQLite's words, which tell neither what nor where. */
export function noAccess(
  { path, what }: Ledger,
  how: string,
): UnavailableError {
  return unusable(
    `Cannot use ${quote(path)} as the system does not let this ${what}, or ` +
      `files beside it, be read and written (${quote(how)})`,
  );
}

function inUse({ path, what }: Ledger): UnavailableError {
  return unusable(
    `Cannot use ${quote(path)} as another process has this ${what}: end ` +
      `that one, or choose another --state`,
  );
}

export function foreign({ path, what }: Ledger): UnavailableError {
  return unusable(
    `Cannot use ${quote(path)} as it is not the ${what}: put that in its ` +
      `place, or choose another --state`,
  );
}

export function newer(
  { path }: Ledger,
  { version, known }: { readonly version: number; readonly known: number },
): UnavailableError {
  return unusable(
    `Cannot use ${quote(path)} as it is of version ${version} and this ` +
      `convene knows none above ${known}: use a newer convene`,
  );
}

/** @param how What is wrong, as precisely as it is known. */
export function damaged(
  { path, what }: Ledger,
  how: string,
): UnavailableError {
  return unusable(
    `Cannot use ${quote(path)} as this ${what} is damaged (${
      quote(how)
    }): put back a good copy, as without it bookings are lost`,
  );
}

function unusable(message: string): UnavailableError {
  return new UnavailableError(message, FILE_EXIT_CODE);
}
