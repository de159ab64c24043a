/**
 * Queries a second and what one takes, for one and for many clients, beside
 * the floor: what blocking C++ needs for the same journey without computing
 * anything. Machines are noisy, so the floor runs before and after each load
 * and medians are compared.
 */

import { Cluster } from "../support/cluster.ts";
import { commonRow, type Row, rowSlots } from "../support/oracle.ts";
import { below, seededRandom } from "../support/seeded_random.ts";
import { type LoadFigures, NativeTools } from "./native_tools.ts";
import {
  type Figures,
  median,
  print,
  printLine,
  printTable,
} from "./report.ts";
import { scriptLoad } from "./script_load.ts";

const PEOPLE = 500;
const QUERIES = 4_000;
const AXIS = { ticks: 48, origin: 0, unit: 1 };
const SECONDS = 2;
/**
 * Of each load, unmeasured: servers live for weeks, and one client's first
 * ten thousand questions are answered by code that is not compiled yet.
 */
const WARM_UP_SECONDS = 6;
const ROUNDS = 3;
const FLOOR_ROUNDS = 8_000;

interface Case {
  readonly clients: number;
  readonly depth: number;
  /** In terms of the floor. */
  readonly target?: string;
}

const CASES: readonly Case[] = [
  { clients: 1, depth: 1, target: "p50 <= 2.4 x floor" },
  { clients: 1, depth: 16 },
  { clients: 64, depth: 1, target: "qps >= 1.2 x floor" },
  { clients: 64, depth: 16, target: "qps >= 2.2 x floor" },
];

export async function benchLoad(): Promise<void> {
  await using cluster = await Cluster.start();
  const queriesPath = await addPeople(cluster);
  const tools = await NativeTools.build(cluster.folder);
  if (typeof tools === "string") {
    print(`No floor and no ratios, as ${tools}; a script makes the load.`);
  }
  const rows: Figures[] = [];
  for (const each of CASES) {
    const port = cluster.main.tcpPort;
    const row = await measure(tools, { ...each, port, queriesPath });
    printLine("load", row);
    rows.push(row);
  }
  printTable(rows);
}

/**
 * Starts two backends with the people that queries are about.
 *
 * @param flags Of both backends.
 * @returns Where the queries are, as the load generator takes them.
 */
export async function addPeople(
  cluster: Cluster,
  flags: readonly string[] = [],
): Promise<string> {
  const people = drawPeople();
  for (const name of ["A", "B"]) {
    const text = fileText(people, name.toLowerCase());
    await cluster.startRegistered({ name, people: text, flags });
  }
  const path = `${cluster.folder}/queries`;
  await Deno.writeTextFile(path, drawQueries(people));
  return path;
}

/** Everybody's free time, by name. */
function drawPeople(): Map<string, Row> {
  const random = seededRandom(1);
  const people = new Map<string, Row>();
  for (const server of ["a", "b"]) {
    for (let i = 0; i < PEOPLE; i++) {
      // Stretches of about three ticks make about ten intervals.
      let free = 0;
      const row = Uint8Array.from({ length: AXIS.ticks }, () => {
        if (random() < 0.4) free = 1 - free;
        return free;
      });
      people.set(`${server}${i}`, row);
    }
  }
  return people;
}

function fileText(people: ReadonlyMap<string, Row>, server: string): string {
  return [...people].filter(([name]) => name.startsWith(server))
    .map(([name, row]) => `${name};${JSON.stringify(rowSlots(row, AXIS))}\n`)
    .join("");
}

/** Two to four people each, of both servers, and what they share. */
function drawQueries(people: ReadonlyMap<string, Row>): string {
  const random = seededRandom(2);
  const queries = new Map<string, string>();
  while (queries.size < QUERIES) {
    const names = new Set([`a${below(random, PEOPLE)}`]);
    names.add(`b${below(random, PEOPLE)}`);
    for (let more = below(random, 3); more > 0; more--) {
      names.add(`${random() < 0.5 ? "a" : "b"}${below(random, PEOPLE)}`);
    }
    const rows = [...names].map((name) => people.get(name)!);
    const slots = JSON.stringify(rowSlots(commonRow(rows), AXIS));
    queries.set([...names].join(" "), slots);
  }
  return [...queries].map(([names, slots]) => `${names}\t${slots}\n`).join("");
}

export interface Load {
  readonly clients: number;
  readonly depth: number;
  readonly port: number;
  readonly queriesPath: string;
}

/** @param tools Why there are none, if there are none. */
export async function runLoad(
  tools: NativeTools | string,
  load: Load,
  seconds = SECONDS,
): Promise<LoadFigures> {
  const options = { ...load, seconds };
  if (typeof tools !== "string") return await tools.load(options);
  return await scriptLoad(options);
}

type Measurement = Load & Pick<Case, "target">;

async function measure(
  tools: NativeTools | string,
  { target = "", ...load }: Measurement,
): Promise<Figures> {
  const { clients, depth } = load;
  await runLoad(tools, load, WARM_UP_SECONDS);
  if (typeof tools === "string") {
    const { qps, p50us, p99us, wrong } = await runLoad(tools, load);
    return { clients, depth, qps, p50us, p99us, wrong };
  }
  const floors = [await tools.floor(FLOOR_ROUNDS)];
  const loads = [];
  for (let round = 0; round < ROUNDS; round++) {
    loads.push(await runLoad(tools, load));
    floors.push(await tools.floor(FLOOR_ROUNDS));
  }
  const [qps, floorQps] = [loads, floors].map((runs) =>
    median(runs.map((run) => run.qps))
  ) as [number, number];
  const [p50us, floorP50us] = [loads, floors].map((runs) =>
    median(runs.map((run) => run.p50us))
  ) as [number, number];
  return {
    clients,
    depth,
    qps,
    p50us,
    p99us: median(loads.map((run) => run.p99us)),
    bad: loads.reduce((sum, { wrong, failed }) => sum + wrong + failed, 0),
    floorQps,
    floorP50us,
    qpsRatio: qps / floorQps,
    p50Ratio: p50us / floorP50us,
    target,
  };
}
