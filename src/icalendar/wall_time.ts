/**
 * Values of DATE, DATE-TIME and DURATION. ical.js reads `20261124T090000+0100`
 * as if there were no offset, and `20261301` as a date; so they are read here.
 *
 * @see RFC 5545 §3.3.4, §3.3.5, §3.3.6
 */

const MS_PER_S = 1_000;
export const DAY_S = 86_400;

/** What a wall clock shows, in seconds as if it showed UTC. */
export interface WallTime {
  readonly wallS: number;
  /** A date is its midnight. */
  readonly kind: "date" | "local" | "utc";
}

const WALL_TIME = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?$/i;

/** Undefined for anything but `20261124`, `20261124T090000` or that with Z. */
export function parseWallTime(text: string): WallTime | undefined {
  const parts = WALL_TIME.exec(text);
  if (parts === null) return undefined;
  const [year, month, day] = [+parts[1]!, +parts[2]!, +parts[3]!];
  // Zones that some programs write begin in the year 1, and Date.UTC takes
  // years below 100 for later ones.
  const dayMs = new Date(0).setUTCFullYear(year, month - 1, day);
  const date = new Date(dayMs);
  // Months have their lengths.
  if (date.getUTCDate() !== day || date.getUTCMonth() !== month - 1) {
    return undefined;
  }
  if (parts[4] === undefined) return { wallS: dayMs / MS_PER_S, kind: "date" };
  const [hour, minute, second] = [+parts[4], +parts[5]!, +parts[6]!];
  if (hour > 23 || minute > 59 || second > 60) return undefined;
  // A leap second is as good as the second before (§3.3.12).
  const wallS = dayMs / MS_PER_S + hour * 3_600 + minute * 60 +
    Math.min(second, 59);
  return { wallS, kind: parts[7] === "" ? "local" : "utc" };
}

/**
 * How long something lasts: days first, by the wall clock, whatever their
 * hours; then seconds, exactly.
 */
export interface Duration {
  readonly days: number;
  readonly seconds: number;
}

const DURATION =
  /^([+-]?)P(?=\d|T)(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/i;

/** Undefined for anything but a duration, which is not negative. */
export function parseDuration(text: string): Duration | undefined {
  const parts = DURATION.exec(text);
  if (parts === null) return undefined;
  const [weeks, days, hours, minutes, seconds] = parts.slice(2)
    .map((part) => Number(part ?? 0));
  const duration = {
    days: weeks! * 7 + days!,
    seconds: hours! * 3_600 + minutes! * 60 + seconds!,
  };
  const isNone = duration.days + duration.seconds === 0;
  return parts[1] === "-" && !isNone ? undefined : duration;
}
