/**
 * Puts lists in force: decides which session may, tells whom that supersedes,
 * and reports it.
 */

import { type Address, sameAddress } from "../base/address.ts";
import { COPIES_MAX } from "../base/limits.ts";
import type { NameList } from "../calendar/name_list.ts";
import { sameId } from "../wire/datagram.ts";
import { listId, type Verdict } from "../wire/registration.ts";
import type { Admission } from "./admission.ts";
import type { Candidate, Candidates } from "./candidates.ts";
import type { Directory } from "./directory.ts";
import { type Link, mayBeCopies } from "./link.ts";

/** What happens to servers, for the log. */
export type RegistryEvent =
  | {
    readonly kind: "registered";
    readonly server: string;
    readonly count: number;
    readonly address: Address;
  }
  | {
    readonly kind: "refused" | "left";
    readonly server: string;
    readonly address: Address;
  };

export interface EnlistmentOptions {
  readonly directory: Directory;
  readonly candidates: Candidates;
  readonly admission: Admission;
  /** Asks a link whether it lives. */
  readonly probe: (link: Link) => void;
  readonly report: (event: RegistryEvent) => void;
}

export class Enlistment {
  readonly #options: EnlistmentOptions;

  constructor(options: EnlistmentOptions) {
    this.#options = options;
  }

  /** What a session may do with the list that has this digest. */
  judge(candidate: Candidate, digest: Uint8Array, nowMs: number): Verdict {
    const { server, link } = candidate;
    const { admission, probe, report } = this.#options;
    const { verdict, quarrelWith } = admission.judge(server, {
      link,
      digest,
      nowMs,
    });
    for (const holder of quarrelWith) {
      holder.probe();
      probe(holder);
    }
    if (verdict === "refused" && !candidate.refused) {
      candidate.refused = true;
      report({ kind: "refused", server, address: link.address });
    }
    return verdict;
  }

  /** Another session serves the list that is in force already. */
  adopt(candidate: Candidate, nowMs: number): void {
    const server = this.#options.directory.server(candidate.server);
    candidate.link.isStray = false;
    if (!server) return;
    const { ledger, times } = candidate.link;
    const isInForce = server.links.includes(candidate.link) &&
      server.times === times;
    if (isInForce && server.links.every((link) => link.ledger === ledger)) {
      return;
    }
    this.putInForce(candidate, server.names, nowMs);
  }

  /** Makes the list the server's, and the session its newest. */
  putInForce(candidate: Candidate, names: NameList, nowMs: number): void {
    const { directory, candidates, report } = this.#options;
    const { server: name, link } = candidate;
    candidate.refused = false;
    link.isStray = false;
    const before = directory.server(name);
    const agrees = before !== undefined &&
      sameId(before.listId, listId(names.digest));
    const crowded = before !== undefined && before.links.length >= COPIES_MAX;
    const keeps = (older: Link) =>
      agrees && !sameAddress(older.address, link.address) &&
      mayBeCopies(older, link) && (!crowded || older.isLive(nowMs));
    directory.commit({ name, names, link }, keeps);
    candidates.forgetSuperseded(candidate);
    const { address } = link;
    const count = names.size;
    report({ kind: "registered", server: name, count, address });
  }

  /** Takes a session's names out of force. */
  leave(candidate: Candidate): void {
    const { directory, candidates, report } = this.#options;
    const { server, link: { session, address } } = candidate;
    candidates.remove(candidate);
    directory.leave(session);
    report({ kind: "left", server, address });
  }
}
