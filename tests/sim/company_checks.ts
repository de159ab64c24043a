/**
 * Holds against the model who is told of alone: P1. Nobody whose server does
 * not allow it, and nobody is refused who was asked for in company.
 */

import type { HeardAnswer } from "./answer_text.ts";
import { type Answered, modelKey, sharedSinceMs } from "./asked.ts";
import type { CalmWatch } from "./calm_watch.ts";
import type { Cluster } from "./cluster.ts";
import type { HolderModel } from "./holder_model.ts";
import { LIAR } from "./liar.ts";
import type { Scene } from "./scene.ts";
import { isNeeded, maySomeMiss } from "./term_question.ts";

/** Whether it is refused as one person is all that could be told of. */
export function saysTooSmall({ error }: HeardAnswer): boolean {
  return /^group_too_small$|in company only/.test(error);
}

export class CompanyChecks {
  readonly #scene: Scene;
  readonly #cluster: Cluster;
  readonly #calm: CalmWatch;

  constructor(scene: Scene, cluster: Cluster, calm: CalmWatch) {
    this.#scene = scene;
    this.#cluster = cluster;
    this.#calm = calm;
  }

  /** @param checked Whose common time an answer tells. */
  checkTold(
    checked: readonly string[],
    answered: Answered,
    holders: HolderModel,
  ): void {
    this.#checkCompany(checked, answered, holders);
    // Slots for one who is needed, whoever else comes, are that one's time.
    const { asked: { terms, names } } = answered;
    if (!terms || !maySomeMiss(terms, names)) return;
    const needed = checked.filter((key) => isNeeded(terms, key));
    this.#checkCompany(needed, answered, holders);
  }

  #checkCompany(
    [name, ...company]: readonly string[],
    answered: Answered,
    holders: HolderModel,
  ): void {
    if (name === undefined || company.length > 0) return;
    for (const server of holders.of(name).always) {
      const views = this.#viewsOf(server, name, answered);
      if (!views.includes(false)) continue;
      this.#scene.checks.hold(
        "P1",
        views.includes(true),
        () => `${name} is told of alone, which ${server} does not allow`,
      );
    }
  }

  /** Whether it may be that one person was all that could be told of. */
  isRightlyRefused(answered: Answered, holders: HolderModel): boolean {
    const { asked: { names, terms }, answer } = answered;
    if (!saysTooSmall(answer)) return false;
    const keys = names.map(modelKey);
    const mayBeAlone = (some: readonly string[]) =>
      some.some((key) =>
        this.#isGuarded(key, answered, holders) &&
        some.every((other) =>
          other === key || !this.#wasSurelyChecked(other, answered, holders)
        )
      );
    if (mayBeAlone(keys)) return true;
    return terms !== null && maySomeMiss(terms, names) &&
      mayBeAlone(keys.filter((key) => isNeeded(terms, key)));
  }

  #isGuarded(
    name: string,
    answered: Answered,
    holders: HolderModel,
  ): boolean {
    return holders.of(name).sometimes.some((server) =>
      server === LIAR || this.#viewsOf(server, name, answered).includes(false)
    );
  }

  #wasSurelyChecked(
    name: string,
    answered: Answered,
    holders: HolderModel,
  ): boolean {
    const { always, sometimes } = holders.of(name);
    return always.length > 0 &&
      sometimes.every((server) =>
        server !== LIAR && this.#calm.wasCalm(server, answered) &&
        !this.#wasUnreadable(server, name, answered)
      );
  }

  #wasUnreadable(server: string, name: string, { asked }: Answered): boolean {
    return [...this.#cluster.servedSince(server, sharedSinceMs(asked))]
      .some(({ calendars }) => calendars.unreadable.has(name));
  }

  /** What the server's hosts held of it in the query's time. */
  #viewsOf(server: string, name: string, { asked }: Answered): boolean[] {
    return [...this.#cluster.servedSince(server, sharedSinceMs(asked))]
      .map(({ askAlone }) => askAlone?.has(name) ?? true);
  }
}
