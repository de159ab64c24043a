/**
 * Asks servers about names, within a deadline: names in, what their servers
 * say out.
 *
 * Names are grouped by the servers that hold them, and each server is asked
 * for each of its groups alone: so when a server does not answer, its groups
 * drop out whole and the others' common time is exact.
 */

import { LOOK_UP_AGAIN_MS } from "../base/limits.ts";
import { nameKey } from "../calendar/name.ts";
import { EMPTY_SET } from "../intervals/interval_set.ts";
import { sameId } from "../wire/datagram.ts";
import { Absentees } from "./absentees.ts";
import type { Approach, Surveyed, SurveyOptions } from "./approach.ts";
import {
  addTo,
  type Ask,
  asksOf,
  type Group,
  isOnePerson,
  type Part,
} from "./group.ts";
import type { Outcome } from "./inquiry.ts";
import { timeOf } from "./moved_people.ts";
import type { ListSettled } from "./query_context.ts";

export class Survey {
  readonly #options: SurveyOptions;
  readonly #absentees = new Absentees();
  #approach: Approach;
  #groups: readonly Group[] = [];
  /** Questions that are not answered, and groups that wait for a list. */
  #open = 0;
  /** Look-ups of names that may turn up. */
  #awaited = 0;
  #failure: Surveyed["failure"] = null;

  constructor(options: SurveyOptions) {
    this.#options = options;
    this.#approach = options.approach(null);
  }

  start(nowMs: number): void {
    // Held open, so that an answer at once does not end it too early.
    this.#open++;
    this.#resolve(this.#options.names, nowMs);
    this.#close(nowMs);
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
    const { context } = this.#options;
    const { isSolo } = this.#approach;
    const groups: Group[] = [];
    const missing: string[] = [];
    const absent: string[] = [];
    for (const name of names) {
      const key = nameKey(name);
      const holders = key === undefined ? [] : context.directory.find(key);
      if (holders.length > 0) {
        const slots = context.bookedElsewhere(key!, holders);
        const booked = timeOf(slots, holders);
        addTo(groups, { name, holders, booked, isSolo });
      } else if (this.#mayTurnUp(key, nowMs)) missing.push(name);
      else absent.push(name);
    }
    if (this.#learnsTimes(groups)) return this.#resolveAnew(names, nowMs);
    this.#groups = this.#groups.concat(groups);
    if (absent.length > 0) this.#absentees.noteAbsent(absent, context);
    if (missing.length > 0) this.#awaitNewcomers(missing, nowMs);
    if (this.#failure === "mixed_times") return;
    for (const group of groups) this.#askAll(group, heard, nowMs);
  }

  /**
   * Notes what servers' times count, unless all of them count the same.
   *
   * @returns Whether people have to be asked about in another way.
   */
  #learnsTimes(groups: readonly Group[]): boolean {
    for (const { parts } of groups) {
      for (const { times } of parts) {
        if (times === null || times === this.#approach.times) continue;
        if (this.#approach.times !== null) {
          this.#failure = "mixed_times";
          continue;
        }
        const { wants } = this.#approach;
        this.#approach = this.#options.approach(times);
        if (this.#approach.wants !== wants) return true;
      }
    }
    return false;
  }

  #resolveAnew(names: readonly string[], nowMs: number): void {
    const before = this.#groups.flatMap(({ names }) => names);
    this.#groups = [];
    this.#resolve([...before, ...names], nowMs);
  }

  /** Right after a restart a server that has the name may not be back yet. */
  #mayTurnUp(key: string | undefined, nowMs: number): boolean {
    const { deadlineMs, context } = this.#options;
    return key !== undefined && nowMs < deadlineMs &&
      nowMs < context.settledMs;
  }

  #awaitNewcomers(names: readonly string[], nowMs: number): void {
    this.#open++;
    this.#awaited++;
    const { deadlineMs, context } = this.#options;
    const dueMs = nowMs + LOOK_UP_AGAIN_MS;
    context.awaitTime(
      Math.min(dueMs, context.settledMs, deadlineMs),
      (_, nowMs) => {
        this.#awaited--;
        this.#resolve(names, nowMs);
        this.#close(nowMs);
      },
    );
  }

  #askAll(group: Group, heard: readonly Part[], nowMs: number): void {
    const wants = this.#approach.wants(group.names);
    for (const part of group.parts) {
      part.asks = asksOf(group, part, { wants, heard });
    }
    for (const part of group.parts) {
      for (const ask of part.asks) {
        if (ask.told === null) this.#ask({ group, part, ask }, nowMs);
      }
    }
  }

