/** Whether an answer to a question with terms is what a model says: T1. */

import type { Times } from "../../src/calendar/times.ts";
import { type Compare, ORDERS } from "../support/term_oracle.ts";
import type { HeardMore, HeardSuggestion } from "./answer_text.ts";
import type { Answered } from "./asked.ts";
import type { Checks } from "./checks.ts";
import { mayLie, type ModelSlot, type TermModel } from "./term_model.ts";
import {
  isBounded,
  type TermQuestion,
  type TimeWindow,
} from "./term_question.ts";

export interface Expected {
  readonly question: TermQuestion;
  readonly window: TimeWindow;
  readonly maySomeMiss: boolean;
}

export interface ExpectedExactly extends Expected {
  readonly kind: Times;
  /** Whether servers could be asked once more why there is no slot. */
  readonly isCalm: boolean;
  /** Whether the nearest slot can be looked for. */
  readonly isShort: boolean;
}

export class TermVerdict {
  readonly #checks: Checks;
  readonly #answered: Answered;

  constructor(checks: Checks, answered: Answered) {
    this.#checks = checks;
    this.#answered = answered;
  }

  get #more(): HeardMore {
    return this.#answered.answer.more!;
  }

  /** How many exist of those who were asked for. */
  get existing(): number {
    const { asked: { names }, answer: { unknown, pending } } = this.#answered;
    return names.length - unknown.length - pending.length;
  }

  /** Whoever asks for names alone is told nothing more of numbers. */
  checkPlain(): void {
    const { more, saysWhy } = this.#answered.answer;
    const told = Object.values(more ?? {}).filter((part) => part !== null);
    this.#same(told, [], "what nobody asked for");
    this.#same(saysWhy, false, "a reason is given");
  }

  /** Without a slot it has to be said why, and only then. */
  checkWhy(): void {
    const { slots, more, saysWhy } = this.#answered.answer;
    const offered = more?.suggestions ?? slots ?? [];
    const isWhy = offered.length === 0 && this.existing > 0;
    this.#same(saysWhy, isWhy, "a reason is given");
  }

  /** What is told at all, whatever the calendars say. */
  checkShape({ question, maySomeMiss }: Expected): void {
    const { suggestions, coverage, explanation } = this.#more;
    this.#same(suggestions !== null, maySomeMiss, "some may be missing");
    this.#same(coverage !== null, question.coverage, "coverage is told");
    this.#same(explanation !== null, question.explain, "it is explained");
  }

  /** Slots lie where they may, in order and no more than asked for. */
  checkForm({ terms }: TermModel): void {
    const slots = (this.#answered.answer.slots ?? [])
      .map(([start, end]) => ({ slot: { start, end }, free: 0 }));
    const offered = (this.#more.suggestions ?? [])
      .map(({ slot: [start, end], free }) => ({ slot: { start, end }, free }));
    const isOrdered = (all: readonly ModelSlot[], compare: Compare) =>
      all.every((each, i) => i === 0 || compare(all[i - 1]!, each) <= 0);
    this.#hold(
      [...slots, ...offered].every(({ slot }) => mayLie(slot, terms)) &&
        slots.length <= terms.limit && offered.length <= terms.limit &&
        offered.every(({ free }) => free >= terms.least) &&
        isOrdered(slots, ORDERS.earliest) &&
        isOrdered(offered, ORDERS[terms.sort]),
      () => `${JSON.stringify([slots, offered])} are not as they may be`,
    );
  }

  /** The same calendars all the time. */
  checkExactly(model: TermModel, expected: ExpectedExactly): void {
    const { slots } = this.#answered.answer;
    const { suggestions, coverage, reason } = this.#more;
    const { question, window, kind } = expected;
    if (slots) this.#same(slots, model.slots, "slots");
    if (suggestions) {
      const all = model.suggestions.map((each) => this.#told(model, each));
      this.#same(suggestions, all, "suggestions");
    }
    if (coverage && window.from < window.to) {
      const all = model.coverage(isBounded(question, kind));
      this.#same(coverage, all, "coverage");
    }
    if (reason) this.#checkReason(model, expected);
  }

  #checkReason(
    model: TermModel,
    { window, kind, isCalm, isShort }: ExpectedExactly,
  ): void {
    const { code, nearest, message } = this.#more.reason!;
    const isChecked = this.#answered.answer.slots !== null;
    const isNoWindow = window.from >= window.to;
    // When servers fell silent before they said more, that is all there is.
    const isLeft = code === "attendees_unavailable" && nearest === null;
    if (isChecked && !isNoWindow && !isCalm && isLeft) return;
    const right = isNoWindow
      ? "window_empty"
      : !isChecked
      ? "unreachable"
      : model.isEmpty
      ? "window_empty"
      : !model.hasRoom
      ? "too_short"
      : kind === "instants" && model.areAllNeeded && !model.isWorked
      ? "outside_working_hours"
      : model.isShared
      ? "too_short"
      : "attendees_unavailable";
    this.#same(code, right, `the reason, ${message},`);
    if (!isShort) return;
    const found = isChecked ? model.nearest : undefined;
    const told = found ? this.#told(model, found) : null;
    this.#same(nearest, told, "the nearest slot");
  }

  /** Whoever has to come can, whatever others say of themselves. */
  checkNeeded(most: TermModel): void {
    const { slots } = this.#answered.answer;
    const { suggestions } = this.#more;
    for (const [start, end] of slots ?? []) {
      this.#hold(
        most.people.every((one) => most.canCome(one, { start, end })),
        () => `not everybody can come to ${start} to ${end}`,
      );
    }
    for (const { slot: [start, end], free, of } of suggestions ?? []) {
      const canCome = most.people.every((one) =>
        !one.isRequired || most.canCome(one, { start, end })
      );
      this.#hold(
        canCome && free <= of,
        () => `${free} of ${of}, or not all of whom have to come ${start}`,
      );
    }
  }

  /** Nobody can be free more often than all calendars together say. */
  checkWithin(most: TermModel, { window }: Expected): void {
    const { suggestions, coverage } = this.#more;
    for (const { slot: [start, end], free, of } of suggestions ?? []) {
      const some = most.people.filter((one) =>
        most.canCome(one, { start, end })
      );
      this.#hold(
        free <= some.length && of === most.people.length,
        () => `${free} of ${of} cannot all come to ${start} to ${end}`,
      );
    }
    if (coverage && window.from < window.to) this.#checkCounts(most);
  }

  #checkCounts(most: TermModel): void {
    const steps = this.#more.coverage!;
    let first = 0;
    for (const { slot: [from, to], free } of most.coverage(true)) {
      // Both are in order and without gaps: what is past stays past.
      while (first < steps.length && steps[first]!.slot[1] <= from) first++;
      let told = 0;
      for (let at = first; at < steps.length; at++) {
        const step = steps[at]!;
        if (step.slot[0] >= to) break;
        told = Math.max(told, step.free);
      }
      this.#hold(
        told <= free,
        () => `more than ${free} are free from ${from} to ${to}`,
      );
    }
  }

  #told(model: TermModel, { slot, free }: ModelSlot): HeardSuggestion {
    const missing = model.people.filter((one) =>
      one.isRevealed && !model.canCome(one, slot)
    );
    return {
      slot: [slot.start, slot.end],
      free,
      of: model.people.length,
      missing: missing.map(({ name }) => name),
    };
  }

  #same(told: unknown, right: unknown, what: string): void {
    const [is, should] = [JSON.stringify(told), JSON.stringify(right)];
    this.#hold(
      is === should,
      () => `${what}: told ${is.slice(0, 500)}, right ${should.slice(0, 500)}`,
    );
  }

  #hold(holds: boolean, why: () => string): void {
    const { names, terms } = this.#answered.asked;
    this.#checks.hold(
      "T1",
      holds,
      () => `${why()} for ${names} ${JSON.stringify(terms?.fields)}`,
    );
  }
}
