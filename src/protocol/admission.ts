/**
 * Who may speak for a server's name: the newest session of a process, and
 * copies whose lists agree; a process with another list only when nobody who
 * holds the name lives.
 */

import { type Address, formatAddress, sameAddress } from "../base/address.ts";
import { COOKIE_MS, SERVERS_MAX, SESSIONS_MAX } from "../base/limits.ts";
import { sameId } from "../wire/datagram.ts";
import { listId, type Verdict } from "../wire/registration.ts";
import type { Directory } from "./directory.ts";
import type { Link } from "./link.ts";

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
  /** By address, oldest admission first. */
  readonly #newest = new Map<string, Newest>();

  constructor(directory: Directory) {
    this.#directory = directory;
  }

  /**
   * Whether that session would be older than, or the same as, one that its
   * address had. It was superseded or has ended, so its datagrams are late
   * copies or a recording.
   */
  isStale(address: Address, issuedUs: number): boolean {
    const newest = this.#newest.get(formatAddress(address));
    return newest !== undefined && issuedUs <= newest.issuedUs;
  }

  /** Remembers a session, so that it can begin only once. */
  admitted({ address, issuedUs }: Link, nowMs: number): void {
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
    if (sameId(server.listId, listId(digest))) {
      return { verdict: "registered", quarrelWith: [] };
    }
    // Its own newer list it may always bring; its copies have to follow.
    if (server.links.includes(link)) {
      return { verdict: "send_list", quarrelWith: [] };
    }
    const quarrelWith = server.links.filter((holder) =>
      !sameAddress(holder.address, link.address) && holder.isLive(nowMs)
    );
    const verdict = quarrelWith.length > 0 ? "refused" : "send_list";
    return { verdict, quarrelWith };
  }
}
