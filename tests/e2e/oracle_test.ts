/**
 * Five thousand random data sets, each with a question, through the real
 * processes: every answer must be the one that bitmaps give. The data sets of
 * a round share its backends' files and are told apart by their names, so
 * that a few processes and reloads are enough.
 */

import { assertGreater, AssertionError } from "@std/assert";
import { type Backend, Cluster } from "../support/cluster.ts";
import { DataSet, type Question } from "../support/data_sets.ts";
import { askUntil } from "../support/deadline.ts";
import type { LineClient } from "../support/line_client.ts";
import { seededRandom, shuffled } from "../support/seeded_random.ts";

/** How many backends, and the data sets of each round of reloads. */
const CLUSTERS: [servers: number, rounds: readonly number[]][] = [
  [2, [700, 700]],
  [3, [700, 700, 700]],
  [5, [800, 700]],
];
const CONNECTIONS = 4;
const RELOAD_MS_MAX = 10_000;

for (const [servers, rounds] of CLUSTERS) {
  Deno.test(`${servers} backends answer as the oracle does`, async (t) => {
    await using cluster = await Cluster.start();
    const backends: Backend[] = [];
    for (const [round, count] of rounds.entries()) {
      const seed = 1_000 * servers + round;
      const sets = drawDataSets(seed, { servers, count });
      await t.step(`seed ${seed}`, async () => {
        const files = serverFiles(sets, { servers, round });
        if (round === 0) backends.push(...await startAll(cluster, files));
        else await reloadAll(cluster, { backends, files, round });
        const questions = sets.map((set) => set.ask());
        assertVaried(questions);
        await askAll(cluster, { questions, seed });
      });
    }
  });
}

function drawDataSets(
  seed: number,
  { servers, count }: { servers: number; count: number },
): DataSet[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, i) => {
    return new DataSet(random, { prefix: `s${seed}d${i}`, servers });
  });
}

/** Each server's file, in random order, with a witness of its round. */
function serverFiles(
  sets: readonly DataSet[],
  { servers, round }: { servers: number; round: number },
): string[] {
  return Array.from({ length: servers }, (_, server) => {
    const witness = `witness${server};[[${round},${round + 1}]]`;
    const lines = sets.flatMap((set) => set.lines(server));
    return shuffled(seededRandom(round), [witness, ...lines]).join("\n");
  });
}

function startAll(cluster: Cluster, files: string[]): Promise<Backend[]> {
  return Promise.all(
    files.map((people, server) =>
      cluster.startRegistered({ name: `S${server}`, people })
    ),
  );
}

/** A reload is whole: once the witness is the new one, so is everybody. */
async function reloadAll(
  cluster: Cluster,
  { backends, files, round }: {
    backends: Backend[];
    files: string[];
    round: number;
  },
): Promise<void> {
  using client = await cluster.connect();
  await Promise.all(backends.map(({ path }, server) => {
    return Deno.writeTextFile(path, files[server]!);
  }));
  for (const server of files.keys()) {
    await askUntil(() => client.askJson([`witness${server}`]), {
      done: ({ slots }) => slots?.[0]?.[0] === round,
      ms: RELOAD_MS_MAX,
      what: `the reload of server ${server}`,
    });
  }
}

/** A share of each kind of answer, or nothing would have been tested. */
function assertVaried(questions: readonly Question[]): void {
  const share = (isKind: (question: Question) => boolean) =>
    questions.filter(isKind).length / questions.length;
  assertGreater(share(({ slots }) => slots.length === 0), 0.1);
  assertGreater(share(({ slots }) => slots.length === 1), 0.1);
  assertGreater(share(({ slots }) => slots.length > 1), 0.1);
  // Longer than a datagram, so that it comes in blocks.
  assertGreater(share(({ slots }) => slots.length > 600), 0);
  assertGreater(share(({ names }) => names.length > 16), 0.005);
  assertGreater(share(({ unknown }) => unknown.length > 0), 0.01);
}

async function askAll(
  cluster: Cluster,
  { questions, seed }: { questions: Question[]; seed: number },
): Promise<void> {
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async (_, connection) => {
      using client = await cluster.connect();
      const mine = questions.filter((_, i) => i % CONNECTIONS === connection);
      await askPipelined(client, { questions: mine, seed });
    }),
  );
}

/** All requests at once; the answers come in their order. */
async function askPipelined(
  client: LineClient,
  { questions, seed }: { questions: Question[]; seed: number },
): Promise<void> {
  const lines = questions.map(({ names }) => `${JSON.stringify({ names })}\n`);
  const sent = client.send(lines.join(""));
  for (const { names, slots, unknown } of questions) {
    const fields = { slots, unknown, unreachable: [], pending: [] };
    const want = JSON.stringify(fields);
    const got = await client.readLine() ?? "nothing";
    // Not assertEquals: some answers are too long to look for differences.
    if (got !== want) {
      throw new AssertionError(mismatch({ seed, want, got, names }));
    }
  }
  await sent;
}

const SHOWN_CHARS = 300;

function mismatch(
  { seed, names, want, got }: {
    seed: number;
    names: readonly string[];
    want: string;
    got: string;
  },
): string {
  const shown = [want, got].map((line) => line.slice(0, SHOWN_CHARS));
  return `seed ${seed}: wanted ${shown[0]}, got ${shown[1]} for ${names}`;
}
