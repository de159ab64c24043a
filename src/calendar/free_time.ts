/**
 * When people are free: what their file says, less what they have given away.
 *
 * Slots are kept by a person's key, as a newer file may list the people in
 * another order, or not at all. The file's columns are never changed.
 */

import { intersectPeople, setOf } from "../intervals/columns.ts";
import { cut, withoutShort } from "../intervals/cut.ts";
import {
  covers,
  EMPTY_SET,
  intersect,
  type IntervalSet,
  meets,
  normalize,
  subtract,
  union,
} from "../intervals/interval_set.ts";
import { sameSlot } from "./booking_rules.ts";
import type { Slot, TimedSlot } from "./bookings.ts";
import type { People, PersonalCalendar } from "./people.ts";
import type { Scope } from "./scope.ts";
import type { Window } from "./times.ts";

export class FreeTime {
  #people: People;
  /** By key, also of people who are not listed. */
  readonly #given = new Map<string, TimedSlot[]>();
  /**
   * By key, what was given since anybody last asked; null where all of it has
   * to be gathered again. To do so for each booking of a ledger would take the
   * square of their number.
   */
  readonly #news = new Map<string, TimedSlot[] | null>();
  /** By position, but for the news; none is empty. */
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
    for (const key of this.#given.keys()) this.#news.set(key, null);
  }

  /** The slot is no longer free for the person with that key. */
  give(key: string, slot: TimedSlot): void {
    add(slot, key, this.#given);
    if (this.#news.get(key) !== null) add(slot, key, this.#news);
    this.#version++;
  }

  /** What was given away is the person's again. */
  takeBack(key: string, slot: TimedSlot): void {
    const given = this.#given.get(key) ?? [];
    const at = given.findIndex((each) => sameSlot(each, slot));
    if (at >= 0) given.splice(at, 1);
    if (given.length === 0) this.#given.delete(key);
    this.#news.set(key, null);
    this.#version++;
  }

  /**
   * Those of `people` whose calendars can be read.
   *
   * @param window Where they have to be followed; null if nowhere.
   */
  readable(
    people: readonly number[],
    window: Window | null,
  ): readonly number[] {
    const { unreadable, calendars } = this.#people;
    if (unreadable.size + calendars.size === 0) return people;
    return people.filter((person) => {
      if (unreadable.has(person)) return false;
      return window === null ||
        (calendars.get(person)?.isReadable(window) ?? true);
    });
  }

  /**
   * When all of `people` are free.
   *
   * @param people Positions in the list, at least one, all of whom have their
   * time in columns.
   */
  common(people: readonly number[]): IntervalSet {
    this.#takeNews();
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

  /**
   * When all of `people` are free, as far as the question goes.
   *
   * @param people Positions of some who can be read, at least one.
   */
  commonIn(people: readonly number[], scope: Scope): IntervalSet {
    return withoutShort(
      intersectAll(people, (person) => this.#freeIn(person, scope)),
      scope.shortest,
    );
  }

  /**
   * When all of `people` work, as far as the question goes.
   *
   * @param people Positions of some who can be read, at least one.
   */
  hoursIn(
    people: readonly number[],
    { window, shortest, tentative }: Scope,
  ): IntervalSet {
    const { calendars } = this.#people;
    const always = Float64Array.of(window.from, window.to);
    const hours = (person: number) =>
      calendars.get(person)?.hours(window, tentative) ?? always;
    return withoutShort(intersectAll(people, hours), shortest);
  }

  /**
   * Those of `people` who are not free for all of the slot.
   *
   * @param people Positions of some who can be read, at least one.
   * @param slot Of the kind of their times, if these are of any.
   */
  notFree(people: readonly number[], slot: Slot): number[] {
    const scope = scopeOf(slot);
    const isFree = (some: readonly number[]) =>
      covers(this.commonIn(some, scope), slot);
    return isFree(people) ? [] : people.filter((person) => !isFree([person]));
  }

  /** What is worked out of the person's file; undefined where nothing is. */
  calendarOf(key: string): PersonalCalendar | undefined {
    const { names, calendars } = this.#people;
    return calendars.get(names.position(key));
  }

  /** Whether the file alone has the slot free; null if it cannot tell. */
  isOffered(key: string, slot: TimedSlot): boolean | null {
    const { names, times } = this.#people;
    const person = names.position(key);
    const scope = scopeOf(slot);
    const window = slot.times === times ? scope.window : null;
    if (person < 0 || this.readable([person], window).length === 0) return null;
    return window !== null && covers(this.#offeredIn(person, scope), slot);
  }

  /** What the person's file says, cut to the window. */
  #offeredIn(person: number, { window, tentative }: Scope): IntervalSet {
    const { columns, calendars } = this.#people;
    return calendars.get(person)?.free(window, tentative) ??
      cut(setOf(columns, person), window);
  }

  #freeIn(person: number, scope: Scope): IntervalSet {
    this.#takeNews();
    const free = this.#offeredIn(person, scope);
    const busy = this.#busy.get(person);
    // Of all that is booked only what lies in the window is gone through.
    return busy ? subtract(free, cut(busy, scope.window)) : free;
  }

  #takeNews(): void {
    if (this.#news.size === 0) return;
    for (const [key, news] of this.#news) this.#update(key, news);
    this.#news.clear();
  }

  #update(key: string, news: readonly TimedSlot[] | null): void {
    const { names, columns, times } = this.#people;
    const person = names.position(key);
    if (person < 0) return;
    if (this.#isBusy.length === 0) this.#isBusy = new Uint8Array(columns.size);
    // What was given of times of another kind waits for a file of that kind.
    const given = (news ?? this.#given.get(key) ?? [])
      .filter((slot) => slot.times === times);
    const bounds = given.flatMap(({ start, end }) => [start, end]);
    const before = news && this.#busy.get(person) || EMPTY_SET;
    const busy = union(before, normalize(Float64Array.from(bounds)));
    this.#isBusy[person] = busy.length > 0 ? 1 : 0;
    // What is kept must not be a piece of something larger.
    if (busy.length > 0) this.#busy.set(person, busy.slice());
    else this.#busy.delete(person);
  }
}

function add<Value>(
  value: Value,
  key: string,
  lists: Map<string, Value[] | null>,
): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

/** The question that a slot is. */
function scopeOf({ start, end }: Slot): Scope {
  const window: Window = { from: start, to: end };
  return { window, shortest: 1, tentative: "busy" };
}

/** @param people At least one. */
function intersectAll(
  people: readonly number[],
  setOf: (person: number) => IntervalSet,
): IntervalSet {
  let common = setOf(people[0]!);
  for (let i = 1; i < people.length && common.length > 0; i++) {
    common = intersect(common, setOf(people[i]!));
  }
  return common;
}
