/**
 * A calendar that is worked out a page at a time: so many days from 1970 on,
 * so that questions about the same weeks share the work.
 */

import {
  CALENDAR_PAGE_DAYS,
  CALENDAR_PAGES_KEPT_MAX,
} from "../base/calendar_limits.ts";
import type { PersonalCalendar } from "../calendar/people.ts";
import type { Tentative, Window } from "../calendar/times.ts";
import { ZONES_END_S } from "../calendar/zone.ts";
import { cut } from "../intervals/cut.ts";
import {
  EMPTY_SET,
  type IntervalSet,
  subtract,
  union,
} from "../intervals/interval_set.ts";
import type { Reachable } from "./availability.ts";
import { CalendarError } from "./problems.ts";
import type { Taken } from "./timeline.ts";
import { DAY_S } from "./wall_time.ts";

const PAGE_S = CALENDAR_PAGE_DAYS * DAY_S;

/** What a page is made of; either may throw a CalendarError. */
export interface PageSource {
  taken(window: Window): Taken;
  reachable(window: Window): Reachable;
}

/** Time, by how what is tentative counts. */
type ByTentative = Readonly<Record<Tentative, IntervalSet>>;

interface Page {
  readonly hours: ByTentative;
  readonly free: ByTentative;
}

/** Of which nobody can tell what happens then. */
const UNKNOWN: Page = {
  hours: { busy: EMPTY_SET, free: EMPTY_SET },
  free: { busy: EMPTY_SET, free: EMPTY_SET },
};

export class PagedCalendar implements PersonalCalendar {
  readonly #source: PageSource;
  /** The one that was used last comes last. */
  readonly #pages = new Map<number, Page>();

  constructor(source: PageSource) {
    this.#source = source;
  }

  free(window: Window, tentative: Tentative): IntervalSet {
    return this.#collect(window, ({ free }) => free[tentative]);
  }

  hours(window: Window, tentative: Tentative): IntervalSet {
    return this.#collect(window, ({ hours }) => hours[tentative]);
  }

  isReadable(window: Window): boolean {
    for (const page of this.#pagesOf(window)) {
      if (page === UNKNOWN) return false;
    }
    return true;
  }

  #collect(
    window: Window,
    choose: (page: Page) => IntervalSet,
  ): IntervalSet {
    let found = EMPTY_SET;
    for (const page of this.#pagesOf(window)) {
      found = union(found, choose(page));
    }
    return cut(found, knownPart(window));
  }

  *#pagesOf(window: Window): Generator<Page> {
    const { from, to } = knownPart(window);
    if (from >= to) return;
    for (let at = Math.floor(from / PAGE_S); at * PAGE_S < to; at++) {
      yield this.#page(at);
    }
  }

  #page(index: number): Page {
    const known = this.#pages.get(index);
    const page = known ?? this.#make(index);
    this.#pages.delete(index);
    this.#pages.set(index, page);
    if (this.#pages.size > CALENDAR_PAGES_KEPT_MAX) {
      const [oldest] = this.#pages.keys();
      this.#pages.delete(oldest!);
    }
    return page;
  }

  #make(index: number): Page {
    const window = { from: index * PAGE_S, to: (index + 1) * PAGE_S };
    let sources;
    try {
      sources = [
        this.#source.reachable(window),
        this.#source.taken(window),
      ] as const;
    } catch (error) {
      if (!(error instanceof CalendarError)) throw error;
      return UNKNOWN;
    }
    const [{ hours, maybe }, { busy, tentative }] = sources;
    const all = union(hours, maybe);
    // Copies, as what is taken of a set may have room for far more.
    return {
      hours: { busy: hours.slice(), free: all.slice() },
      free: {
        busy: subtract(hours, union(busy, tentative)).slice(),
        free: subtract(all, busy).slice(),
      },
    };
  }
}

/** Beyond it nobody knows what clocks will show: nobody is free. */
function knownPart({ from, to }: Window): Window {
  return { from: Math.max(from, 0), to: Math.min(to, ZONES_END_S) };
}
