/** What a calendar on the wall says of a day: its places in month and year. */

export const DAY_SECONDS = 86_400;

/** Counted from 1 at the beginning, and from -1 at the end. */
export interface Place {
  readonly fromStart: number;
  readonly fromEnd: number;
}

/** A day; its parts are worked out when they are asked for. */
export class CalendarDay {
  readonly #wall: number;
  readonly #weekStart: number;
  readonly year: number;
  /** January is 1. */
  readonly month: number;
  /** Sunday is 0. */
  readonly weekday: number;

  /**
   * @param wall A midnight, in seconds since 1970 as if it were UTC.
   * @param weekStart The weekday with which weeks begin.
   */
  constructor(wall: number, weekStart: number) {
    const at = new Date(wall * 1_000);
    this.#wall = wall;
    this.#weekStart = weekStart;
    this.year = at.getUTCFullYear();
    this.month = at.getUTCMonth() + 1;
    this.weekday = at.getUTCDay();
  }

  get inMonth(): Place {
    const { year, month } = this;
    return place(this.#wall, {
      from: monthStart(year, month),
      to: monthStart(year, month + 1),
    });
  }

  get inYear(): Place {
    const { year } = this;
    return place(this.#wall, {
      from: monthStart(year, 1),
      to: monthStart(year + 1, 1),
    });
  }

  /** The year that its week is of. */
  get weekYear(): number {
    return this.#fourth.year;
  }

  /** Its week's place in that year. */
  get week(): Place {
    return among(this.#fourth.inYear);
  }

  /**
   * "Week number one of the calendar year is the first week that contains at
   * least four days in that calendar year" (RFC 5545, 3.3.10): then any week
   * is of the year that its fourth day is in.
   */
  get #fourth(): CalendarDay {
    const days = 3 - modulo(this.weekday - this.#weekStart, 7);
    return new CalendarDay(this.#wall + days * DAY_SECONDS, this.#weekStart);
  }
}

/** Which of its weekday's it is, by the place among days of all weekdays. */
export function among({ fromStart, fromEnd }: Place): Place {
  return {
    fromStart: Math.ceil(fromStart / 7),
    fromEnd: Math.floor(fromEnd / 7),
  };
}

function place(
  wall: number,
  { from, to }: { readonly from: number; readonly to: number },
): Place {
  return {
    fromStart: (wall - from) / DAY_SECONDS + 1,
    fromEnd: (wall - to) / DAY_SECONDS,
  };
}

/** @param month The thirteenth is the next year's first. */
function monthStart(year: number, month: number): number {
  return Date.UTC(year, month - 1, 1) / 1_000;
}

/** From 0, also of what is negative. */
export function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}
