/**
 * The library that expands recurrence, against the definition of recurrence,
 * on rules that chance has written.
 */

import { assert, assertEquals } from "@std/assert";
import { RRuleTemporal } from "rrule-temporal";
import { printFigures } from "../support/figures.ts";
import { expandRule } from "../support/recurrence.ts";
import {
  readRule,
  type RecurrenceRule,
  writeWall,
} from "../support/recurrence_rule.ts";
import { seededRandom } from "../support/seeded_random.ts";
import { type RandomRule, randomRule } from "./random_rules.ts";

const RULES = 3_000;
const SEED = 1_000_000;

Deno.test("rrule-temporal has the instances that the RFC defines", async () => {
  const figures = { rules: 0, setAside: 0, instances: 0, different: 0 };
  const differences: string[] = [];
  for (let seed = SEED; figures.rules < RULES; seed++) {
    const random = randomRule(seededRandom(seed));
    const rule = readRule(random.rrule);
    if (isKnownToDiffer(rule)) {
      figures.setAside++;
      continue;
    }
    const defined = expandRule(rule, random.dtstart, random.window);
    figures.rules++;
    figures.instances += defined.length;
    const expanded = expandByLibrary(random);
    if (`${expanded}` === `${defined}`) continue;
    figures.different++;
    differences.push(showDifference(seed, random, { defined, expanded }));
  }
  await printFigures("recurrence", figures);
  assertEquals(differences.slice(0, 3), []);
  assert(figures.instances > 10 * RULES, "most rules have instances");
});

/**
 * Yearly rules that rrule-temporal 2.2.8 gets wrong, by the RFC's note 2: it
 * forgets bare weekdays beside those with ordinals, carries a 53rd that a year
 * does not have into another year, and adds up days that limit each other.
 */
function isKnownToDiffer(rule: RecurrenceRule): boolean {
  if (rule.frequency !== "YEARLY") return false;
  const { weekdays, yearDays, monthDays, weeks } = rule;
  const ordinals = (weekdays ?? []).map(({ ordinal }) => ordinal);
  const isOfYear = rule.months === null && ordinals.some((n) => n !== 0);
  const isMixed = ordinals.includes(0);
  const has53rd = [...ordinals, ...weeks ?? []].some((n) => Math.abs(n) === 53);
  const dayParts = [weekdays, yearDays, monthDays]
    .filter((part) => part !== null).length;
  return isOfYear && (isMixed || has53rd || dayParts > 1) ||
    weeks !== null && (has53rd || dayParts > 1) ||
    yearDays !== null && dayParts > 1;
}

/** On wall-clock time, which has no zone: here it is UTC's. */
function expandByLibrary({ rrule, dtstart, window }: RandomRule): number[] {
  const rule = new RRuleTemporal({
    // It wants an UNTIL with a time to be in UTC, as DTSTART is.
    rruleString: rrule.replace(/UNTIL=\d{8}T\d{6}/, "$&Z"),
    dtstart: inUtc(dtstart),
    includeDtstart: true,
  });
  return rule.between(inUtc(window.from), inUtc(window.to - 1), true)
    .map(({ epochMilliseconds }) => epochMilliseconds / 1_000);
}

function inUtc(wall: number): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(wall * 1_000)
    .toZonedDateTimeISO("UTC");
}

function showDifference(
  seed: number,
  { rrule, dtstart, window }: RandomRule,
  { defined, expanded }: {
    readonly defined: readonly number[];
    readonly expanded: readonly number[];
  },
): string {
  const missing = defined.filter((wall) => !expanded.includes(wall));
  const extra = expanded.filter((wall) => !defined.includes(wall));
  const show = (walls: readonly number[]) => walls.slice(0, 5).map(writeWall);
  return `seed ${seed}: DTSTART:${writeWall(dtstart)} RRULE:${rrule} ` +
    `from ${writeWall(window.from)} to ${writeWall(window.to)}: ` +
    `missing ${show(missing)}; extra ${show(extra)}`;
}
