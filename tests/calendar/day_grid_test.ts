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
  assertEquals([22.9, 23, 26].map(short.down), [20, 23, 23]);
  const long = stepsOf("2026-10-25", "Europe/Berlin", 4);
  assertEquals([20.5, 24.5, 25].map(long.up), [24, 25, 25]);
  assertEquals([24.9, 25].map(long.down), [24, 25]);
});

Deno.test("a day without a midnight begins when it does", () => {
  // Clocks went from 24:00 to 01:00.
  const { up, down } = stepsOf("2018-11-04", "America/Sao_Paulo", 6);
  assertEquals([0, 1, 22, 23].map(up), [0, 6, 23, 23]);
  assertEquals([0, 22].map(down), [0, 18]);
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
