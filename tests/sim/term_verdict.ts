/** Whether an answer to a question with terms is what a model says: T1. */

import type { Times } from "../../src/calendar/times.ts";
import type { HeardMore, HeardSuggestion } from "./answer_text.ts";
import type { Answered } from "./asked.ts";
import type { Checks } from "./checks.ts";
import type { ModelSlot, TermModel } from "./term_model.ts";
import {
  isBounded,
  type TermQuestion,
  type TimeWindow,
} from "./term_question.ts";

export interface Expected {
  readonly question: TermQuestion;
  readonly window: TimeWindow;
  /** How many exist of those who were asked for. */
  readonly existing: number;
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

  /** What is told at all, whatever the calendars say. */
  checkShape({ question, existing, maySomeMiss }: Expected): void {
    const { suggestions, coverage, reason, explanation } = this.#more;
    const { slots } = this.#answered.answer;
    this.#same(suggestions !== null, maySomeMiss, "some may be missing");
    this.#same(coverage !== null, question.coverage, "coverage is told");
    this.#same(explanation !== null, question.explain, "it is explained");
    const offered = suggestions ?? slots ?? [];
    const isWhy = offered.length === 0 && existing > 0;
    this.#same(reason !== null, isWhy, "a reason is given");
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
    // When servers fell silent before they said more, that is all there is.
    const isLeft = code === "attendees_unavailable" && nearest === null;
    if (isChecked && !isCalm && isLeft) return;
    const right = window.from >= window.to
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
