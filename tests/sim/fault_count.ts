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
  "stranger",
  "main_crash",
  "impostor",
  "nuisance",
  "lie",
] as const;

export type Fault = typeof FAULTS[number];

export class FaultCount {
  readonly #counts = new Map<Fault, number>();

  add(fault: Fault): void {
    this.#counts.set(fault, this.of(fault) + 1);
  }

  addAll(other: FaultCount): void {
    for (const fault of FAULTS) {
      this.#counts.set(fault, this.of(fault) + other.of(fault));
    }
  }

  of(fault: Fault): number {
    return this.#counts.get(fault) ?? 0;
  }

  get total(): number {
    let total = 0;
    for (const count of this.#counts.values()) total += count;
    return total;
  }
}
