import { assertEquals } from "@std/assert";
import { WINDOW_SECONDS_DEFAULT } from "../../src/base/limits.ts";
import { formatInstant, parseInstant } from "../../src/calendar/moment.ts";
import { NO_TERMS, outlookOf } from "../../src/protocol/outlook.ts";
import type { Terms } from "../../src/wire/terms.ts";

/** The window of a question that is asked at a moment. */
function windowAt(now: string, terms: Partial<Terms> = {}): string[] {
  const { window } = outlookOf({ ...NO_TERMS, ...terms }, {
    times: "instants",
    nowS: parseInstant(now)!,
  });
  return [window!.from, window!.to].map(formatInstant);
}

Deno.test("outlookOf() begins with the next whole minute, unless asked", () => {
  assertEquals(WINDOW_SECONDS_DEFAULT, 14 * 86_400);
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
