/** What every failed assertion throws. */

export class AssertionError extends Error {
  override name = "AssertionError";
}

/** How a caller's own words end a message: `: words`, or a full stop. */
export function suffix(msg: string | undefined): string {
  return msg ? `: ${msg}` : ".";
}
