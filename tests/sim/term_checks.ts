/**
 * Holds against the model what an answer says beyond slots: T1, and P2.
 * Exactly where the calendars were the same all the time, and within what
 * they allow where they were not.
 */

import { QUERY_MS_MAX } from "../../src/base/limits.ts";
import type { Times } from "../../src/calendar/times.ts";
import { type Answered, modelKey } from "./asked.ts";
import type { HeardSuggestion } from "./answer_text.ts";
import type { CalmWatch } from "./calm_watch.ts";
import type { Cluster } from "./cluster.ts";
import type { HolderModel } from "./holder_model.ts";
import { isLiar } from "./liar.ts";
import type { Scene } from "./scene.ts";
import type { SlotModel } from "./slot_model.ts";
import { TermModel } from "./term_model.ts";
import { peopleOf } from "./term_people.ts";
import { type Expected, TermVerdict } from "./term_verdict.ts";
import {
  isBounded,
  leastOf,
  maySomeMiss,
  NO_QUESTION,
  type TermQuestion,
  type TimeWindow,
  windowsOf,
} from "./term_question.ts";

export interface TermContext {
  readonly kind: Times;
  /** As typed. */
  readonly checked: readonly string[];
  readonly holders: HolderModel;
  readonly slots: SlotModel;
}

export class TermChecks {
  readonly #scene: Scene;
  readonly #cluster: Cluster;
  readonly #calm: CalmWatch;

  constructor(scene: Scene, cluster: Cluster, calm: CalmWatch) {
    this.#scene = scene;
    this.#cluster = cluster;
    this.#calm = calm;
  }

  check(answered: Answered, context: TermContext): void {
    const { asked, answer: { more } } = answered;
    const verdict = new TermVerdict(this.#scene.checks, answered);
    const isPlain = asked.terms === null && context.kind === "numbers";
    if (isPlain) return verdict.checkPlain();
    verdict.checkWhy();
    if (!more) return;
    this.#scene.checks.termQueries++;
    const question = asked.terms ?? NO_QUESTION;
    const window = this.#checkWindow(answered, question, context);
    const named = [
      ...more.suggestions ?? [],
      ...more.reason?.nearest ? [more.reason.nearest] : [],
    ];
    for (const each of named) this.#checkNamed(each, answered, context);
    const expected = {
      question,
      window,
      maySomeMiss: maySomeMiss(question, asked.names),
    };
    verdict.checkShape(expected);
    const honest = context.checked.filter((name) => !isLiar(modelKey(name)));
    const isHonest = honest.length === context.checked.length;
    this.#checkTimes(answered, {
      context: { ...context, checked: honest },
      expected,
      verdict,
      isHonest,
    });
  }

  /** @returns What was looked at: the main server's clock is told by it. */
  #checkWindow(
    answered: Answered,
    question: TermQuestion,
    { kind }: TermContext,
  ): TimeWindow {
    const told = answered.answer.more!.window;
    const windows = windowsOf(answered, kind);
    const window = windows.find(({ from, to }) =>
      isBounded(question, kind) && from < to
        ? told?.[0] === from && told[1] === to
        : told === null
    );
    this.#scene.checks.hold(
      "T1",
      window !== undefined,
      () =>
        `the window is ${told} and not ${JSON.stringify(windows)} for ${
          JSON.stringify(question.fields)
        }`,
    );
    return window!;
  }

  /** Whoever is named may be: by all of the servers that have the name. */
  #checkNamed(
    { missing }: HeardSuggestion,
    { asked }: Answered,
    { checked, holders }: TermContext,
  ): void {
    for (const name of missing) {
      const { always, sometimes } = holders.of(modelKey(name));
      const isNamed = this.#doAllReveal(always) &&
        sometimes.some((server) => this.#doAllReveal([server]));
      const isTold = checked.includes(name) &&
        (isLiar(modelKey(name)) || isNamed);
      this.#scene.checks.hold(
        "P2",
        isTold,
        () => `${name} of ${always} is named as missing to ${asked.names}`,
      );
    }
  }

  #doAllReveal(servers: readonly string[]): boolean {
    return this.#cluster.files.every(({ name, nature }) =>
      nature.reveals || !servers.includes(name)
    );
  }

  /** @param isHonest Whether nobody else was checked. */
  #checkTimes(answered: Answered, { context, expected, verdict, isHonest }: {
    readonly context: TermContext;
    readonly expected: Expected;
    readonly verdict: TermVerdict;
    readonly isHonest: boolean;
  }): void {
    const { checked, holders } = context;
    const { question, window } = expected;
    const { people, isSure } = peopleOf(context, question, (name) => {
      return this.#doAllReveal(holders.of(modelKey(name)).always);
    });
    const { ticks } = this.#cluster.population.axis;
    const model = new TermModel(people, {
      ...question,
      window,
      least: leastOf(question, verdict.existing),
      limit: question.limit ?? Infinity,
      midnight: context.kind === "instants" ? question.midnightS : null,
      axis: this.#cluster.population.axis,
    });
    verdict.checkForm(model);
    verdict.checkNeeded(model);
    if (!isHonest) return;
    if (!isSure) return verdict.checkWithin(model, expected);
    const servers = checked.flatMap((name) =>
      holders.of(modelKey(name)).always
    );
    const { nowMs, asked: { readMs } } = answered;
    // Whoever is awaited in vain leaves no time to ask the others why.
    const isCalm = nowMs - readMs < QUERY_MS_MAX / 2 &&
      servers.every((server) => this.#calm.wasCalm(server, answered));
    const isShort = ticks < TICKS_MANY || window.to - window.from < ticks;
    verdict.checkExactly(model, {
      ...expected,
      kind: context.kind,
      isCalm,
      isShort,
    });
  }
}

/** Of so many it would take the model long to look for the nearest slot. */
const TICKS_MANY = 1_000;
