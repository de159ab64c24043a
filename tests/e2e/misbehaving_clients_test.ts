/**
 * A thousand clients at once, many of whom do not behave: some do not read,
 * some say nothing or only half a line, some send garbage, lines without an
 * end or questions without end, and some come and go. The others get their
 * answers, true and soon, and the main server does not grow beyond what its
 * bounds come to.
 */

import { assertEquals, assertLess } from "@std/assert";
import { ANSWER_MS_MAX } from "../../src/base/limits.ts";
import { Cluster, residentBytes } from "../support/cluster.ts";
import { printFigures } from "../support/figures.ts";
import { LagMeter } from "../support/lag_meter.ts";
import { isComplete, type LineClient } from "../support/line_client.ts";
import { scaled } from "../support/scale.ts";
import { percentile } from "../support/statistics.ts";
import type { Kinds } from "../ordeal/misbehaviours.ts";
import { startNuisances } from "../ordeal/nuisances.ts";
import { RunDelay } from "../ordeal/run_delay.ts";

const PEOPLE = 1_000;
const SLOTS = 20;
const CLIENTS = 1_000;
/** Few who ask without end: each takes as much as a thousand others. */
const KINDS: Kinds = {
  neverReads: 5,
  asksWithoutEnd: 2,
  saysNothing: 100,
  leavesLineUnfinished: 93,
  sendsGarbage: 20,
  sendsEndlessLine: 20,
  comesAndGoes: 60,
};
const MISBEHAVED = Object.values(KINDS).reduce((sum, count) => sum + count);
const WELL_BEHAVED = CLIENTS - MISBEHAVED;
/** What people take to read an answer and to ask again. */
const THINK_MS = 1_000;
/** Asked by each of the well-behaved, one after the other. */
const QUESTIONS = scaled({ quick: 3, deep: 30 });
/**
 * Measured: 110 to 214 MiB, as the heap of a busy server grows at its leisure;
 * those who do not read could make it take 64 MiB each.
 */
const GROWTH_BYTES_MAX = 256 * 2 ** 20;

Deno.test("a thousand clients, of whom many misbehave", async () => {
  await using cluster = await Cluster.start({
    A: people("a", (i) => i + 2),
    B: people("b", (i) => i + 3),
  });
  using lag = new LagMeter();
  const { pid } = cluster.main.process;
  await using runDelay = new RunDelay([pid]);
  const idleBytes = await residentBytes(pid) ?? 0;
  await using _ = startNuisances(cluster.main.tcpPort, KINDS);
  const { waits, wrong } = await askInCrowd(cluster);
  const busyBytes = await residentBytes(pid) ?? 0;
  await runDelay.stop();
  const times = waits.map(({ startMs, endMs }) => endMs - startMs);
  // What the machine withheld from us or the server is not its answer's time.
  const answerTimes = waits.map(({ startMs, endMs }) =>
    endMs - startMs - lag.stalledMs(startMs, endMs) -
    runDelay.withheldMs(startMs, endMs)
  );
  const late = answerTimes.filter((ms) => ms > ANSWER_MS_MAX).length;
  const grownBytes = busyBytes - idleBytes;
  await printFigures("crowd", {
    clients: CLIENTS,
    wellBehaved: WELL_BEHAVED,
    answers: times.length,
    wrong: wrong.length,
    late,
    p50Ms: Math.round(percentile(times, 0.5)),
    p99Ms: Math.round(percentile(times, 0.99)),
    worstMs: Math.round(percentile(times, 1)),
    worstAnswerMs: Math.round(percentile(answerTimes, 1)),
    grownMiB: Math.round(grownBytes / 2 ** 20),
  });
  assertEquals(wrong.slice(0, 5), []);
  assertEquals(late, 0);
  assertLess(grownBytes, GROWTH_BYTES_MAX);
});

/** What came of the questions of the well-behaved. */
interface Crowd {
  readonly waits: { readonly startMs: number; readonly endMs: number }[];
  readonly wrong: string[];
}

/** Everybody is free in many pieces, so that answers are long. */
function people(prefix: string, first: (i: number) => number): string {
  return Array.from({ length: PEOPLE }, (_, i) => {
    return `${prefix}${i};${JSON.stringify(slotsFrom(first(i), 5))}\n`;
  }).join("");
}

function slotsFrom(first: number, ticks: number): [number, number][] {
  return Array.from({ length: SLOTS }, (_, slot) => {
    return [first + 10 * slot, first + 10 * slot + ticks];
  });
}

/** All connect before the first one asks. */
async function askInCrowd(cluster: Cluster): Promise<Crowd> {
  const crowd: Crowd = { waits: [], wrong: [] };
  const clients: LineClient[] = [];
  try {
    for (let i = 0; i < WELL_BEHAVED; i++) {
      clients.push(await cluster.connect());
    }
    await Promise.all(clients.map(async (client, i) => {
      for (let question = 0; question < QUESTIONS; question++) {
        // The first time they do not begin together either.
        await think(question > 0 ? THINK_MS : THINK_MS * i / WELL_BEHAVED);
        const person = (i + question) % PEOPLE;
        const startMs = performance.now();
        const answer = await client.askJson([`a${person}`, `b${person}`]);
        crowd.waits.push({ startMs, endMs: performance.now() });
        const [got, want] = [answer.slots, slotsFrom(person + 3, 4)];
        const isTrue = isComplete(answer) && `${got}` === `${want}`;
        if (!isTrue) crowd.wrong.push(JSON.stringify(answer));
      }
    }));
    return crowd;
  } finally {
    for (const client of clients) client[Symbol.dispose]();
  }
}

async function think(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}
