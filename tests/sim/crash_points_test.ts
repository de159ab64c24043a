/**
 * Every moment at which a process can end while something is booked: before
 * and after each commit, each datagram that is sent or received, and each
 * answer, at the main server and at each backend. Each is tried, one by one.
 */

import { assert } from "@std/assert";
import { printFigures } from "../support/figures.ts";
import { scaled } from "../support/scale.ts";
import type { Moment } from "./crash_moments.ts";
import type { Fate } from "./crash_stage.ts";
import { Tale, type TaleKind, TALES } from "./crash_tales.ts";

/** Within the time of an answer, and longer than any. */
const DOWN_MS = [20, 3_000];
/** Whether each moment meets both; otherwise they take turns. */
const MEETS_BOTH = scaled({ quick: false, deep: true });

/** What becomes of a moment: who ends there, and how. */
function fatesOf({ deed }: Moment, number: number): Fate[] {
  const crashes = DOWN_MS
    .filter((_, i) => MEETS_BOTH || i === number % DOWN_MS.length)
    .map((downMs) => ({ number, end: "crash", downMs }) as const);
  const failure = { number, end: "failing commit", downMs: 0 } as const;
  return deed === "commit" ? [...crashes, failure] : crashes;
}

async function momentsOf(kind: TaleKind): Promise<readonly Moment[]> {
  const tale = new Tale(kind, null);
  await tale.run();
  return tale.stage.moments.met;
}

/** What went wrong where, or nothing. */
async function wrongOf(
  kind: TaleKind,
  fate: Fate,
  { host, deed, isDone }: Moment,
): Promise<string[]> {
  const tale = new Tale(kind, fate);
  try {
    await tale.run();
    return [];
  } catch (error) {
    const when = `${isDone ? "after" : "before"} ${deed} ${fate.number}`;
    const how = `${kind.name}: ${fate.end} of ${host} ${when}, ${fate.downMs}`;
    const story = tale.stage.scene.trace.story();
    return [`${how} ms: ${(error as Error).message}\n${story}`];
  }
}

Deno.test("a booking is all or nothing wherever a server ends", async () => {
  const wrong: string[] = [];
  let points = 0;
  let runs = 0;
  for (const kind of TALES) {
    const moments = await momentsOf(kind);
    points += moments.length;
    for (const [number, moment] of moments.entries()) {
      for (const fate of fatesOf(moment, number)) {
        runs++;
        wrong.push(...await wrongOf(kind, fate, moment));
      }
    }
  }
  const bookings = TALES.length;
  const figures = { bookings, points, runs, wrong: wrong.length };
  await printFigures("crash_points", figures);
  assert(wrong.length === 0, `${wrong.length} are wrong, as\n${wrong[0]}`);
});
