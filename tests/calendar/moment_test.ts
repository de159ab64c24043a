import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  formatInstant,
  formatMoment,
  isTimezone,
  type Moment,
  parseInstant,
  parseMoment,
  resolveMoment,
} from "../../src/calendar/moment.ts";

const MOMENTS: [text: string, moment: Moment][] = [
  ["5", { kind: "number", value: 5 }],
  ["-5", { kind: "number", value: -5 }],
  ["-0", { kind: "number", value: 0 }],
  ["2026", { kind: "number", value: 2026 }],
  ["now", { kind: "now" }],
  ["today", { kind: "day", days: 0 }],
  ["tomorrow", { kind: "day", days: 1 }],
  ["+2w", { kind: "later", duration: "2w" }],
  ["+PT30M", { kind: "later", duration: "PT30M" }],
  ["09:00", { kind: "time_of_day", text: "09:00" }],
  ["2026-11-24", { kind: "local", text: "2026-11-24" }],
  ["2024-02-29", { kind: "local", text: "2024-02-29" }],
  ["2026-11-24T09:00", { kind: "local", text: "2026-11-24T09:00" }],
  ["2026-11-24 09:00:59", { kind: "local", text: "2026-11-24T09:00:59" }],
  ["1970-01-01T00:00:10Z", { kind: "instant", seconds: 10 }],
];

for (const [text, moment] of MOMENTS) {
  Deno.test(`parseMoment() of ${text} is ${moment.kind}`, () => {
    assertEquals(parseMoment(text), moment);
    assertEquals(parseMoment(formatMoment(moment)), moment);
  });
}

const BAD: [what: string, text: string][] = [
  ["nothing", ""],
  ["a word", "soon"],
  ["capitals", "Today"],
  ["a part of a number", "1.5"],
  ["a number beyond all times", "9007199254740992"],
  ["a day that is none", "2026-02-30"],
  ["a leap day in another year", "2026-02-29"],
  ["a month that is none", "2026-13-01"],
  ["a date in short", "2026-1-2"],
  ["an hour that is none", "25:00"],
  ["the end of a day", "24:00"],
  ["a minute that is none", "2026-11-24T09:60"],
  ["a length without its unit", "+5"],
  ["a length that is over too early", "+1M"],
  ["a length ago", "-2w"],
  ["a zone's name behind a time", "2026-11-24T09:00[Europe/Berlin]"],
  ["a second that leaps", "2026-11-24T23:59:60Z"],
  ["a part of a second", "2026-11-24T09:00:00.5Z"],
  ["a part of a minute", "2026-11-24T09:00.0Z"],
  ["an offset without minutes", "2026-11-24T09:00+01"],
  ["an offset that is none", "2026-11-24T09:00+24:00"],
  ["an instant before the year 0", "0000-01-01T00:00:00+00:01"],
  ["an instant after the year 9999", "9999-12-31T23:59:59-00:01"],
  ["blanks", " 2026-11-24"],
];

for (const [what, text] of BAD) {
  Deno.test(`parseMoment() refuses ${what}`, () => {
    assertEquals(parseMoment(text), null);
  });
}

const INSTANTS: [text: string, utc: string][] = [
  ["2026-11-24T09:00:00Z", "2026-11-24T09:00:00Z"],
  ["2026-11-24t09:00:00z", "2026-11-24T09:00:00Z"],
  ["2026-11-24 09:00Z", "2026-11-24T09:00:00Z"],
  ["2026-11-24T09:00+01:00", "2026-11-24T08:00:00Z"],
  ["2026-11-24T09:00:30-03:30", "2026-11-24T12:30:30Z"],
  ["2026-11-24T09:00:00.000-00:00", "2026-11-24T09:00:00Z"],
  ["2026-03-01T00:30+01:00", "2026-02-28T23:30:00Z"],
  ["0000-01-01T00:00Z", "0000-01-01T00:00:00Z"],
  ["9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"],
];

for (const [text, utc] of INSTANTS) {
  Deno.test(`parseInstant() of ${text} is ${utc}`, () => {
    assertEquals(formatInstant(parseInstant(text)!), utc);
  });
}

Deno.test("formatInstant() stays within what RFC 3339 can write", () => {
  const max = Number.MAX_SAFE_INTEGER;
  assertEquals(formatInstant(max), "9999-12-31T23:59:59Z");
  assertEquals(formatInstant(-max), "0000-01-01T00:00:00Z");
});

// Monday, an hour before midnight in Berlin.
const NOW = "2026-11-23T22:00:00Z";

