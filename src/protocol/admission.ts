/**
 * Who may speak for a server's name: the newest session of a process, and
 * copies whose lists agree and who have no ledgers; any other process only when
 * nobody who holds the name lives.
 */

import { formatAddress, sameAddress } from "../base/address.ts";
import {
  COOKIE_MS,
  COPIES_MAX,
  SERVERS_MAX,
  SESSIONS_MAX,
} from "../base/limits.ts";
import type { Entropy } from "../base/ports.ts";
import { sameId } from "../wire/datagram.ts";
import {
  type Begin,
  listId,
  sessionOf,
  type Verdict,
} from "../wire/registration.ts";
import { SessionSeal } from "../wire/session_seal.ts";
import type { Candidate, Candidates } from "./candidates.ts";
import { type CookieHolder, Cookies } from "./cookies.ts";
import type { Directory } from "./directory.ts";
import { Link, mayBeCopies } from "./link.ts";
import type { Speaker } from "./outbox.ts";

export interface Judgement {
  readonly verdict: Verdict;
  /** Holders of the name, to be asked whether they live. */
  readonly quarrelWith: readonly Link[];
}

/** The newest session that an address had, for as long as cookies are good. */
interface Newest {
  readonly issuedUs: number;
  readonly admittedMs: number;
}

export class Admission {
  readonly #directory: Directory;
  readonly #candidates: Candidates;
  readonly #cookies: Cookies;
  /** By address, oldest admission first. */
  readonly #newest = new Map<string, Newest>();

  constructor({ directory, candidates, entropy }: {
    readonly directory: Directory;
    readonly candidates: Candidates;
    readonly entropy: Entropy;
  }) {
    this.#directory = directory;
    this.#candidates = candidates;
    this.#cookies = new Cookies(entropy);
  }

  /** A cookie, of which nothing is kept here. */
  invite(holder: CookieHolder, nowMs: number): Uint8Array {
    return this.#cookies.issue(holder, nowMs);
  }

  /**
   * Begins the session of a cookie.
   *
   * @returns Null if the cookie is not good, or its session had its day: it
   * was superseded or has ended. Whoever is there and still says so has to
   * start over; a late copy or a recording is answered to nobody's question.
   */
  admit(
    { cookie, fresh, nonce, server, attempt }: Begin,
    { address: from, key }: Speaker,
    nowMs: number,
  ): Candidate | null {
    const holder = { address: from, nonce, server };
    const issuedUs = this.#cookies.check({ cookie, holder, nowMs });
    if (issuedUs === undefined) return null;
    const newest = this.#newest.get(formatAddress(from));
    if (newest && issuedUs <= newest.issuedUs) return null;
    const session = sessionOf(cookie);
    const seal = key
      ? new SessionSeal({ key, cookie, fresh, server }, "main")
      : null;
    const link = new Link({ session, address: from, issuedUs, nowMs, seal });
    // From challenge to begin is one round trip, if neither was repeated.
    if (attempt === 1) link.roundTrip.sample(nowMs - issuedUs / 1_000);
    const candidate = {
      server,
      link,
      receiver: null,
      edition: 0,
      refused: false,
    };
    this.#remember(link, nowMs);
    this.#candidates.add(candidate);
    return candidate;
  }

  /** So that a session can begin only once. */
  #remember({ address, issuedUs }: Link, nowMs: number): void {
    const key = formatAddress(address);
    this.#newest.delete(key);
    this.#newest.set(key, { issuedUs, admittedMs: nowMs });
    for (const [oldest, { admittedMs }] of this.#newest) {
      const isSpent = nowMs - admittedMs > COOKIE_MS;
      if (!isSpent && this.#newest.size <= SESSIONS_MAX) break;
      this.#newest.delete(oldest);
    }
  }

  /** What a session that serves the list with `digest` may do now. */
  judge(
    name: string,
    { link, digest, nowMs }: {
      readonly link: Link;
      readonly digest: Uint8Array;
      readonly nowMs: number;
    },
  ): Judgement {
    const server = this.#directory.server(name);
    if (!server) {
      const isFull = this.#directory.serverCount >= SERVERS_MAX;
      return { verdict: isFull ? "refused" : "send_list", quarrelWith: [] };
    }
    const isSameList = sameId(server.listId, listId(digest));
    const verdict = isSameList ? "registered" : "send_list";
    // Its own newer list it may always bring; its copies have to follow.
    if (server.links.includes(link)) return { verdict, quarrelWith: [] };
    const others = server.links.filter((holder) =>
      !sameAddress(holder.address, link.address) && holder.isLive(nowMs)
    );
    const quarrelWith = others.filter((holder) =>
      !isSameList || !mayBeCopies(holder, link)
    );
    const isFull = isSameList && others.length >= COPIES_MAX;
    const isRefused = isFull || quarrelWith.length > 0;
    return { verdict: isRefused ? "refused" : verdict, quarrelWith };
  }
}
