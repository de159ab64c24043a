/** Runs seeds side by side, each thread one at a time. */

import type { SeedReport } from "./seed_report.ts";
import type { SimulationOptions } from "./simulation.ts";

/** What a worker is told: a seed, and what of it to run. */
export interface Order {
  readonly seed: number;
  readonly options: Pick<SimulationOptions, "scope">;
}

export interface CrewOptions {
  readonly seeds: Iterable<number>;
  readonly options?: Order["options"];
  readonly jobs: number;
  /** @returns False if that is enough. */
  readonly take: (report: SeedReport) => boolean;
}

export async function runSeeds(
  { seeds, options = {}, jobs, take }: CrewOptions,
): Promise<void> {
  const left = seeds[Symbol.iterator]();
  let isOver = false;
  const next = (): Order | null => {
    const { done, value } = isOver ? { done: true, value: 0 } : left.next();
    return done ? null : { seed: value, options };
  };
  await Promise.all(Array.from({ length: jobs }, async () => {
    await work(next, (report) => isOver ||= !take(report));
  }));
}

/** One thread, until there are no more orders. */
function work(
  next: () => Order | null,
  take: (report: SeedReport) => void,
): Promise<void> {
  const url = new URL("./crew_worker.ts", import.meta.url);
  const worker = new Worker(url, { type: "module" });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const order = () => {
    const one = next();
    if (one) worker.postMessage(one);
    else resolve();
  };
  worker.onmessage = ({ data }: MessageEvent<SeedReport>) => {
    take(data);
    order();
  };
  worker.onerror = (event) => {
    event.preventDefault();
    reject(new Error(event.message));
  };
  order();
  return promise.finally(() => worker.terminate());
}
