/** How often each fault was done, for the run's report and its honesty. */

export const FAULTS = [
  "lost",
  "burst",
  "parted",
  "duplicate",
  "late_copy",
  "spoilt",
  "overflow",
  "clogged",
  "unsent",
  "crash",
  "restart",
  "close",
  "pause",
  "partition",
  "clog",
  "socket",
  "reload",
  "move",
  "refetch",
  "stranger",
  "forgery",
  "main_crash",
  "impostor",
  "nuisance",
  "lie",
  "rekey",
  "disk_full",
  "disk_failure",
  "guessed_token",
  "guessed_tag",
] as const;

export type Fault = typeof FAULTS[number];

export type FaultFigures = Readonly<Record<Fault, number>>;

export function noFaults(): FaultFigures {
  return new FaultCount().figures;
}

export function mergeFaults(a: FaultFigures, b: FaultFigures): FaultFigures {
  const sum = { ...a };
  for (const each of FAULTS) sum[each] += b[each];
  return sum;
}

export class FaultCount {
  readonly #counts = Object.fromEntries(
    FAULTS.map((each) => [each, 0]),
  ) as Record<Fault, number>;

  add(fault: Fault): void {
    this.#counts[fault]++;
  }

  get figures(): FaultFigures {
    return { ...this.#counts };
  }
}
