/**
 * Holds against the model whom an answer calls unreachable: S3. Nobody is who
 * had no excuse, and nobody before its time is up.
 */

import {
  QUERY_MS_MAX,
  RESTARTS_MAX,
  RTO_MS_MIN,
} from "../../src/base/limits.ts";
import { type Answered, modelKey } from "./asked.ts";
import type { CalmWatch } from "./calm_watch.ts";
import type { Cluster } from "./cluster.ts";
import type { HolderModel } from "./holder_model.ts";
import { LIAR } from "./liar.ts";
import type { Scene } from "./scene.ts";

/** How much sooner than promised a clock may say that time is up. */
const SOONER_MS_MAX = 10;

export class SilenceChecks {
  readonly #scene: Scene;
  readonly #cluster: Cluster;
  readonly #calm: CalmWatch;

  constructor(scene: Scene, cluster: Cluster, calm: CalmWatch) {
    this.#scene = scene;
    this.#cluster = cluster;
    this.#calm = calm;
  }

  check(answered: Answered, holders: HolderModel): void {
    const { checks } = this.#scene;
    const { asked, answer } = answered;
    for (const { server, names } of answer.unreachable) {
      for (const name of names) {
        const { sometimes } = holders.of(modelKey(name));
        const isAsked = asked.names.includes(name);
        checks.hold(
          "S3",
          isAsked && sometimes.includes(server),
          () => `${name} was asked or is at home at ${server}, which it is not`,
        );
      }
      checks.hold(
        "S3",
        holders.areWholeGroups(server, names),
        () => `${server} is said not to have answered for ${names} alone`,
      );
      checks.hold(
        "S3",
        server === LIAR || !this.#calm.wasCalm(server, answered),
        () =>
          `${server} is called unreachable in calm weather by ${asked.main.host}`,
      );
      this.#checkPatience(server, answered);
    }
  }

  /** A server that may be there has all the time that there is. */
  #checkPatience(server: string, { asked, nowMs }: Answered): void {
    const { readMs, process: { directory } } = asked;
    const fromMs = readMs - RTO_MS_MIN - SOONER_MS_MAX;
    if (server === LIAR || directory.wasDown(server, { fromMs, nowMs })) return;
    if (this.#changedOften(server, fromMs)) return;
    // It may share an inquiry that is a little older.
    const leastMs = QUERY_MS_MAX - RTO_MS_MIN - SOONER_MS_MAX;
    this.#scene.checks.hold(
      "S3",
      nowMs - readMs >= leastMs,
      () => `${server} is called unreachable after ${nowMs - readMs} ms`,
    );
  }

  /** A long answer that changes too often is given up. */
  #changedOften(server: string, fromMs: number): boolean {
    return [...this.#cluster.servedSince(server, fromMs)].length > RESTARTS_MAX;
  }
}
