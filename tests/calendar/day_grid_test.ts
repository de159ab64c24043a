import { assertEquals } from "@std/assert";
import { dayGrid } from "../../src/calendar/day_grid.ts";
import { parseInstant } from "../../src/calendar/moment.ts";

/** What a grid makes of times of a day, told as hours since its midnight. */
function stepsOf(date: string, timezone: string, step: number) {
  const midnight = Temporal.PlainDate.from(date).toZonedDateTime(timezone)
    .epochMilliseconds / 1_000;
  const window = { from: midnight, to: midnight + 86_400 };
  const grid = dayGrid(step * 3_600, { timezone, window });
  const hours = (seconds: number) => (seconds - midnight) / 3_600;
  return {
    up: (hour: number) => hours(grid.up(midnight + hour * 3_600)),
    down: (hour: number) => hours(grid.down(midnight + hour * 3_600)),
  };
}

Deno.test("a grid counts from midnight, and each day anew", () => {
  const { up, down } = stepsOf("2026-11-24", "Asia/Kolkata", 5);
  assertEquals([0, 1, 5, 5.5, 19, 21, 24, 24.5].map(up), [
    ...[0, 5, 5, 10, 20, 24, 24, 29],
  ]);
  assertEquals([0, 1, 5, 21, 23.9, 24, 28].map(down), [
    ...[0, 0, 5, 20, 20, 24, 24],
  ]);
});

Deno.test("a day that is shorter or longer has its own end", () => {
  const short = stepsOf("2026-03-29", "Europe/Berlin", 4);
  assertEquals([20.5, 22, 23, 23.5].map(short.up), [23, 23, 23, 27]);
  assertEquals([22.9, 23, 26].map(short.down), [19, 23, 23]);
  const long = stepsOf("2026-10-25", "Europe/Berlin", 4);
  assertEquals([20.5, 24.5, 25].map(long.up), [21, 25, 25]);
  assertEquals([24.9, 25].map(long.down), [21, 25]);
});

Deno.test("an hour that clocks skip has no steps, and one that comes twice two", () => {
  const skipped = stepsOf("2026-03-29", "Europe/Berlin", 1 / 4);
  assertEquals([1.9, 2, 2.1].map(skipped.up), [2, 2, 2.25]);
  const twice = stepsOf("2026-10-25", "Europe/Berlin", 2);
  assertEquals([1, 2.1, 3, 3.1].map(twice.up), [2, 3, 3, 5]);
  assertEquals([2.9, 3, 4.9].map(twice.down), [2, 3, 3]);
});

Deno.test("a day without a midnight begins when it does", () => {
  // Clocks went from 24:00 to 01:00.
  const { up, down } = stepsOf("2018-11-04", "America/Sao_Paulo", 6);
  assertEquals([0, 1, 22, 23].map(up), [0, 5, 23, 23]);
  assertEquals([0, 4, 22].map(down), [0, 0, 17]);
});

Deno.test("a day that never was is no step", () => {
  const from = parseInstant("2011-12-29T12:00:00Z")!;
  const window = { from, to: from + 3 * 86_400 };
  const grid = dayGrid(36_000, { timezone: "Pacific/Apia", window });
  // The 30th was skipped: from the 29th at midnight to the 31st at midnight.
  const midnight = parseInstant("2011-12-30T10:00:00Z")!;
  assertEquals(grid.up(midnight - 1), midnight);
  assertEquals(grid.up(midnight), midnight);
  assertEquals(grid.up(midnight + 1), midnight + 36_000);
  assertEquals(grid.down(midnight + 35_999), midnight);
});

/** Days on or before which clocks are changed, by an hour or half of one. */
const CHANGES: [date: string, timezone: string][] = [
  ["2026-03-29", "Europe/Berlin"],
  ["2026-10-25", "Europe/Berlin"],
  ["2018-11-04", "America/Sao_Paulo"],
  ["2018-02-17", "America/Sao_Paulo"],
  ["2026-11-01", "America/Havana"],
  ["2026-04-05", "Australia/Lord_Howe"],
  ["2026-10-04", "Australia/Lord_Howe"],
  ["2010-11-07", "America/St_Johns"],
];

for (const [date, timezone] of CHANGES) {
  Deno.test(`a grid is what clocks show in ${timezone} on ${date}`, () => {
    const day = Temporal.PlainDate.from(date).toZonedDateTime(timezone);
    for (const step of [900, 3_600, 7_200, 18_000, 86_400]) {
      const isStep = (seconds: number) => {
        const time = Temporal.Instant.fromEpochMilliseconds(seconds * 1_000)
          .toZonedDateTimeISO(timezone);
        const shown = time.hour * 3_600 + time.minute * 60 + time.second;
        return shown % step === 0 || time.equals(time.startOfDay());
      };
      const from = day.epochMilliseconds / 1_000 - 86_400;
      const window = { from, to: from + 3 * 86_400 };
      const grid = dayGrid(step, { timezone, window });
      const quarters = Array.from({ length: 3 * 96 }, (_, i) => from + i * 900);
      const steps = quarters.filter(isStep);
      for (const [i, time] of steps.entries()) {
        assertEquals([grid.up(time), grid.down(time)], [time, time]);
        const next = steps[i + 1];
        if (next === undefined) break;
        assertEquals([grid.up(time + 1), grid.down(next - 1)], [next, time]);
      }
    }
  });
}
