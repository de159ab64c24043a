/** What the times of those who are asked for count, as far as that is sure. */

import type { Times } from "../../src/calendar/times.ts";
import { type Answered, modelKey } from "./asked.ts";
import type { Cluster } from "./cluster.ts";
import type { HolderModel } from "./holder_model.ts";

export class KindModel {
  readonly #cluster: Cluster;
  readonly #holders: HolderModel;
  readonly #answered: Answered;

  constructor(cluster: Cluster, { answered, holders }: {
    readonly answered: Answered;
    readonly holders: HolderModel;
  }) {
    this.#cluster = cluster;
    this.#answered = answered;
    this.#holders = holders;
  }

  /** What the question's times count; null if that is not sure. */
  get kind(): Times | null {
    if (this.#said !== null) return this.#said;
    if (this.#isSure("numbers")) return "numbers";
    if (this.#isSure("instants")) return "instants";
    const kinds = this.#kindsOf("sometimes");
    return kinds.some((some) => [...some].some((kind) => kind !== null))
      ? null
      : "numbers";
  }

  /** Whether numbers would have had to be compared with instants. */
  get areMixed(): boolean {
    const are = (kind: Times) => this.#said === kind || this.#isSure(kind);
    return are("numbers") && are("instants");
  }

  /** Whether it may be that they would have had to be. */
  get mayBeMixed(): boolean {
    const kinds = this.#kindsOf("sometimes");
    const may = (kind: Times) =>
      this.#said === kind || kinds.some((some) => some.has(kind));
    return may("numbers") && may("instants");
  }

  get #said(): Times | null {
    return this.#answered.asked.terms?.times ?? null;
  }

  /** Whether somebody's times surely are of that kind. */
  #isSure(kind: Times): boolean {
    return this.#kindsOf("always").some((some) =>
      some.size === 1 && some.has(kind)
    );
  }

  /** Of each server that has somebody who is asked for. */
  #kindsOf(when: "always" | "sometimes"): readonly Set<Times | null>[] {
    const servers = new Set(
      this.#answered.asked.names.flatMap((name) =>
        this.#holders.of(modelKey(name))[when]
      ),
    );
    return [...servers].map((server) =>
      new Set(
        this.#cluster.ofServer(server).flatMap(({ kinds }) => [...kinds]),
      )
    );
  }
}
