/**
 * Recurrence as calendars are read by, against its definition, on rules that
 * chance has written.
 */

import { assert, assertEquals } from "@std/assert";
import { lastWallOf, Recurrence } from "../../src/icalendar/recurrence.ts";
import { parseRule, RuleError } from "../../src/icalendar/rule.ts";
import { printFigures } from "../support/figures.ts";
import { expandRule } from "../support/recurrence.ts";
import { readRule, writeWall } from "../support/recurrence_rule.ts";
import { scaled } from "../support/scale.ts";
import { seededRandom } from "../support/seeded_random.ts";
import { type RandomRule, randomRule } from "./random_rules.ts";

const RULES = scaled({ quick: 1_000, deep: 30_000 });
const SEED = 1_000_000;

Deno.test("rules have the instances that the RFC defines, or are refused", async () => {
  const figures = { rules: 0, refused: 0, instances: 0, different: 0 };
  const differences: string[] = [];
  for (let seed = SEED; figures.rules < RULES; seed++) {
    const random = randomRule(seededRandom(seed));
    const rule = readRule(random.rrule);
    const expanded = expandByProduct(random);
    if (expanded === null) {
      figures.refused++;
      continue;
    }
    const defined = expandRule(rule, random.dtstart, random.window);
    figures.rules++;
    figures.instances += defined.length;
    if (`${expanded}` === `${defined}`) continue;
    figures.different++;
    differences.push(showDifference(seed, random, { defined, expanded }));
  }
  await printFigures("recurrence", figures);
  assertEquals(differences.slice(0, 3), []);
  assert(figures.instances > 10 * RULES, "most rules have instances");
  assert(figures.refused < RULES / 5, "few rules are refused");
});

/** Null for a rule that is refused: its calendar would not be read. */
function expandByProduct(
  { rrule, dtstart, window }: RandomRule,
): readonly number[] | null {
  try {
    const rule = parseRule(rrule);
    const recurrence = new Recurrence(rule, {
      startWallS: dtstart,
      isDate: false,
      untilWallS: lastWallOf(rule.until),
    });
    return recurrence.between(window.from, window.to);
  } catch (error) {
    if (error instanceof RuleError) return null;
    throw error;
  }
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
