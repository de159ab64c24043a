import { assertEquals } from "@std/assert";
import { TIME_MAX } from "../../src/base/limits.ts";
import { formatInstant, parseInstant } from "../../src/calendar/moment.ts";
import { leastFree, outlookOf } from "../../src/protocol/outlook.ts";
import { NO_TERMS, type Terms } from "../../src/wire/terms.ts";

/** The window of a question that is asked at a moment. */
function windowAt(now: string, terms: Partial<Terms> = {}): string[] {
  const { window } = outlookOf({ ...NO_TERMS, ...terms }, {
    times: "instants",
    nowS: parseInstant(now)!,
  });
  return [window!.from, window!.to].map(formatInstant);
}

Deno.test("outlookOf() begins with the next whole minute, unless asked", () => {
  const next = ["2026-11-23T12:24:00Z", "2026-12-07T12:24:00Z"];
  assertEquals(windowAt("2026-11-23T12:23:31Z"), next);
  assertEquals(windowAt("2026-11-23T12:24:00Z"), next);
  const hour = { kind: "later", duration: "1h" } as const;
  assertEquals(
    windowAt("2026-11-23T12:23:31Z", { to: hour }),
    ["2026-11-23T12:24:00Z", "2026-11-23T13:24:00Z"],
  );
  assertEquals(
    windowAt("2026-11-23T12:23:31Z", { from: { kind: "now" } })[0],
    "2026-11-23T12:23:31Z",
  );
});

Deno.test("outlookOf() ends two weeks later by the clock on the wall", () => {
  const timezone = "Europe/Berlin";
  const from = { kind: "day", days: 0 } as const;
  const later = { kind: "later", duration: "2w" } as const;
  // Clocks are put back on 25 October.
  const weeks = ["2026-10-19T22:00:00Z", "2026-11-02T23:00:00Z"];
  for (const to of [null, later]) {
    const terms = { from, to, timezone };
    assertEquals(windowAt("2026-10-20T08:30:00Z", terms), weeks);
  }
});

Deno.test("leastFree() is a length that can be asked for, however much is wanted", () => {
  const all = { kind: "number", value: TIME_MAX } as const;
  const terms = { ...NO_TERMS, bufferBefore: all, bufferAfter: all };
  const outlook = outlookOf(terms, { times: "numbers", nowS: 0 });
  assertEquals(leastFree(outlook), TIME_MAX);
});