  #ask(asked: Asked, nowMs: number): void {
    this.#open++;
    const { server } = asked.part;
    const { people, aspect } = asked.ask;
    const { deadlineMs, context } = this.#options;
    // As long as others may turn up, what it says tells whether it may be told.
    const alone = isOnePerson(this.#groups) && this.#awaited === 0;
    context.inquiries.ask(
      { server, people, alone, aspect, nowMs, deadlineMs },
      (outcome, nowMs) => {
        this.#settle(asked, outcome, nowMs);
        this.#close(nowMs);
      },
    );
  }

  #settle(asked: Asked, outcome: Outcome, nowMs: number): void {
    // Of a group that was looked up anew nothing old counts any more.
    if (!this.#groups.includes(asked.group)) return;
    const { ask } = asked;
    switch (outcome.kind) {
      case "slots":
        ask.told = outcome;
        ask.notAlone = outcome.notAlone;
        return;
      case "report":
        ask.told = outcome.report.told;
        ask.notAlone = outcome.notAlone;
        return this.#leaveOut(asked, outcome.report.unreadable, nowMs);
      case "not_alone":
        ask.told = { kind: "slots", slots: EMPTY_SET };
        ask.notAlone = true;
        return;
      case "too_large":
        this.#failure ??= "too_large";
        return;
      case "unasked":
        this.#failure ??= "busy";
        return;
      case "stale":
        return this.#lookUpAgain(asked, nowMs);
    }
  }

  /**
   * Asks for a group without those who cannot be read, as their other
   * calendars would take time from the rest.
   */
  #leaveOut(
    { group, part }: Asked,
    unreadable: readonly number[],
    nowMs: number,
  ): void {
    if (unreadable.length === 0) return;
    const isOut = (_: string, i: number) =>
      unreadable.includes(part.positions[i]!);
    const out = group.names.filter(isOut);
    this.#absentees.noteUnreadable(part.server.name, out);
    this.#groups = this.#groups.filter((other) => other !== group);
    this.#resolve(group.names.filter((name) => !out.includes(name)), nowMs);
  }

  /** Waits for the server to say what it has now. */
  #lookUpAgain({ group, part }: Asked, nowMs: number): void {
    this.#open++;
    const { server, list, times } = part;
    const then: ListSettled = (changed, nowMs) => {
      if (changed && this.#groups.includes(group)) {
        this.#groups = this.#groups.filter((other) => other !== group);
        this.#resolve(group.names, nowMs, group.parts);
      }
      this.#close(nowMs);
    };
    const isNewer = !sameId(server.listId, list) || server.times !== times;
    if (isNewer || server.links.length === 0) then(true, nowMs);
    else {
      const { deadlineMs, context } = this.#options;
      context.awaitList(server, deadlineMs, then);
    }
  }

  #close(nowMs: number): void {
    if (--this.#open > 0) return;
    const [groups, absentees] = [this.#groups, this.#absentees];
    const failure = this.#failure;
    this.#options.done({ groups, absentees, failure }, nowMs);
  }
}

/** A question, and whom it is about. */
interface Asked {
  readonly group: Group;
  readonly part: Part;
  readonly ask: Ask;
}
