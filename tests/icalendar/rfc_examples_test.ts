/** Every example of RFC 5545, by its definition and by the program. */

import { assertEquals } from "@std/assert";
import { readRule, readWall, writeWall } from "../support/recurrence_rule.ts";
import { expandRule } from "../support/recurrence.ts";
import { readOutcome, RFC_EXAMPLES, type RfcExample } from "./rfc_examples.ts";

const ZONE = "America/New_York";

for (const example of RFC_EXAMPLES) {
  const { starts, goesOn } = readOutcome(example.outcome);
  const { exdates = [], title } = example;
  const excluded = exdates.map(readWall);
  const dtstart = readWall(example.dtstart);
  const rrule = withLocalUntil(example);
  // What goes on is compared as far as the RFC has written it down.
  const to = goesOn ? starts.at(-1)! + 1 : starts.at(-1)! + 3 * 366 * 86_400;
  const expected = starts.map(writeWall);
  Deno.test(`the definition agrees with the RFC: ${title}`, () => {
    const got = expandRule(readRule(rrule), dtstart, { from: dtstart, to })
      .filter((start) => !excluded.includes(start));
    assertEquals(got.map(writeWall), expected);
  });
}

/** UNTIL in local time, as times are in wall-clock time here. */
function withLocalUntil({ rrule }: RfcExample): string {
  return rrule.replace(/(?<=UNTIL=)\w+/, (utc) => {
    const instant = new Date(readWall(utc) * 1_000).toISOString();
    const local = Temporal.Instant.from(instant).toZonedDateTimeISO(ZONE);
    const wall = local.toPlainDateTime().toString({ smallestUnit: "second" });
    return wall.replaceAll(/[-:]/g, "");
  });
}
