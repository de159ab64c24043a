/**
 * How a client shows its token: `{"id":1,"hello":{"token":"cvn_…"}}` gets
 * `{"id":1,"hello":{"name":"reports"}}`, or an error and the connection's end.
 */

/** A client says who it is. */
export interface HelloRequest {
  readonly kind: "hello";
  readonly json: true;
  /** The client's id as JSON text, ready to be echoed; "" without one. */
  readonly id: string;
  readonly token: string;
}

/** The line that shows the token, without its end. */
export function formatHello(id: number, token: string): string {
  return JSON.stringify({ id, hello: { token } });
}

/**
 * @param value A request that has a `hello`.
 * @param id As JSON text.
 * @returns Null if it is more than that, or the hello has no token.
 */
export function parseHello(
  value: Readonly<Record<string, unknown>>,
  id: string,
): HelloRequest | null {
  const { hello, id: _, ...more } = value;
  if (Object.keys(more).length > 0 || !isRecord(hello)) return null;
  const { token, ...others } = hello;
  if (typeof token !== "string" || Object.keys(others).length > 0) return null;
  return { kind: "hello", json: true, id, token };
}

/**
 * The answer to a good hello, without the line's end.
 *
 * @param name Whose the token is; null where everybody may ask.
 */
export function formatWelcome(id: string, name: string | null): string {
  const hello = JSON.stringify({ name });
  return id === "" ? `{"hello":${hello}}` : `{"id":${id},"hello":${hello}}`;
}

/** Whether the line is the answer to a good hello with that id. */
export function isWelcome(line: string, id: number): boolean {
  try {
    const value: unknown = JSON.parse(line);
    return isRecord(value) && value.id === id && isRecord(value.hello);
  } catch {
    return false;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
