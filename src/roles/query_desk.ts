/**
 * Where the main server's queries are worked on: as many at once as it can,
 * and `busy` to the rest, first to those who ask much.
 */

import {
  CONNECTION_REQUESTS_FAIR,
  QUERIES_CROWD,
  QUERIES_MAX,
  QUERY_MS_MAX,
} from "../base/limits.ts";
import {
  Query,
  type QueryContext,
  type QueryResult,
} from "../protocol/query.ts";
import {
  type Findings,
  formatJsonAnswer,
  formatTextAnswer,
  type QueryRequest,
  type Refusal,
} from "../wire/client_lines.ts";
import { refusalText } from "./refusal_text.ts";

export interface Question {
  readonly request: QueryRequest;
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
  #active = 0;

  constructor({ context, reportBug, minGroup = 1 }: {
    readonly context: QueryContext;
    readonly reportBug: (error: unknown) => void;
    /** Fewer people than this are not spoken of. */
    readonly minGroup?: number | undefined;
  }) {
    this.#context = context;
    this.#reportBug = reportBug;
    this.#minGroup = minGroup;
  }

  /** Queries being worked on. */
  get active(): number {
    return this.#active;
  }

  ask({ request, requests, answer }: Question, nowMs: number): void {
    if (this.#isBusyFor(requests)) {
      this.gauges.busy++;
      return answer(refuse(request, "busy"));
    }
    this.#active++;
    this.gauges.queries++;
    let isOpen = true;
    const end = (text: string) => {
      if (!isOpen) return;
      isOpen = false;
      this.#active--;
      answer(text);
    };
    const query = new Query({
      names: request.names,
      deadlineMs: nowMs + QUERY_MS_MAX,
      context: this.#context,
      done: (result) => end(this.#format(request, result)),
    });
    try {
      query.start(nowMs);
    } catch (error) {
      // A bug that one question meets is no reason to leave all others alone.
      this.#reportBug(error);
      end(refuse(request, "internal"));
    }
  }

  #format(request: QueryRequest, result: QueryResult): string {
    if (result.kind === "too_large") return refuse(request, "too_large");
    const { findings } = result;
    if (this.#minGroup > 1 && isTooFew(findings, this.#minGroup)) {
      return refuse(request, "group_too_small");
    }
    return request.json
      ? formatJsonAnswer(request.id, findings) + "\n"
      : formatTextAnswer(findings) + "\n";
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

/**
 * Whether slots tell of somebody, and of fewer people than they may. Names
 * that do not exist or were not checked are no company.
 */
function isTooFew({ names, unreachable }: Findings, least: number): boolean {
  const silent = new Set(unreachable.flatMap(({ names }) => names));
  const checked = names.length - silent.size;
  return checked > 0 && checked < least;
}

const REFUSALS = {
  busy: "Cannot answer now as too many queries are being answered: ask again",
  too_large: "Cannot answer as the common time has too many intervals",
  group_too_small:
    "Cannot answer as this main server speaks of larger groups only",
  internal: "Cannot answer as convene has a bug, which its server has logged",
} as const;

function refuse(
  { json, id }: QueryRequest,
  code: keyof typeof REFUSALS,
): string {
  const message = REFUSALS[code];
  const refusal: Refusal = { kind: "refusal", json, id, code, message };
  return refusalText(refusal);
}
