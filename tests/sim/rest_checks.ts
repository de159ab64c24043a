/** R1 and R2: nothing outgrows its bounds, and what ended leaves nothing. */

import {
  ASSEMBLY_BYTES_MAX,
  CONNECTIONS_MAX,
  QUERIES_MAX,
  SESSIONS_MAX,
} from "../../src/base/limits.ts";
import type { Cluster } from "./cluster.ts";
import type { MainNode, MainProcess } from "./main_node.ts";
import type { Scene } from "./scene.ts";

/** What a main server counts, while it lives. */
export function checkGauges(
  { checks }: Scene,
  { server }: MainProcess,
): void {
  const { assemblyBytes } = server.inquiries.gauges;
  const gauges: [what: string, count: number, max: number][] = [
    ["queries", server.activeQueries, QUERIES_MAX],
    ["connections", server.clients.size, CONNECTIONS_MAX],
    ["sessions", server.registry.candidates.size, SESSIONS_MAX],
    ["bytes of long answers", assemblyBytes, ASSEMBLY_BYTES_MAX],
  ];
  for (const [what, count, max] of gauges) {
    checks.hold(
      "R1",
      count >= 0 && count <= max,
      () => `there are ${count} ${what}, from 0 to ${max} are allowed`,
    );
  }
}

/** Whoever has said goodbye is in no directory any more. */
export function checkGone(scene: Scene, cluster: Cluster): void {
  for (const { process, host } of cluster.mains) {
    for (const { file, host: home, startedMs, address } of cluster.backends) {
      const left = process!.directory.sessions(file.name).filter((session) =>
        // A word of an earlier process may come after the start of this one.
        session.address === address && session.sinceMs >= startedMs
      );
      scene.checks.hold(
        "R2",
        left.length === 0,
        () => `${file.name} at ${home} is closed and still known at ${host}`,
      );
    }
  }
}

export function checkRest(
  { checks }: Scene,
  { host, process }: MainNode,
): void {
  const { server } = process!;
  const left: Record<string, number> = {
    inquiries: server.inquiries.size,
    questions: server.flights.size,
    queries: server.activeQueries,
    connections: server.clients.size,
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
