/** What becomes of a process that could not tell what its disk holds. */

import { Violation } from "./checks.ts";
import type { Scene } from "./scene.ts";

const DOWN_MS = 1_000;

/** A host on which a process runs, or none. */
interface Host {
  readonly process: unknown;
  crash(): void;
  start(): void;
}

/**
 * It has ended itself; somebody starts it again.
 *
 * @throws {Violation} If it was no failure, but what was to be written.
 */
export function startAfterFailure(
  host: Host,
  { queue, faults }: Scene,
  error: unknown,
): void {
  if (error instanceof Violation) throw error;
  faults.add("disk_failure");
  const failed = host.process;
  queue.after(0, () => {
    if (host.process === failed) host.crash();
  });
  queue.after(DOWN_MS, () => {
    if (!host.process) host.start();
  });
}
