/**
 * Lets in clients that show a token, and nobody else.
 *
 * Tokens cannot be guessed, so wrong ones are not locked out: that would only
 * shut out those who share an address with somebody. They are answered later
 * and later, and logged more and more rarely, so that whoever tries many gets
 * nowhere and fills no disk.
 */

import type { Address } from "../base/address.ts";
import {
  WRONG_TOKEN_DELAY_MS_MAX,
  WRONG_TOKEN_HOSTS_MAX,
  WRONG_TOKEN_MEMORY_MS,
  WRONG_TOKENS_FREE,
} from "../base/limits.ts";
import {
  isTokenOf,
  parseToken,
  type TokenEntry,
  tokenId,
} from "../wire/access_token.ts";

const FIRST_DELAY_MS = 100;

/** Whether a client is let in; a message is for the client. */
export type Admission =
  | { readonly kind: "admitted"; readonly entry: TokenEntry }
  | {
    readonly kind: "refused";
    readonly message: string;
    /** How long the answer is to be put off. */
    readonly delayMs: number;
  };

/** For the log: never says what was shown. */
export interface TurnedAway {
  readonly address: Address;
  readonly why: string;
  /** How often this host was turned away of late. */
  readonly times: number;
}

export interface DoorkeeperOptions {
  readonly entries: readonly TokenEntry[];
  /** Milliseconds since 1970, as tokens expire by the calendar. */
  readonly epochMs: () => number;
  readonly report: (event: TurnedAway) => void;
}

/** Undefined where everybody may ask. */
export type Door = Doorkeeper | undefined;

export class Doorkeeper {
  readonly #options: DoorkeeperOptions;
  #entries!: ReadonlyMap<string, TokenEntry>;
  /** Hosts that showed wrong tokens, the latest last. */
  readonly #wrong = new Map<string, { times: number; lastMs: number }>();

  constructor(options: DoorkeeperOptions) {
    this.#options = options;
    this.replace(options.entries);
  }

  /** From now on these are let in, and all others are no longer good. */
  replace(entries: readonly TokenEntry[]): void {
    this.#entries = new Map(entries.map((entry) => [entry.id, entry]));
  }

  /** @param text What the client shows; null if it asks without a token. */
  admit(text: string | null, peer: Address, nowMs: number): Admission {
    if (text === null) {
      return this.#refuse(peer, nowMs, {
        why: "shows no token",
        message: "Cannot answer before a token is shown: see --token-file",
      });
    }
    const token = parseToken(text);
    const entry = token && this.#entries.get(tokenId(token));
    if (!entry || !isTokenOf(token, entry)) {
      return this.#refuse(peer, nowMs, {
        why: "shows a token that is not known",
        message: "Cannot accept the token as it is not known here",
      });
    }
    if (this.isGood(entry)) return { kind: "admitted", entry };
    return this.#refuse(peer, nowMs, {
      why: `shows the token of ${entry.name}, which has expired`,
      message: "Cannot accept the token as it has expired",
    });
  }

  /** Whether a client that was let in by it may still ask. */
  isGood(entry: TokenEntry): boolean {
    const now = this.#entries.get(entry.id);
    // A name that was given away again has another secret.
    return now !== undefined && isSame(now, entry) &&
      this.#options.epochMs() < now.expiresMs;
  }

  #refuse(
    address: Address,
    nowMs: number,
    { why, message }: { readonly why: string; readonly message: string },
  ): Admission {
    const times = this.#count(address.host, nowMs);
    // The 1st, 2nd, 4th, 8th, …
    if (Number.isInteger(Math.log2(times))) {
      this.#options.report({ address, why, times });
    }
    const beyond = times - WRONG_TOKENS_FREE;
    const delayMs = beyond <= 0
      ? 0
      : Math.min(FIRST_DELAY_MS * 2 ** (beyond - 1), WRONG_TOKEN_DELAY_MS_MAX);
    return { kind: "refused", message, delayMs };
  }

  #count(host: string, nowMs: number): number {
    const before = this.#wrong.get(host);
    const isOld = !before || nowMs - before.lastMs > WRONG_TOKEN_MEMORY_MS;
    const times = isOld ? 1 : before.times + 1;
    // Put last, so that the first is the one not heard of for longest.
    this.#wrong.delete(host);
    this.#wrong.set(host, { times, lastMs: nowMs });
    const [oldest] = this.#wrong.keys();
    if (this.#wrong.size > WRONG_TOKEN_HOSTS_MAX && oldest !== undefined) {
      this.#wrong.delete(oldest);
    }
    return times;
  }
}

function isSame(a: TokenEntry, b: TokenEntry): boolean {
  return a.hash.every((byte, at) => byte === b.hash[at]);
}
