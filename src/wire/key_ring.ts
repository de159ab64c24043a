/**
 * The keys that servers share, and the file that holds them: one key a line,
 * of which a server uses the first and accepts all. So keys are changed on a
 * living cluster: a new one is added everywhere, moved to the top everywhere,
 * and the old one is taken out everywhere.
 *
 * | Line   | `ID SECRET` or `ID SECRET server=NAME`; `#` begins a comment    |
 * |--------|-----------------------------------------------------------------|
 * | ID     | 8 hexadecimal digits, by which a datagram names its key         |
 * | SECRET | 32 bytes in base64url                                           |
 * | NAME   | whoever has this key speaks for that server and for no other    |
 */

import { timingSafeEqual } from "node:crypto";
import { FileFormatError } from "../base/errors.ts";
import type { Entropy } from "../base/ports.ts";

export const KEY_BYTES = 32;
const KEY_ID_DIGITS = 8;
const LINE = /^([0-9a-f]{8}) ([A-Za-z0-9_-]{43})(?: server=(\S|\S.*\S))?$/;

/** A secret that servers share. */
export interface SharedKey {
  /** 32 bits; names the key in a datagram. */
  readonly id: number;
  readonly secret: Uint8Array;
  /** The only server that it speaks for; null for any. */
  readonly server: string | null;
}

export class KeyRing {
  /** The key that is used; the others are accepted. */
  readonly first: SharedKey;
  readonly #byId: ReadonlyMap<number, SharedKey>;

  /** @param keys At least one, each with its own id. */
  constructor(keys: readonly [SharedKey, ...SharedKey[]]) {
    this.first = keys[0];
    this.#byId = new Map(keys.map((key) => [key.id, key]));
  }

  /** Whether it is one of them, by its secret as well. */
  holds(key: SharedKey): boolean {
    const own = this.find(key.id);
    return own !== undefined && isSame(own, key);
  }

  isFirst(key: SharedKey): boolean {
    return isSame(this.first, key);
  }

  find(id: number): SharedKey | undefined {
    return this.#byId.get(id);
  }
}

function isSame(a: SharedKey, b: SharedKey): boolean {
  return a.id === b.id && a.server === b.server &&
    timingSafeEqual(a.secret, b.secret);
}

/** Whether a holder of the key may speak for a server. */
export function speaksFor(key: SharedKey, server: string): boolean {
  return key.server === null || key.server === server;
}

/** A line of a new key, without its end. */
export function drawKeyLine(entropy: Entropy, server: string | null): string {
  const [id, secret] = [new Uint8Array(4), new Uint8Array(KEY_BYTES)];
  entropy.fill(id);
  entropy.fill(secret);
  const limit = server === null ? "" : ` server=${server}`;
  const text = secret.toBase64({ alphabet: "base64url", omitPadding: true });
  return `${id.toHex()} ${text}${limit}`;
}

/**
 * @param path How the file is called in messages, which never show a secret.
 * @throws {FileFormatError} If a line is no key, an id comes twice, or there
 * is no key at all.
 */
export function parseKeyRing(text: string, path: string): KeyRing {
  const keys: SharedKey[] = [];
  for (const [index, raw] of text.split("\n").entries()) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) continue;
    const key = parseKey(line);
    if (!key) {
      throw new FileFormatError(
        `${path}:${
          index + 1
        }: expected "ID SECRET" as convene keygen prints it`,
      );
    }
    if (keys.some(({ id }) => id === key.id)) {
      const id = key.id.toString(16).padStart(KEY_ID_DIGITS, "0");
      throw new FileFormatError(`${path}:${index + 1}: key ${id} comes twice`);
    }
    keys.push(key);
  }
  const [first, ...others] = keys;
  if (!first) throw new FileFormatError(`${path}: there is no key in it`);
  return new KeyRing([first, ...others]);
}

function parseKey(line: string): SharedKey | null {
  const [, id, text, server = null] = LINE.exec(line) ?? [];
  if (id === undefined || text === undefined) return null;
  try {
    const secret = Uint8Array.fromBase64(text, { alphabet: "base64url" });
    return { id: parseInt(id, 16), secret, server };
  } catch {
    // The last character may carry bits that belong to no byte.
    return null;
  }
}