const RESOLVED: [text: string, timezone: string, utc: string][] = [
  ["now", "UTC", NOW],
  ["today", "UTC", "2026-11-23T00:00:00Z"],
  ["today", "Asia/Tokyo", "2026-11-23T15:00:00Z"],
  ["tomorrow", "Europe/Berlin", "2026-11-23T23:00:00Z"],
  ["tomorrow", "America/St_Johns", "2026-11-24T03:30:00Z"],
  ["09:00", "Europe/Berlin", "2026-11-23T08:00:00Z"],
  ["2026-11-24", "Europe/Berlin", "2026-11-23T23:00:00Z"],
  ["2026-11-24T09:00", "Asia/Kolkata", "2026-11-24T03:30:00Z"],
  ["2026-11-24T09:00Z", "Asia/Kolkata", "2026-11-24T09:00:00Z"],
  ["+90m", "Europe/Berlin", "2026-11-23T23:30:00Z"],
  ["+2w", "Europe/Berlin", "2026-12-07T22:00:00Z"],
  // In a gap as much later as clocks are put forward; twice there, the first.
  ["2026-03-29T02:30", "Europe/Berlin", "2026-03-29T01:30:00Z"],
  ["2026-10-25T02:30", "Europe/Berlin", "2026-10-25T00:30:00Z"],
  ["2026-03-29", "Asia/Beirut", "2026-03-28T22:00:00Z"],
  ["9999-12-31", "America/St_Johns", "9999-12-31T03:30:00Z"],
  ["9999-12-31T23:00", "America/St_Johns", "9999-12-31T23:59:59Z"],
];

for (const [text, timezone, utc] of RESOLVED) {
  Deno.test(`resolveMoment() of ${text} in ${timezone} is ${utc}`, () => {
    const context = { nowS: parseInstant(NOW)!, timezone };
    const seconds = resolveMoment(parseMoment(text)!, context);
    assertEquals(formatInstant(seconds), utc);
  });
}

const ENDS: [text: string, from: string, utc: string][] = [
  ["18:00", "2026-12-01T08:00Z", "2026-12-01T17:00:00Z"],
  ["+2h", "2026-12-01T08:00Z", "2026-12-01T10:00:00Z"],
  // A day of 23 hours is a day all the same, and 24 hours are more than it.
  ["+1d", "2026-03-28T12:00Z", "2026-03-29T11:00:00Z"],
  ["+24h", "2026-03-28T12:00Z", "2026-03-29T12:00:00Z"],
  ["tomorrow", "2026-12-01T08:00Z", "2026-11-23T23:00:00Z"],
];

for (const [text, start, utc] of ENDS) {
  Deno.test(`resolveMoment() of ${text} after ${start} is ${utc}`, () => {
    const [nowS, from] = [parseInstant(NOW)!, parseInstant(start)!];
    const context = { nowS, timezone: "Europe/Berlin", from };
    const seconds = resolveMoment(parseMoment(text)!, context);
    assertEquals(formatInstant(seconds), utc);
  });
}

Deno.test("resolveMoment() of a number is that number", () => {
  const context = { nowS: 0, timezone: "UTC" };
  assertEquals(resolveMoment(parseMoment("-5")!, context), -5);
});

const ZONES = [
  "UTC",
  "Europe/Berlin",
  "Asia/Tokyo",
  "America/St_Johns",
  "Australia/Lord_Howe",
  "Africa/Cairo",
];

const asUtc = new Intl.DateTimeFormat("sv", {
  timeZone: "UTC",
  dateStyle: "short",
  timeStyle: "short",
});

for (const timezone of ZONES) {
  Deno.test(`resolveMoment() tells every half hour around changes in ${timezone}`, () => {
    // What clocks show is asked of another part of the system.
    const clock = new Intl.DateTimeFormat("sv", {
      timeZone: timezone,
      dateStyle: "short",
      timeStyle: "short",
    });
    const shown = (seconds: number) => clock.format(seconds * 1_000);
    const first = parseInstant("2026-01-01T00:00Z")!;
    for (let half = 0; half < 365 * 48; half++) {
      const local = first + 1_800 * half;
      const month = new Date(local * 1_000).getUTCMonth() + 1;
      if (![3, 4, 10, 11].includes(month)) continue;
      const text = asUtc.format(local * 1_000);
      const moment = parseMoment(text)!;
      const seconds = resolveMoment(moment, { nowS: 0, timezone });
      const later = parseInstant(`${shown(seconds)}Z`)! - local;
      if (later > 0) {
        const before = asUtc.format((local - later) * 1_000);
        assertEquals(shown(seconds - later), before, `${text} is skipped`);
      } else {
        assertEquals(later, 0, text);
        for (const earlier of [1_800, 3_600]) {
          assert(shown(seconds - earlier) !== text, `${text} is the first`);
        }
      }
    }
  });
}

Deno.test("isTimezone() knows zones by their names, and no offsets", () => {
  for (const zone of ["UTC", "Europe/Berlin", "america/st_johns"]) {
    assert(isTimezone(zone), zone);
  }
  for (const zone of ["", "+01:00", "Berlin", "2026-11-24T00:00[UTC]"]) {
    assert(!isTimezone(zone), zone);
  }
});

Deno.test("isTimezone() knows only zones that moments can be resolved in", () => {
  const moment = parseMoment("today")!;
  // Intl takes all of these, and Temporal, which reckons, some of them.
  const others = ["PST", "JST", "Factory", "EST", "EST5EDT", "US/Pacific"];
  for (const timezone of [...Intl.supportedValuesOf("timeZone"), ...others]) {
    const resolve = () => resolveMoment(moment, { nowS: 0, timezone });
    if (isTimezone(timezone)) resolve();
    else assertThrows(resolve, RangeError);
  }
  assert(!isTimezone("PST"));
});
