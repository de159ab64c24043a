/** What is told of a source while it is served. */

import { quote } from "../base/errors.ts";
import { PROBLEMS_LISTED_MAX } from "../base/limits.ts";
import type { RepeatedPerson } from "../calendar/join_people.ts";
import type { NameList } from "../calendar/name_list.ts";

/** What whoever looks after the server wants to know. */
export type SourceEvent =
  /** A line for each problem. */
  | { readonly kind: "warned"; readonly text: string }
  /** Nobody knows when somebody is free. */
  | {
    readonly kind: "unreadable";
    readonly name: string;
    readonly reason: string;
  }
  /** That is known again. */
  | { readonly kind: "readable"; readonly name: string }
  /** What was said before goes on to hold. */
  | {
    readonly kind: "kept";
    readonly shownAs: string;
    readonly reason: string;
  };

/** Somebody of whom nobody knows when they are free. */
export interface UnreadablePerson {
  /** As written. */
  readonly name: string;
  readonly key: string;
  /** On one line. */
  readonly reason: string;
}

/** Tells of each such person once, and when it is over. */
export class UnreadableWatch {
  readonly #report: (event: SourceEvent) => void;
  /** By key. */
  #known: ReadonlyMap<string, UnreadablePerson> = new Map();

  constructor(report: (event: SourceEvent) => void) {
    this.#report = report;
  }

  /** @param names Of all who are there. */
  update(names: NameList, people: readonly UnreadablePerson[]): void {
    const before = this.#known;
    const now = new Map(people.map((person) => [person.key, person]));
    this.#known = now;
    for (const [key, { name, reason }] of now) {
      if (before.get(key)?.reason === reason) continue;
      this.#report({ kind: "unreadable", name, reason });
    }
    for (const [key, { name }] of before) {
      const isBack = !now.has(key) && names.position(key) >= 0;
      if (isBack) this.#report({ kind: "readable", name });
    }
  }
}

export function explainRepeated(
  { key, paths: [first, other] }: RepeatedPerson,
): string {
  return `${other}: ${quote(key)} is in ${first} as well`;
}

/** A line for each, up to twenty, and then a count. */
export function listRepeated(people: readonly RepeatedPerson[]): string {
  const lines = people.slice(0, PROBLEMS_LISTED_MAX).map(explainRepeated);
  const rest = people.length - lines.length;
  if (rest > 0) lines.push(`… and ${rest} more.`);
  return lines.join("\n");
}
