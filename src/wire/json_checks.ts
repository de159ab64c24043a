/** What a client asks of a peer's JSON before it is shown to anybody. */

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** Text that cannot move a cursor, ring a bell or end a line. */
export function isPlain(value: unknown): value is string {
  return typeof value === "string" &&
    !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(value);
}
