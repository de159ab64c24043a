/**
 * How a client shows its token, and asks for what follows to be deflated:
 * `{"id":1,"hello":{"token":"cvn_…","compress":"deflate"}}` gets
 * `{"id":1,"hello":{"name":"reports","compress":"deflate"}}`. Each field may
 * stand alone. A bad token gets an error and the connection's end; an answer
 * without `compress` means that all stays as it is.
 */

import { isRecord } from "./json_checks.ts";

const DEFLATE = "deflate";
/** What is wrong with a hello that cannot be read. */
export const HELLO_RULE =
  `as a hello has a token, or "compress":"${DEFLATE}", or both`;

/** A client says who it is, or how it wants to go on. */
export interface HelloRequest {
  readonly kind: "hello";
  readonly json: true;
  /** The client's id as JSON text, ready to be echoed; "" without one. */
  readonly id: string;
  /** Null if it shows none. */
  readonly token: string | null;
  /** Whether to deflate what follows. */
  readonly deflate: boolean;
}

/** What a client's hello says. */
export interface Hello {
  readonly token: string | undefined;
  readonly deflate: boolean;
}

/** The line that says hello, without its end. */
export function formatHello(id: number, { token, deflate }: Hello): string {
  const compress = deflate ? DEFLATE : undefined;
  return JSON.stringify({ id, hello: { token, compress } });
}

/**
 * @param value A request that has a `hello`.
 * @param id As JSON text.
 * @returns Null if it is more than that, or the hello says nothing.
 */
export function parseHello(
  value: Readonly<Record<string, unknown>>,
  id: string,
): HelloRequest | null {
  const { hello, id: _, ...more } = value;
  if (Object.keys(more).length > 0 || !isRecord(hello)) return null;
  const { token, compress, ...others } = hello;
  if (Object.keys(others).length > 0) return null;
  if (token === undefined && compress === undefined) return null;
  if (token !== undefined && typeof token !== "string") return null;
  if (compress !== undefined && compress !== DEFLATE) return null;
  const deflate = compress === DEFLATE;
  return { kind: "hello", json: true, id, token: token ?? null, deflate };
}

/** What a main server says to a good hello. */
export interface Welcome {
  /** Whose the token is; null without one. */
  readonly name: string | null;
  /** Whether what follows is deflated. */
  readonly isDeflated: boolean;
}

/** The answer to a good hello, without the line's end. */
export function formatWelcome(
  id: string,
  { name, isDeflated }: Welcome,
): string {
  const hello = isDeflated
    ? JSON.stringify({ name, compress: DEFLATE })
    : JSON.stringify({ name });
  return id === "" ? `{"hello":${hello}}` : `{"id":${id},"hello":${hello}}`;
}

/**
 * @returns Whether what follows is deflated; null if the line is not the
 * answer to a good hello with that id.
 */
export function readWelcome(
  line: string,
  id: number,
): Pick<Welcome, "isDeflated"> | null {
  try {
    const value: unknown = JSON.parse(line);
    if (!isRecord(value) || value.id !== id || !isRecord(value.hello)) {
      return null;
    }
    return { isDeflated: value.hello.compress === DEFLATE };
  } catch {
    return null;
  }
}
