/**
 * Where ledgers lie: `DIR/main.sqlite` and, for each backend,
 * `DIR/SERVER.sqlite`.
 *
 * A server's name may hold anything that can be seen, so what is neither a
 * letter, a mark nor a digit of any script, `-` or `_` stands there as in a
 * URL, and a name that would get too long for a file is cut and ends with `~`
 * and its SHA-256. Where a file system takes two names for one, the second
 * server finds the first one's name in the ledger, and is refused.
 */

import { createHash } from "node:crypto";

const MAIN = "main";
const SUFFIX = ".sqlite";
/** File systems take 255, and SQLite puts a suffix of its own behind. */
const STEM_BYTES_MAX = 200;
/** So many, at most twelve bytes each, and the hash are no longer than that. */
const CUT_CHARS = 10;
const PLAIN = /[\p{L}\p{M}\p{N}_-]/u;

const ENCODER = new TextEncoder();

export function mainLedgerPath(folder: string): string {
  return `${folder}/${MAIN}${SUFFIX}`;
}

/**
 * @param server The backend's name; one that is called "main" is no main
 * server.
 */
export function serverLedgerPath(folder: string, server: string): string {
  return `${folder}/${stem(server)}${SUFFIX}`;
}

function stem(server: string): string {
  // To some file systems Main and main are the same.
  if (server.toLowerCase() === MAIN) {
    return escaped(server[0]!) + server.slice(1);
  }
  const chars = [...server].map((char) =>
    PLAIN.test(char) ? char : escaped(char)
  );
  const name = chars.join("");
  if (ENCODER.encode(name).length <= STEM_BYTES_MAX) return name;
  const hash = createHash("sha256").update(server).digest("hex");
  return `${chars.slice(0, CUT_CHARS).join("")}~${hash}`;
}

function escaped(char: string): string {
  return [...ENCODER.encode(char)]
    .map((byte) => "%" + byte.toString(16).toUpperCase().padStart(2, "0"))
    .join("");
}
