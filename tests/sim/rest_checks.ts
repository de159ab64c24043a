/** R2: whoever was asked and left leaves nothing behind. */

import type { MainNode } from "./main_node.ts";
import type { Scene } from "./scene.ts";

export function checkRest(
  { checks }: Scene,
  { host, process }: MainNode,
): void {
  const { server } = process!;
  const left: Record<string, number> = {
    questions: server.inquiries.size,
    queries: server.activeQueries,
    connections: server.connections,
    // Whoever died without a word may come back, so its session stays.
    "sessions of the living": Math.max(
      0,
      server.registry.candidates.size -
        process!.directory.size,
    ),
    "bytes of long answers": server.inquiries.gauges.assemblyBytes,
    // The one that keeps house stays until the end.
    "timers but one": process!.clock.timers - 1,
  };
  for (const [what, count] of Object.entries(left)) {
    checks.hold("R2", count === 0, () => `${host} has ${count} ${what} left`);
  }
}
