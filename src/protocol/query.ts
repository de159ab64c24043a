/**
 * One query's life: names in, findings out, within the deadline.
 *
 * Names are grouped by the servers that hold them, and each server is asked
 * for each of its groups alone: so when a server does not answer, its groups
 * drop out whole and the others' common time is exact.
 */

import { LOOK_UP_AGAIN_MS } from "../base/limits.ts";
import { nameKey } from "../calendar/name.ts";
import { EMPTY_SET } from "../intervals/interval_set.ts";
import type { Findings } from "../wire/client_lines.ts";
import { sameId } from "../wire/datagram.ts";
import type { Directory, Server } from "./directory.ts";
import { findingsOf } from "./findings.ts";
import {
  addTo,
  type Group,
  isOnePerson,
  isSamePart,
  type Loner,
  lonerOf,
  type Part,
} from "./group.ts";
import type { Inquiries } from "./inquiries.ts";
import type { Outcome } from "./inquiry.ts";

/** How a query ended. */
export type QueryResult =
  | { readonly kind: "findings"; readonly findings: Findings }
  | { readonly kind: "too_large" }
  /** So much is asked that not all of its servers could be. */
  | { readonly kind: "busy" }
  /** All that could be told is of one person who is not told of alone. */
  | ({ readonly kind: "not_alone" } & Loner);

/** What queries need of the main server. */
export interface QueryContext {
  readonly directory: Directory;
  readonly inquiries: Inquiries;
  /** Servers that are expected and have not registered. */
  missingServers(): readonly string[];
  /** Until then backends that had registered before a restart come back. */
  readonly settledMs: number;
  /** Calls back at that time. */
  awaitTime(dueMs: number, then: ListSettled): void;
  /** Calls back when the server's list changes, or its deadline has come. */
  awaitList(server: Server, deadlineMs: number, then: ListSettled): void;
}

/** @param changed False if the deadline came first. */
export type ListSettled = (changed: boolean, nowMs: number) => void;

export class Query {
  readonly #names: readonly string[];
  readonly #deadlineMs: number;
  readonly #context: QueryContext;
  readonly #done: (result: QueryResult) => void;
  #groups: readonly Group[] = [];
  /** Names that no list held, when nobody was missing who could have them. */
  #unknown: readonly string[] = [];
  /** Names that no list held, while somebody was missing. */
  #pending: readonly string[] = [];
  /** Who was. */
  #waitingFor: readonly string[] = [];
  /** Parts that are being asked, and groups that wait for a list. */
  #open = 0;
  /** Look-ups of names that may turn up. */
  #awaited = 0;
  #isTooLarge = false;
  #isBusy = false;

  /** @param done Called once, with everything, from {@linkcode start} on. */
  constructor({ names, deadlineMs, context, done }: {
    /** As typed, each person once. */
    readonly names: readonly string[];
    readonly deadlineMs: number;
    readonly context: QueryContext;
    readonly done: (result: QueryResult) => void;
  }) {
    this.#names = names;
    this.#deadlineMs = deadlineMs;
    this.#context = context;
    this.#done = done;
  }

  start(nowMs: number): void {
    // Held open, so that an answer at once does not end it too early.
    this.#open++;
    this.#resolve(this.#names, nowMs);
    this.#close();
  }

