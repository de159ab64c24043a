/** The people of a server: who they are, and when they are free. */

import type { Columns } from "../intervals/columns.ts";
import type { IntervalSet } from "../intervals/interval_set.ts";
import type { NameList } from "./name_list.ts";
import type { Tentative, Times, Window } from "./times.ts";

/**
 * One person's time that is worked out when it is asked for, as no list of it
 * would ever end: events that recur, working hours.
 */
export interface PersonalCalendar {
  /** Free time, cut to the window: working hours less what is busy. */
  free(window: Window, tentative: Tentative): IntervalSet;
  /** Working hours alone, cut to the window; some may be tentative. */
  hours(window: Window, tentative: Tentative): IntervalSet;
  /**
   * Whether what it says of the window can be followed; where it cannot, there
   * is neither free time nor working hours.
   */
  isReadable(window: Window): boolean;
}

/** Person `i` of the columns has the name at position `i` of the list. */
export interface People {
  readonly names: NameList;
  /** Empty for those who have a calendar, or cannot be read. */
  readonly columns: Columns;
  /** Null where nobody has any time, so that nothing tells. */
  readonly times: Times | null;
  /** By position, those whose time is worked out. */
  readonly calendars: ReadonlyMap<number, PersonalCalendar>;
  /** Positions of those who cannot be checked: they are never free. */
  readonly unreadable: ReadonlySet<number>;
}

/** People whose time is all in columns. */
export function listedPeople(
  { names, columns, times }: Pick<People, "names" | "columns" | "times">,
): People {
  return { names, columns, times, calendars: new Map(), unreadable: new Set() };
}
