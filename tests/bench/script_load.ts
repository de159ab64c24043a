/**
 * A small load generator for machines without a compiler. It costs more than
 * what it measures, so its figures are compared with nothing.
 */

import { LineClient } from "../support/line_client.ts";
import type { LoadFigures, LoadOptions } from "./native_tools.ts";

interface Query {
  readonly request: string;
  readonly want: string;
}

interface Tally {
  readonly endMs: number;
  readonly latenciesUs: number[];
  wrong: number;
}

export async function scriptLoad(options: LoadOptions): Promise<LoadFigures> {
  const { port, clients, depth, seconds, queriesPath } = options;
  const queries = parseQueries(await Deno.readTextFile(queriesPath));
  const startMs = performance.now();
  const endMs = startMs + 1_000 * seconds;
  const tally: Tally = { endMs, latenciesUs: [], wrong: 0 };
  await Promise.all(Array.from({ length: clients }, async (_, id) => {
    using client = await LineClient.connect(port);
    const rotated = [...queries.slice(id), ...queries.slice(0, id)];
    await keepAsking(client, { queries: rotated, depth, tally });
  }));
  const tookS = (performance.now() - startMs) / 1_000;
  const sorted = Float64Array.from(tally.latenciesUs).sort();
  const at = (share: number) => sorted[Math.floor(share * sorted.length)] ?? 0;
  return {
    qps: sorted.length / tookS,
    p50us: at(0.5),
    p99us: at(0.99),
    wrong: tally.wrong,
    failed: 0,
  };
}

function parseQueries(text: string): Query[] {
  return text.trimEnd().split("\n").map((line) => {
    const [names = "", slots = ""] = line.split("\t");
    const request = JSON.stringify({ names: names.split(" ") });
    return { request: `${request}\n`, want: `"slots":${slots},` };
  });
}

/** Keeps `depth` questions in flight until the time is over. */
async function keepAsking(
  client: LineClient,
  { queries, depth, tally }: {
    readonly queries: readonly Query[];
    readonly depth: number;
    readonly tally: Tally;
  },
): Promise<void> {
  const flying: { query: Query; sentMs: number }[] = [];
  for (let next = 0;;) {
    let requests = "";
    const sentMs = performance.now();
    while (sentMs < tally.endMs && flying.length < depth) {
      const query = queries[next++ % queries.length]!;
      requests += query.request;
      flying.push({ query, sentMs });
    }
    if (requests !== "") await client.send(requests);
    const asked = flying.shift();
    if (!asked) return;
    const answer = await client.readLine();
    tally.latenciesUs.push(1_000 * (performance.now() - asked.sentMs));
    if (!answer?.includes(asked.query.want)) tally.wrong++;
  }
}
