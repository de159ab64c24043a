/** Which servers had a name, at the main server and in the time of a query. */

import { type Answered, modelKey } from "./asked.ts";
import { bookedElsewhere, type Elsewhere } from "./booked_times.ts";
import type { Cluster } from "./cluster.ts";
import type { InForce } from "./directory_model.ts";
import type { Scene } from "./scene.ts";
import type { Part } from "./slot_model.ts";

export interface Held {
  /** Servers that had the name all the time. */
  readonly always: readonly string[];
  /** Servers that had it at some moment. */
  readonly sometimes: readonly string[];
}

export class HolderModel {
  readonly #scene: Scene;
  readonly #answered: Answered;
  /** Whether people with several calendars may be asked about one by one. */
  readonly #isSolo: boolean;
  readonly #held = new Map<string, Held>();
  readonly #elsewhere = new Map<string, readonly Elsewhere[]>();
  readonly #states = new Map<string, readonly InForce[]>();

  constructor(scene: Scene, cluster: Cluster, answered: Answered) {
    this.#scene = scene;
    this.#answered = answered;
    const { asked } = answered;
    this.#isSolo = asked.terms !== null || cluster.natures.times !== "numbers";
    for (const { name } of cluster.files) {
      const states = asked.process.directory.during(name, asked.readMs);
      this.#states.set(name, states);
    }
  }

  /** The lists of a server that were in force, null for none. */
  listsOf(server: string): readonly (string | null)[] {
    return this.#states.get(server)!.map(({ list }) => list);
  }

  of(key: string): Held {
    let held = this.#held.get(key);
    if (!held) {
      held = this.#find(key);
      this.#held.set(key, held);
    }
    return held;
  }

  /** What is booked for a person that none of the servers knows of. */
  elsewhere(key: string): readonly Elsewhere[] {
    let elsewhere = this.#elsewhere.get(key);
    if (!elsewhere) {
      elsewhere = bookedElsewhere(key, this.#answered, this.of(key));
      this.#elsewhere.set(key, elsewhere);
    }
    return elsewhere;
  }

  /** Whether there was a moment at which nobody had to be waited for. */
  get wereAllKnown(): boolean {
    const { expect } = this.#answered.asked.main;
    const everPresent = (server: string) =>
      this.listsOf(server).some((list) => list !== null);
    const servers = [...this.#states.keys()];
    return expect.every(everPresent) && servers.some(everPresent);
  }

  /** Whether there was a moment at which an expected server was missing. */
  get wereSomeMissing(): boolean {
    const { expect } = this.#answered.asked.main;
    const everAbsent = (server: string) => this.listsOf(server).includes(null);
    return expect.some(everAbsent) ||
      [...this.#states.keys()].every(everAbsent);
  }

  /** Names that live on the same servers are answered for together or not. */
  areWholeGroups(server: string, names: readonly string[]): boolean {
    const { asked, answer } = this.#answered;
    const unreadable = answer.unreadable.flatMap(({ names }) => names);
    const listed = new Set(names.map(modelKey));
    const isCertain = asked.names.every((name) =>
      this.#isCertain(modelKey(name)) &&
      this.elsewhere(modelKey(name)).every(({ isSure }) => isSure)
    );
    if (!isCertain) return true;
    const groups = new Set([...listed].map((key) => this.#signature(key)));
    return asked.names.every((name) => {
      const key = modelKey(name);
      // The rest of its group is asked about without it.
      if (unreadable.includes(name)) return true;
      const isHere = this.of(key).always.includes(server);
      return listed.has(key) || !isHere || !groups.has(this.#signature(key));
    });
  }

  /** What each server was asked; null if that is not certain. */
  parts(checked: readonly string[]): Part[] | null {
    const groups = new Map<string, Part[]>();
    for (const key of checked) {
      if (!this.#isCertain(key)) return null;
      const signature = this.#signature(key);
      const parts = groups.get(signature) ??
        this.of(key).always.map((server) => ({ server, names: [] }));
      for (const part of parts) part.names.push(key);
      groups.set(signature, parts);
    }
    return [...groups.values()].flat();
  }

  #isCertain(key: string): boolean {
    const { always, sometimes } = this.of(key);
    return always.length === sometimes.length &&
      always.every((server) => this.listsOf(server).length === 1);
  }

  #signature(key: string): string {
    const { always } = this.of(key);
    const isAlone = this.#isSolo && always.length > 1 ||
      this.elsewhere(key).length > 0;
    return (isAlone ? `${key}: ` : "") + always.join(" ");
  }

  #find(key: string): Held {
    const always: string[] = [];
    const sometimes: string[] = [];
    for (const server of this.#states.keys()) {
      const has = this.listsOf(server).map((list) =>
        list !== null && this.#isIn(key, { server, list })
      );
      if (has.every(Boolean)) always.push(server);
      if (has.some(Boolean)) sometimes.push(server);
    }
    return { always, sometimes };
  }

  #isIn(
    key: string,
    { server, list }: { readonly server: string; readonly list: string },
  ): boolean {
    return this.#scene.lists.get(`${server} ${list}`)?.has(key) ?? false;
  }
}
