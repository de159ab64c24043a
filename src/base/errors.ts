/**
 * The errors that cross rooms, by whose fault they tell of. A message reads
 * `Cannot <verb> <what> as <rule>: <what we got>`, without a full stop.
 */

/** A peer's bytes break the protocol: drop them and count. */
export class WireError extends Error {
  override readonly name = "WireError";
}

/** The user's file breaks its format: list the problems, exit 2. */
export class FileFormatError extends Error {
  override readonly name = "FileFormatError";
}

/** The user's flags or arguments are wrong: say how, exit 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/**
 * The world said no: a port in use, no such file, no permission. One line on
 * stderr and the exit code it carries; never a stack trace.
 */
export class UnavailableError extends Error {
  override readonly name = "UnavailableError";
  readonly exitCode: number;

  constructor(message: string, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

const QUOTED_CHARS_MAX = 60;

/**
 * Text of a peer or a file, fit for one line of a log: quoted, cut after 60
 * characters, and what cannot be seen, or only as a space, escaped.
 *
 * @example It cannot forge a line of its own
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(quote("a\nb"), '"a\\nb"');
 * assertEquals(quote("\u202e"), '"\\u202e"');
 * assertEquals(quote("a b\u00a0"), '"a b\\u00a0"');
 * ```
 */
export function quote(text: string): string {
  const chars = [...text];
  const cut = chars.length > QUOTED_CHARS_MAX
    ? chars.slice(0, QUOTED_CHARS_MAX).join("") + "…"
    : text;
  return JSON.stringify(cut).replace(
    /(?! )[\p{Cc}\p{Cf}\p{Co}\p{Z}]/gu,
    (char) => `\\u${char.codePointAt(0)!.toString(16).padStart(4, "0")}`,
  );
}

/** The message of whatever was thrown. */
export function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
