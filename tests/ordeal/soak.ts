/**
 * A cluster under load for as long as one likes, while files are reloaded, a
 * backend is killed and restarted, and clients come and go: what grows is
 * told by the slopes of what was sampled.
 *
 * `deno run --allow-net --allow-read --allow-write --allow-run --allow-env
 * tests/ordeal/soak.ts --minutes 60` prints one line, and exits with 1 if an
 * answer was wrong.
 */

import { parseArgs } from "@std/cli/parse-args";
import { printFigures } from "../support/figures.ts";
import { LineClient } from "../support/line_client.ts";
import { type Sample, slope } from "../support/statistics.ts";
import { droppedDatagrams, type Gauges, readGauges } from "./gauges.ts";
import { Stage } from "./stage.ts";

export interface SoakOptions {
  readonly minutes: number;
  /** Between two samples. */
  readonly sampleMs: number;
  /** Between two of what happens to the servers. */
  readonly eventMs: number;
  readonly seed: number;
  /** Questions of a client at once. */
  readonly depth?: number;
  /** Whether somebody wants it to end now. */
  readonly isStopped?: () => boolean;
}

/** What a soak found; slopes are of all lasting processes together. */
export interface SoakFigures {
  readonly minutes: number;
  readonly queries: number;
  readonly wrong: number;
  readonly late: number;
  readonly accused: number;
  readonly reloads: number;
  readonly restarts: number;
  readonly churned: number;
  readonly rssSlopeKiBPerMinute: number;
  readonly fdSlopePerMinute: number;
  readonly rssMiB: number;
  readonly fds: number;
  readonly threads: number;
  readonly dropped: number;
  readonly samples: number;
  /** The first few of what was wrong. */
  readonly reasons: readonly string[];
}

/** The heap settles first: this share of the samples does not count. */
const WARM_UP = 0.25;
const SERVERS = 3;
/** The last server is killed now and then; the others last. */
const MORTAL = SERVERS - 1;
const RELOADED = 0;
/** One event in so many is a restart, the others are reloads. */
const RESTART_EVERY = 4;
const CHURN_MS = 20;
const REASONS_SHOWN = 5;

export async function soak(options: SoakOptions): Promise<SoakFigures> {
  await using stage = await Stage.start({
    servers: SERVERS,
    seed: options.seed,
    clients: 6,
    depth: options.depth ?? 8,
    paceMs: 10,
  });
  const endMs = performance.now() + options.minutes * 60_000;
  const { isStopped = () => false } = options;
  const isOver = () => isStopped() || performance.now() >= endMs;
  const [samples, events, churned] = await Promise.all([
    takeSamples(stage, { everyMs: options.sampleMs, isOver }),
    makeEvents(stage, { everyMs: options.eventMs, isOver }),
    churn(stage, isOver),
  ]);
  const dropped = await droppedDatagrams(stage.cluster.main.udpPort);
  const { asked, wrong, late, accused } = await stage.finish();
  return {
    minutes: options.minutes,
    queries: asked,
    wrong: wrong.length,
    late,
    accused: accused.length,
    ...events,
    churned,
    ...grown(samples),
    dropped,
    samples: samples.length,
    reasons: [...wrong, ...accused].slice(0, REASONS_SHOWN),
  };
}

interface Beat {
  readonly everyMs: number;
  readonly isOver: () => boolean;
}

/** The gauges of all processes that last, summed, and when. */
type TimedGauges = Gauges & { readonly minute: number };

async function takeSamples(
  stage: Stage,
  { everyMs, isOver }: Beat,
): Promise<TimedGauges[]> {
  const samples: TimedGauges[] = [];
  const lasting = [stage.cluster.main, ...stage.backends.slice(0, MORTAL)];
  const startMs = performance.now();
  while (!isOver()) {
    const all = await Promise.all(lasting.map(({ process }) => {
      return readGauges(process.pid);
    }));
    const sum = (key: keyof Gauges) =>
      all.reduce((sum, gauges) => sum + gauges[key], 0);
    samples.push({
      minute: (performance.now() - startMs) / 60_000,
      rssKiB: sum("rssKiB"),
      fds: sum("fds"),
      threads: sum("threads"),
    });
    await pass(everyMs);
  }
  return samples;
}

function grown(samples: readonly TimedGauges[]) {
  const settled = samples.slice(Math.floor(WARM_UP * samples.length));
  const points = (key: keyof Gauges): Sample[] =>
    settled.map((sample) => ({ at: sample.minute, value: sample[key] }));
  const last = samples.at(-1);
  return {
    rssSlopeKiBPerMinute: Math.round(slope(points("rssKiB"))),
    fdSlopePerMinute: Math.round(100 * slope(points("fds"))) / 100,
    rssMiB: Math.round((last?.rssKiB ?? 0) / 1_024),
    fds: last?.fds ?? 0,
    threads: last?.threads ?? 0,
  };
}

/** Reloads one server's file, and now and then kills another. */
async function makeEvents(
  stage: Stage,
  { everyMs, isOver }: Beat,
): Promise<{ reloads: number; restarts: number }> {
  const done = { reloads: 0, restarts: 0 };
  for (let event = 1; !isOver(); event++) {
    if (event % RESTART_EVERY === 0) {
      const { udpPort } = stage.backends[MORTAL]!;
      await stage.killBackend(MORTAL, { udpPort });
      done.restarts++;
    } else {
      await stage.reload(RELOADED);
      done.reloads++;
    }
    await pass(everyMs);
  }
  return done;
}

/** Connections that ask once and go, one after the other. */
async function churn(stage: Stage, isOver: () => boolean): Promise<number> {
  let churned = 0;
  for (; !isOver(); churned++) {
    using client = await LineClient.connect(stage.cluster.main.tcpPort);
    // Every other one is gone before its answer.
    if (churned % 2 === 0) await client.askText("nobody");
    else await client.send("nobody\n");
    await pass(CHURN_MS);
  }
  return churned;
}

async function pass(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}

async function main(): Promise<void> {
  const parsed = parseArgs(Deno.args, { string: ["minutes"] });
  const minutes = Number(parsed.minutes ?? 60);
  if (!(minutes > 0)) {
    throw new RangeError(`Cannot soak for minutes: "${parsed.minutes}"`);
  }
  let isStopped = false;
  // It ends what it has started, and tells what it has seen.
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(signal, () => isStopped = true);
  }
  const figures = await soak({
    minutes,
    sampleMs: 5_000,
    eventMs: 5_000,
    seed: 20_261_129,
    isStopped: () => isStopped,
  });
  await printFigures("soak", { ...figures });
  Deno.exit(figures.wrong > 0 ? 1 : 0);
}

if (import.meta.main) await main();
