/**
 * Bookings a second and what one takes, for one and for many clients, beside
 * the floor: how long SQLite needs to make one small row durable in the same
 * folder. Until a client is told, its booking has waited for two commits, one
 * after the other: its servers', side by side, and the main server's. More
 * follow, and its next booking may have to wait for those.
 */

import { DatabaseSync } from "node:sqlite";
import { Cluster } from "../support/cluster.ts";
import { LineClient } from "../support/line_client.ts";
import { percentile } from "../support/statistics.ts";
import { median, printLine } from "./report.ts";

const PEOPLE = 500;
const SECONDS = 2;
const ROUNDS = 3;
const FLOOR_COMMITS = 2_000;
const TICKS = 1_000_000;

/** What a round has come to. */
interface Round {
  readonly rate: number;
  readonly p50us: number;
  readonly p99us: number;
}

export async function benchBookings(): Promise<void> {
  await using cluster = await Cluster.start({
    A: peopleOf("a"),
    B: peopleOf("b"),
  });
  const requests = drawRequests();
  for (const clients of [1, 64]) {
    const floors = [commitRows(cluster.folder)];
    const rounds: Round[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const { tcpPort } = cluster.main;
      rounds.push(await bookFor({ tcpPort, clients, requests }));
      floors.push(commitRows(cluster.folder));
    }
    const of = (rounds: readonly Round[], key: keyof Round) =>
      median(rounds.map((round) => round[key]));
    const bookingsPerS = of(rounds, "rate");
    const commitsPerS = of(floors, "rate");
    const p50us = of(rounds, "p50us");
    const commitP50us = of(floors, "p50us");
    printLine("bookings", {
      clients,
      bookingsPerS,
      p50us,
      p99us: of(rounds, "p99us"),
      commitsPerS,
      commitP50us,
      commitP99us: of(floors, "p99us"),
      rateRatio: bookingsPerS / commitsPerS,
      p50Ratio: p50us / commitP50us,
    });
  }
}

function peopleOf(server: string): string {
  return Array.from({ length: PEOPLE }, (_, i) => {
    return `${server}${i};[[0,${TICKS}]]\n`;
  }).join("");
}

/** One person of each server, and never the same time twice. */
function* drawRequests(): Generator<string> {
  for (let number = 0;; number++) {
    const person = number % PEOPLE;
    // Not touching the one before, as meetings seldom do.
    const start = 2 * Math.floor(number / PEOPLE);
    const names = [`a${person}`, `b${person}`];
    const slot = [start, start + 1];
    yield JSON.stringify({ book: { names, slot, key: `key-${number}` } });
  }
}

interface Load {
  readonly tcpPort: number;
  readonly clients: number;
  readonly requests: Generator<string>;
}

/** Each client books one slot after the other. */
async function bookFor(load: Load): Promise<Round> {
  const { tcpPort, clients, requests } = load;
  const startMs = performance.now();
  const endMs = startMs + 1_000 * SECONDS;
  const times: number[] = [];
  await Promise.all(Array.from({ length: clients }, async () => {
    using client = await LineClient.connect(tcpPort);
    while (performance.now() < endMs) {
      const sentMs = performance.now();
      const line = await client.ask(requests.next().value);
      times.push(performance.now() - sentMs);
      if (!line?.startsWith('{"booked":')) throw new Error(`Got ${line}`);
    }
  }));
  return roundOf(times, performance.now() - startMs);
}

/** One row a transaction, and a log that is flushed, as the ledgers have it. */
function commitRows(folder: string): Round {
  const database = new DatabaseSync(`${folder}/floor.sqlite`);
  try {
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
    database.exec("CREATE TABLE IF NOT EXISTS floor (key TEXT, slot INTEGER)");
    const insert = database.prepare("INSERT INTO floor VALUES (?, ?)");
    const startMs = performance.now();
    const times = Array.from({ length: FLOOR_COMMITS }, (_, number) => {
      const fromMs = performance.now();
      insert.run(`key-${number}`, number);
      return performance.now() - fromMs;
    });
    return roundOf(times, performance.now() - startMs);
  } finally {
    database.close();
  }
}

function roundOf(times: readonly number[], tookMs: number): Round {
  return {
    rate: 1_000 * times.length / tookMs,
    p50us: 1_000 * percentile(times, 0.5),
    p99us: 1_000 * percentile(times, 0.99),
  };
}
