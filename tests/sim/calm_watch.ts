/**
 * Knows when a server had no excuse: nothing between it and the main server
 * was harmed, and both were up and about, since before the query began.
 */

import { DOWN_PROBE_MS } from "../../src/base/limits.ts";
import type { Answered, Asked } from "./asked.ts";
import type { BackendNode } from "./backend_node.ts";
import type { Cluster } from "./cluster.ts";
import type { Session } from "./directory_model.ts";
import type { Scene } from "./scene.ts";

/** A main server that was busy for longer has an excuse of its own. */
const BUSY_MS_MAX = 300;
/** How long before a query it must have been calm already. */
const BEFORE_MS = 1_000;

export class CalmWatch {
  readonly #scene: Scene;
  readonly #cluster: Cluster;

  constructor(scene: Scene, cluster: Cluster) {
    this.#scene = scene;
    this.#cluster = cluster;
  }

  wasCalm(server: string, { asked, pausedMs }: Answered): boolean {
    const fromMs = asked.readMs - BEFORE_MS;
    const { directory, clock } = asked.process;
    const { delayMs, jitterMs } = this.#scene.network.weather;
    if (clock.stalledUntilMs > fromMs || pausedMs > BUSY_MS_MAX) return false;
    if (4 * (delayMs + jitterMs) > DOWN_PROBE_MS) return false;
    // When one list of a group changes, all of its servers are asked again,
    // and may have no time left.
    const isSettled = this.#cluster.files.every(({ name }) =>
      directory.during(name, fromMs).length === 1
    );
    if (!isSettled) return false;
    const sessions = directory.sessions(server);
    const hosts = new Set(sessions.map(({ host }) => host));
    if (hosts.size !== sessions.length) return false;
    const calm = sessions.filter((session) =>
      this.#isCalm(session, { server, fromMs, asked })
    );
    // Of two copies at least every other send goes to the one that is calm,
    // but of a long answer most go to the copy that gave its first block.
    const { isLong } = this.#cluster.population;
    return sessions.length === 2 && !isLong
      ? calm.length > 0
      : sessions.length > 0 && calm.length === sessions.length;
  }

  #isCalm(
    { host, sinceMs }: Session,
    { server, fromMs, asked }: {
      readonly server: string;
      readonly fromMs: number;
      readonly asked: Asked;
    },
  ): boolean {
    const { main, process: { directory } } = asked;
    const node = this.#cluster.ofServer(server)
      .find((node) => node.host === host);
    return node !== undefined && sinceMs < fromMs &&
      // With another key it may not be heard.
      directory.keysChangedMs < sinceMs &&
      this.#scene.watch.harmedMs(main.host, host) < fromMs &&
      wasUp(node, { sinceMs, fromMs });
  }
}

/** Whether the same process with the same calendars was there all along. */
function wasUp(
  { process, served }: BackendNode,
  { sinceMs, fromMs }: { readonly sinceMs: number; readonly fromMs: number },
): boolean {
  if (!process || process.isClosing) return false;
  // It is asking anew, and answers nothing of its earlier session.
  if (!process.server.isRegistered) return false;
  return process.startedMs < sinceMs && process.clock.stalledUntilMs < fromMs &&
    served.at(-1)!.fromMs < fromMs;
}
