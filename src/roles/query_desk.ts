/**
 * Where the main server's queries are worked on: as many at once as it can,
 * and `busy` to the rest, first to those who ask much.
 */

import {
  CONNECTION_REQUESTS_FAIR,
  QUERIES_CROWD,
  QUERIES_MAX,
  QUERY_MS_MAX,
  WINDOW_SECONDS_MAX,
} from "../base/limits.ts";
import { mixedText } from "../calendar/mixed_times.ts";
import type { Loner } from "../protocol/group.ts";
import { Query, type QueryResult } from "../protocol/query.ts";
import type { QueryContext } from "../protocol/query_context.ts";
import { requiredOf } from "../protocol/wants.ts";
import { groupsAsked, tellGroups } from "../wire/asked_groups.ts";
import {
  checkedOf,
  type Findings,
  formatJsonAnswer,
  formatTextAnswer,
  type QueryRequest,
} from "../wire/client_lines.ts";
import type { RefusalCode } from "../wire/refusals.ts";
import type { Terms } from "../wire/terms.ts";
import {
  type Asked,
  askerOf,
  type ClientRequest,
  type Guest,
} from "./entrance.ts";
import { refusalText } from "./refusal_text.ts";

/** A question and what came of it, for whoever has to account for it. */
export interface AuditRecord {
  readonly client: Guest;
  /** As typed, each once; of groups, those who are in them. */
  readonly names: readonly string[];
  /** With their `@`; left out where none was asked. */
  readonly groups?: readonly string[];
  readonly outcome: "answered" | RefusalCode;
  /** How many were told; null if none could be. */
  readonly slots: number | null;
}

/** What its owner wants of a main server that answers. */
export interface DeskRules {
  /** Fewer people than this are not spoken of; 1 unless given. */
  readonly minGroup?: number | undefined;
  /** Told of every question once it is answered. */
  readonly audit?: ((record: AuditRecord) => void) | undefined;
}

export interface Question<Kind extends ClientRequest = QueryRequest>
  extends Asked<Kind> {
  /** Requests that its client has waiting, this one included. */
  readonly requests: number;
  /** Called once, at once or later, with whole lines. */
  readonly answer: (text: string) => void;
}

export class QueryDesk {
  /** What was counted since the start. */
  readonly gauges = { queries: 0, busy: 0 };
  readonly #context: QueryContext;
  readonly #reportBug: (error: unknown) => void;
  readonly #minGroup: number;
  readonly #audit: (record: AuditRecord) => void;
  #active = 0;

  constructor({ context, reportBug, minGroup = 1, audit = () => {} }:
    & DeskRules
    & {
      readonly context: QueryContext;
      readonly reportBug: (error: unknown) => void;
    }) {
    this.#context = context;
    this.#reportBug = reportBug;
    this.#minGroup = minGroup;
    this.#audit = audit;
  }

  /** Queries being worked on. */
  get active(): number {
    return this.#active;
  }

  ask({ request, client, requests, answer }: Question, nowMs: number): void {
    const { names, terms } = request;
    const about = { client, names, ...groupsAsked(request) };
    if (this.#isBusyFor(requests)) {
      this.gauges.busy++;
      this.#audit({ ...about, outcome: "busy", slots: null });
      return answer(textOf(request, decline("busy")));
    }
    this.#active++;
    this.gauges.queries++;
    let isOpen = true;
    const end = (judged: Judged) => {
      if (!isOpen) return;
      isOpen = false;
      this.#active--;
      const { kind: outcome, slots } = judged;
      this.#audit({ ...about, outcome, slots });
      answer(textOf(request, judged));
    };
    const query = new Query({
      names,
      terms,
      deadlineMs: nowMs + QUERY_MS_MAX,
      context: this.#context,
      asker: askerOf(client),
      done: (result) => end(this.#judge(result, terms)),
    });
    try {
      query.start(nowMs);
    } catch (error) {
      // A bug that one question meets is no reason to leave all others alone.
      this.#reportBug(error);
      end(decline("internal"));
    }
  }

  #judge(result: QueryResult, terms: Terms | null): Judged {
    const { kind } = result;
    if (kind === "too_large" || kind === "busy") return decline(kind);
    if (result.kind === "not_alone") {
      return refuse("group_too_small", notAlone(result));
    }
    if (result.kind === "mixed_times") {
      return refuse("mixed_times", mixedText(result, "the question"));
    }
    if (result.kind === "too_long") return refuse("too_large", TOO_LONG);
    const { findings } = result;
    if (this.#minGroup > 1) {
      const company = companyOf(checkedOf(findings), terms);
      if (company > 0 && company < this.#minGroup) {
        return decline("group_too_small");
      }
    }
    return { kind: "answered", findings, slots: slotsTold(findings) };
  }

  /**
   * In a crowd those who ask much wait first, and the fuller it gets the less
   * is much: whoever asks one thing at a time is the last to be refused.
   */
  #isBusyFor(requests: number): boolean {
    if (this.#active >= QUERIES_MAX) return true;
    if (this.#active < QUERIES_CROWD) return false;
    const room = (QUERIES_MAX - this.#active) / (QUERIES_MAX - QUERIES_CROWD);
    return requests > Math.max(1, CONNECTION_REQUESTS_FAIR * room);
  }
}

/** How a query ends, and how many slots are told. */
type Judged =
  | {
    readonly kind: "answered";
    readonly findings: Findings;
    readonly slots: number | null;
  }
  | {
    readonly kind: RefusalCode;
    readonly message: string;
    readonly slots: null;
  };

function decline(kind: keyof typeof REFUSALS): Judged {
  return refuse(kind, REFUSALS[kind]);
}

function refuse(kind: RefusalCode, message: string): Judged {
  return { kind, message, slots: null };
}

function textOf({ json, id, groups }: QueryRequest, judged: Judged): string {
  if (judged.kind !== "answered") {
    const { kind: code, message } = judged;
    return refusalText({ kind: "refusal", json, id, code, message });
  }
  const findings = tellGroups(judged.findings, groups);
  return json
    ? formatJsonAnswer(id, findings) + "\n"
    : formatTextAnswer(findings) + "\n";
}

function notAlone(
  { name, server, hasSpared }: Loner & { readonly hasSpared: boolean },
): string {
  const which = hasSpared ? "of those who have to come " : "";
  return `Cannot answer as ${which}only ${name} could be checked, of whom ` +
    `server ${server} speaks in company only`;
}

/**
 * How many people an answer tells of. Where some have to come, their time
 * alone decides what is told, and who need not come is no company for them.
 */
function companyOf(checked: readonly string[], terms: Terms | null): number {
  const spared = new Set(terms?.optional);
  return requiredOf({ spared }, checked).length || checked.length;
}

/** Slots that suit all or, where some may be missing, enough of them. */
function slotsTold({ slots, more }: Findings): number | null {
  return slots && (more?.suggestions?.length ?? slots.length / 2);
}

const TOO_LONG = `Cannot look at more than ${
  WINDOW_SECONDS_MAX / 86_400
} days at once: ask for less`;

const REFUSALS = {
  busy: "Cannot answer now as too many queries are being answered: ask again",
  too_large: "Cannot answer as the common time has too many intervals",
  group_too_small:
    "Cannot answer as this main server speaks of larger groups only",
  internal: "Cannot answer as convene has a bug, which its server has logged",
} as const;
