/**
 * One query's life: names and terms in, findings out, within the deadline.
 *
 * Servers are asked once; and once more to say why, if there is no slot.
 */

import { LATE_TURN_MS_MAX } from "../base/limits.ts";
import { type Kinds, kindsOf } from "../calendar/mixed_times.ts";
import type { Times } from "../calendar/times.ts";
import { checkedOf, type Findings } from "../wire/client_lines.ts";
import { NO_TERMS, type Terms, timesOfTerms } from "../wire/terms.ts";
import type { Approach, Surveyed } from "./approach.ts";
import { findingsOf } from "./findings.ts";
import { type Loner, lonerOf } from "./group.ts";
import { isTooLong, maySomeMiss, type Outlook, outlookOf } from "./outlook.ts";
import type { QueryContext } from "./query_context.ts";
import { soleOf } from "./sole_person.ts";
import { Survey } from "./survey.ts";
import {
  needsReason,
  type TermsFound,
  termsFound,
  withReason,
} from "./term_findings.ts";
import { PLAIN_WANTS, reasonWants, slotWants } from "./wants.ts";
import { LEAST_WEIGHT, plainWeightOf, weightOf } from "./weight.ts";

/** How a query ended. */
export type QueryResult =
  | { readonly kind: "findings"; readonly findings: Findings }
  | { readonly kind: "too_large" }
  /** Nobody's calendar is looked at for so long. */
  | { readonly kind: "too_long" }
  /** So much is asked that not all of it could be, or be worked out. */
  | { readonly kind: "busy" }
  /** Times that cannot be compared. */
  | ({ readonly kind: "mixed_times" } & Kinds)
  /** All that could be told is of one person who is not told of alone. */
  | ({
    readonly kind: "not_alone";
    /** Whether others could be checked too, who need not come. */
    readonly hasSpared: boolean;
  } & Loner);

export interface QueryOptions {
  /** As typed, each person once. */
  readonly names: readonly string[];
  /** Null where only names were asked. */
  readonly terms: Terms | null;
  readonly deadlineMs: number;
  readonly context: QueryContext;
  /** Whose work waits for each other's. */
  readonly asker: string;
  /** Called once, with everything, from the start on. */
  readonly done: (result: QueryResult) => void;
}

/** How names alone are asked for, by what is known of times. */
const PLAIN_APPROACHES = { unknown: plain(null), numbers: plain("numbers") };

function plain(times: Times | null): Approach {
  return { times, isSolo: false, wants: plainWants };
}

function plainWants() {
  return PLAIN_WANTS;
}

export class Query {
  readonly #options: QueryOptions;
  readonly #nowS: number;
  /** Null where only names were asked, and times are numbers. */
  #outlook: Outlook | null = null;

  constructor(options: QueryOptions) {
    this.#options = options;
    this.#nowS = Math.floor(options.context.epochMs() / 1_000);
  }

  start(nowMs: number): void {
    const survey = new Survey({
      ...this.#options,
      approach: (times) => this.#approach(times),
      done: (surveyed, nowMs) => this.#conclude(surveyed, nowMs),
    });
    survey.start(nowMs);
  }

  #approach(told: Times | null): Approach {
    const { terms } = this.#options;
    if (terms === null && told !== "instants") {
      return PLAIN_APPROACHES[told ?? "unknown"];
    }
    const times = (terms && timesOfTerms(terms)) ?? told;
    const outlook = this.#outlook = outlookOf(terms ?? NO_TERMS, {
      times: times ?? "numbers",
      nowS: this.#nowS,
    });
    return {
      times,
      isSolo: true,
      wants: (names) => isTooLong(outlook) ? [] : slotWants(outlook, names),
    };
  }

  #conclude(surveyed: Surveyed, nowMs: number): void {
    const { names, done } = this.#options;
    const outlook = this.#outlook;
    const refusal = refusalOf(surveyed);
    if (refusal) return done(refusal);
    if (outlook === null) {
      const tell = () =>
        done({ kind: "findings", findings: findingsOf(names, surveyed) });
      const weight = plainWeightOf(surveyed.groups);
      // Mostly it is so little that to put it off would cost more.
      return weight > LEAST_WEIGHT ? this.#inTurn(weight, nowMs, tell) : tell();
    }
    if (isTooLong(outlook)) return done({ kind: "too_long" });
    const sole = maySomeMiss(outlook) ? soleOf(surveyed.groups, outlook) : null;
    if (sole) return done({ kind: "not_alone", hasSpared: true, ...sole });
    const weight = weightOf(surveyed.groups, outlook);
    this.#inTurn(weight, nowMs, (nowMs) => {
      const found = termsFound(names, surveyed, outlook);
      if (found === null) return done({ kind: "too_large" });
      if (needsReason(found)) return this.#askWhy(found, outlook, nowMs);
      done({ kind: "findings", findings: found });
    });
  }

  /** Does what others would have to wait for. */
  #inTurn(
    weight: number,
    nowMs: number,
    run: (nowMs: number) => void,
  ): void {
    const { asker, context, deadlineMs, done } = this.#options;
    const lateMs = deadlineMs + LATE_TURN_MS_MAX;
    const refuse = () => done({ kind: "busy" });
    context.turns.add(asker, { weight, lateMs, run, refuse }, nowMs);
  }

  #askWhy(found: TermsFound, outlook: Outlook, nowMs: number): void {
    const { times, window } = outlook;
    const end = (told: Surveyed | null) => {
      const findings = withReason(found, told, outlook);
      this.#options.done({ kind: "findings", findings });
    };
    if (window === null || found.slots === null) return end(null);
    const survey = new Survey({
      ...this.#options,
      names: checkedOf(found),
      approach: () => ({
        times,
        isSolo: true,
        wants: (names) => reasonWants(outlook, names),
      }),
      // What it could not ask, or was not told, is no reason for anything.
      done: (told, nowMs) => {
        const weight = weightOf(told.groups, outlook);
        // Whom a server told of before may be told of in company only now.
        const isTold = refusalOf(told) === null;
        this.#inTurn(weight, nowMs, () => end(isTold ? told : null));
      },
    });
    survey.start(nowMs);
  }
}

function refusalOf({ failure, groups }: Surveyed): QueryResult | null {
  if (failure === "mixed_times") {
    const parts = groups.flatMap(({ parts }) => parts);
    const servers = parts.map(({ server, times }) => ({
      server: server.name,
      times,
    }));
    return { kind: failure, ...kindsOf(servers) };
  }
  if (failure) return { kind: failure };
  const loner = lonerOf(groups);
  return loner && { kind: "not_alone", hasSpared: false, ...loner };
}
