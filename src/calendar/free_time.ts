/**
 * When people are free: what their file says, less what they have given away.
 *
 * Slots are kept by a person's key, as a newer file may list the people in
 * another order, or not at all. The file's columns are never changed.
 */

import { intersectPeople } from "../intervals/columns.ts";
import {
  covers,
  type IntervalSet,
  meets,
  normalize,
  subtract,
} from "../intervals/interval_set.ts";
import type { Slot } from "./bookings.ts";
import type { People } from "./people.ts";

export class FreeTime {
  #people: People;
  /** By key, also of people who are not listed. */
  readonly #given = new Map<string, Slot[]>();
  /** By position; none is empty. */
  readonly #busy = new Map<number, IntervalSet>();
  /** Who has one, by position: to look there takes a nanosecond. */
  #isBusy = new Uint8Array();
  #version = 0;

  constructor(people: People) {
    this.#people = people;
  }

  get people(): People {
    return this.#people;
  }

  /** Another number whenever somebody may be free at other times. */
  get version(): number {
    return this.#version;
  }

  /** Takes other calendars, from which the same slots are given away. */
  replace(people: People): void {
    this.#people = people;
    this.#version++;
    this.#busy.clear();
    this.#isBusy = new Uint8Array();
    for (const key of this.#given.keys()) this.#update(key);
  }

  /** The slot is no longer free for the person with that key. */
  give(key: string, slot: Slot): void {
    const given = this.#given.get(key) ?? [];
    this.#given.set(key, [...given, slot]);
    this.#changed(key);
  }

  /** What was given away is the person's again. */
  takeBack(key: string, slot: Slot): void {
    const given = this.#given.get(key) ?? [];
    const at = given.findIndex((each) =>
      each.start === slot.start && each.end === slot.end
    );
    const rest = given.filter((_, i) => i !== at);
    if (rest.length > 0) this.#given.set(key, rest);
    else this.#given.delete(key);
    this.#changed(key);
  }

  /**
   * When all of `people` are free.
   *
   * @param people Positions in the list, at least one.
   */
  common(people: readonly number[]): IntervalSet {
    let free = intersectPeople(this.#people.columns, people);
    if (this.#busy.size === 0) return free;
    for (let i = 0; i < people.length; i++) {
      const person = people[i]!;
      if (this.#isBusy[person] !== 1) continue;
      const busy = this.#busy.get(person)!;
      // Mostly what is booked is no time that all have free.
      if (meets(free, busy)) free = subtract(free, busy);
    }
    return free;
  }

  /** Those of `people` who are not free for all of the slot. */
  notFree(people: readonly number[], slot: Slot): number[] {
    if (covers(this.common(people), slot)) return [];
    return people.filter((person) => !covers(this.common([person]), slot));
  }

  /** Whether the file alone, if it lists the person, has the slot free. */
  isOffered(key: string, slot: Slot): boolean {
    const { names, columns } = this.#people;
    const person = names.position(key);
    return person < 0 || covers(intersectPeople(columns, [person]), slot);
  }

  #changed(key: string): void {
    this.#version++;
    this.#update(key);
  }

  #update(key: string): void {
    const { names, columns } = this.#people;
    const person = names.position(key);
    if (person < 0) return;
    if (this.#isBusy.length === 0) this.#isBusy = new Uint8Array(columns.size);
    const given = this.#given.get(key) ?? [];
    this.#isBusy[person] = given.length > 0 ? 1 : 0;
    if (given.length === 0) {
      this.#busy.delete(person);
      return;
    }
    const bounds = given.flatMap(({ start, end }) => [start, end]);
    this.#busy.set(person, normalize(Float64Array.from(bounds)));
  }
}
