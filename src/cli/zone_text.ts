/** Instants as clocks and calendars of a zone show them, for people. */

import { formatDuration } from "../calendar/duration_text.ts";
import type { Slot } from "../calendar/bookings.ts";
import type { SlotText } from "../wire/booking_text.ts";
import { formatTimedSlot } from "../wire/slot_text.ts";

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS = [
  "Jan",
  "Feb",
  "Mar",
  "Apr",
  "May",
  "Jun",
  "Jul",
  "Aug",
  "Sep",
  "Oct",
  "Nov",
  "Dec",
];

/** No one English has a word for every zone: CET is British, EST American. */
const LOCALES = ["en-GB", "en-US", "en-AU"];

/** An instant in a zone. */
export function inZone(seconds: number, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(seconds * 1_000)
    .toZonedDateTimeISO(zone);
}

/** `Tue 24 Nov 2026`. */
function dayText(day: Temporal.ZonedDateTime): string {
  const { dayOfWeek, day: number, month, year } = day;
  return `${DAYS[dayOfWeek - 1]} ${number} ${MONTHS[month - 1]} ${year}`;
}

/** `Tue  1 Dec`, of one width. */
export function shortDayText(time: Temporal.ZonedDateTime): string {
  const { dayOfWeek, day, month } = time;
  const number = `${day}`.padStart(2);
  return `${DAYS[dayOfWeek - 1]} ${number} ${MONTHS[month - 1]}`;
}

/** Speaks of one zone. */
export class ZoneText {
  readonly zone: string;
  readonly #formats: Intl.DateTimeFormat[];

  /** @param zone An IANA name. */
  constructor(zone: string) {
    this.zone = zone;
    this.#formats = LOCALES.map((locale) =>
      new Intl.DateTimeFormat(locale, {
        timeZone: zone,
        timeZoneName: "short",
      })
    );
  }

  /** `CET`, or `GMT+9` where there is no word for it. */
  abbreviation(seconds: number): string {
    const words = this.#formats.map((format) =>
      format.formatToParts(seconds * 1_000)
        .find(({ type }) => type === "timeZoneName")?.value ?? this.zone
    );
    return words.find((word) => !/^GMT./.test(word)) ?? words[0]!;
  }

  /**
   * The day, and the hours in it: `Tue 24 Nov 2026`, `09:30-11:00 CET`. Over
   * midnight all is in the second one.
   */
  when(slot: Slot): readonly [day: string, hours: string] {
    const day = dayText(inZone(slot.start, this.zone));
    const hours = this.hours(slot);
    const after = this.#lastAbbreviation(slot);
    return [day, hours.endsWith(after) ? hours : `${hours} ${after}`];
  }

  /** `09:30-11:00`; with the zone only where clocks are changed in between. */
  hours(slot: Slot): string {
    const from = inZone(slot.start, this.zone);
    const to = inZone(slot.end, this.zone);
    // Abbreviations tell apart what comes twice when clocks are put back.
    const before = this.abbreviation(slot.start);
    const after = this.#lastAbbreviation(slot);
    const isOne = before === after;
    const begins = isOne ? clockText(from) : `${clockText(from)} ${before}`;
    const zone = isOne ? "" : ` ${after}`;
    if (this.#endsDay(slot)) return `${begins}-24:00${zone}`;
    if (from.toPlainDate().equals(to.toPlainDate())) {
      return `${begins}-${clockText(to)}${zone}`;
    }
    return `${begins} - ${dayText(to)}  ${clockText(to)}${zone}`;
  }

  /** Whether it ends with the day on which it begins. */
  #endsDay({ start, end }: Slot): boolean {
    const [first, last, next] = [start, end - 1, end]
      .map((at) => inZone(at, this.zone).toPlainDate());
    return first!.equals(last!) && Temporal.PlainDate.compare(next!, last!) > 0;
  }

  /** Of its end; of 24:00 the one before clocks that then skip midnight. */
  #lastAbbreviation(slot: Slot): string {
    return this.abbreviation(this.#endsDay(slot) ? slot.end - 1 : slot.end);
  }
}

/** `09:30`, with seconds only where there are some. */
function clockText(time: Temporal.ZonedDateTime): string {
  const text = time.toPlainTime().toString({ smallestUnit: "second" });
  return text.endsWith(":00") ? text.slice(0, 5) : text;
}

/**
 * How slots are written in a sentence: `[5,7]`, or `Tue 24 Nov 2026
 * 09:30-11:00 CET`.
 *
 * @param zone An IANA name.
 */
export function slotsIn(zone: string): SlotText {
  // Numbers do without, and a zone takes a while to learn.
  let text: ZoneText | null = null;
  return (slot) => {
    if (slot.times === "numbers") return formatTimedSlot(slot);
    text ??= new ZoneText(zone);
    return text.when(slot).join(" ").replaceAll("  ", " ");
  };
}

/** `1 h 30 min`; a day is 24 hours. */
export function lengthText({ start, end }: Slot): string {
  return formatDuration(end - start, "instants");
}