  /**
   * Looks names up and asks for them.
   *
   * @param heard Answers that hold still where nothing has changed.
   */
  #resolve(
    names: readonly string[],
    nowMs: number,
    heard: readonly Part[] = [],
  ): void {
    const groups: Group[] = [];
    const missing: string[] = [];
    const absent: string[] = [];
    for (const name of names) {
      const key = nameKey(name);
      const holders = key === undefined
        ? []
        : this.#context.directory.find(key);
      if (holders.length > 0) addTo(groups, name, holders);
      else if (this.#mayTurnUp(key, nowMs)) missing.push(name);
      else absent.push(name);
    }
    this.#groups = [...this.#groups, ...groups];
    if (absent.length > 0) this.#noteAbsent(absent);
    if (missing.length > 0) this.#awaitNewcomers(missing, nowMs);
    for (const group of groups) {
      for (const part of group.parts) {
        if (part.people.length > 1) part.people.sort((a, b) => a - b);
        const old = heard.find((old) => isSamePart(old, part));
        part.slots = old?.slots ?? null;
        part.notAlone = old?.notAlone ?? false;
        if (part.slots === null) this.#ask(group, part, nowMs);
      }
    }
  }

  /** Right after a restart a server that has the name may not be back yet. */
  #mayTurnUp(key: string | undefined, nowMs: number): boolean {
    return key !== undefined && nowMs < this.#deadlineMs &&
      nowMs < this.#context.settledMs;
  }

  #awaitNewcomers(names: readonly string[], nowMs: number): void {
    this.#open++;
    this.#awaited++;
    const { settledMs } = this.#context;
    const dueMs = nowMs + LOOK_UP_AGAIN_MS;
    this.#context.awaitTime(
      Math.min(dueMs, settledMs, this.#deadlineMs),
      (_, nowMs) => {
        this.#awaited--;
        this.#resolve(names, nowMs);
        this.#close();
      },
    );
  }

  /**
   * Whether those whom no list holds do not exist, or may turn up yet: that
   * is told by who was missing when they were looked up, as servers may come
   * and go until the others have answered.
   */
  #noteAbsent(names: readonly string[]): void {
    const waitingFor = this.#context.missingServers();
    // With no server at all nobody could be asked.
    if (waitingFor.length === 0 && this.#context.directory.serverCount > 0) {
      this.#unknown = [...this.#unknown, ...names];
      return;
    }
    this.#pending = [...this.#pending, ...names];
    this.#waitingFor = waitingFor;
  }

  #ask(group: Group, part: Part, nowMs: number): void {
    this.#open++;
    const { server, people } = part;
    // As long as others may turn up, what it says tells whether it may be told.
    const alone = isOnePerson(this.#groups) && this.#awaited === 0;
    this.#context.inquiries.ask(
      {
        server,
        people,
        alone,
        aspect: null,
        nowMs,
        deadlineMs: this.#deadlineMs,
      },
      (outcome, nowMs) => {
        this.#settle({ group, part, outcome, nowMs });
        this.#close();
      },
    );
  }

  #settle({ group, part, outcome, nowMs }: {
    readonly group: Group;
    readonly part: Part;
    readonly outcome: Outcome;
    readonly nowMs: number;
  }): void {
    // Of a group that was looked up anew nothing old counts any more.
    if (!this.#groups.includes(group)) return;
    if (outcome.kind === "report" || outcome.kind === "slots") {
      part.slots = outcome.kind === "slots" ? outcome.slots : EMPTY_SET;
      part.notAlone = outcome.notAlone;
    }
    if (outcome.kind === "not_alone") {
      part.slots = EMPTY_SET;
      part.notAlone = true;
    }
    if (outcome.kind === "too_large") this.#isTooLarge = true;
    if (outcome.kind === "unasked") this.#isBusy = true;
    if (outcome.kind === "stale") this.#lookUpAgain(group, part, nowMs);
  }

  /** Waits for the server's newer list, in which people stand elsewhere. */
  #lookUpAgain(group: Group, { server, list }: Part, nowMs: number): void {
    this.#open++;
    const then: ListSettled = (changed, nowMs) => {
      if (changed && this.#groups.includes(group)) {
        this.#groups = this.#groups.filter((other) => other !== group);
        this.#resolve(group.names, nowMs, group.parts);
      }
      this.#close();
    };
    const isNewer = !sameId(server.listId, list);
    if (isNewer || server.links.length === 0) then(true, nowMs);
    else this.#context.awaitList(server, this.#deadlineMs, then);
  }

  #close(): void {
    if (--this.#open > 0) return;
    if (this.#isTooLarge) return this.#done({ kind: "too_large" });
    if (this.#isBusy) return this.#done({ kind: "busy" });
    const loner = lonerOf(this.#groups);
    if (loner) return this.#done({ kind: "not_alone", ...loner });
    const findings = findingsOf({
      names: this.#names,
      groups: this.#groups,
      unknown: this.#unknown,
      pending: this.#pending,
      waitingFor: this.#waitingFor,
    });
    this.#done({ kind: "findings", findings });
  }
}
