/** Does to the cluster what the seed's plan has in store. */

import type { Random } from "../../src/base/ports.ts";
import type { Cluster } from "./cluster.ts";
import type { FaultPlan, Mishap } from "./fault_plan.ts";
import { FetchFaults } from "./fetch_faults.ts";
import { Guesser } from "./guesser.ts";
import { HostFaults } from "./host_faults.ts";
import { Impostors } from "./impostors.ts";
import { KeyFaults } from "./key_faults.ts";
import { NetworkFaults } from "./network_faults.ts";
import { Nuisances } from "./nuisances.ts";
import type { Scene } from "./scene.ts";
import { Stranger } from "./stranger.ts";
import type { Workload } from "./workload.ts";

/**
 * Does something after a while, unless all is healed by then.
 *
 * @returns False if all is healed already: it will not be done.
 */
export type Later = (waitMs: number, run: () => void) => boolean;

export class FaultInjector {
  readonly #scene: Scene;
  readonly #plan: FaultPlan;
  readonly #cluster: Cluster;
  readonly #hosts: HostFaults;
  readonly #fetches: FetchFaults;
  readonly #ways: NetworkFaults;
  readonly #impostors: Impostors;
  readonly #nuisances: Nuisances;
  readonly #stranger: Stranger;
  readonly #guesser: Guesser;
  readonly #keys: KeyFaults;
  #isOn = false;

  constructor(scene: Scene, { cluster, plan, workload }: {
    readonly cluster: Cluster;
    readonly plan: FaultPlan;
    readonly workload: Workload;
  }) {
    this.#scene = scene;
    this.#plan = plan;
    this.#cluster = cluster;
    const later: Later = (waitMs, run) => this.#later(waitMs, run);
    const hosts = this.#hosts = new HostFaults(scene, cluster, later);
    this.#fetches = new FetchFaults(scene, { cluster, hosts, workload, later });
    this.#ways = new NetworkFaults(scene, cluster, later);
    this.#impostors = new Impostors(scene, cluster, later);
    this.#nuisances = new Nuisances(scene, cluster);
    this.#stranger = new Stranger(scene, cluster);
    this.#guesser = new Guesser(scene, cluster);
    this.#keys = new KeyFaults(scene, cluster, later);
  }

  start(): void {
    this.#isOn = true;
    this.#scene.network.weather = this.#plan.weather;
    for (const [mishap, meanMs] of this.#plan.meanMs) {
      // Its own chance, so that one mishap less changes no other.
      this.#next(mishap, meanMs, this.#scene.stream(`mishap ${mishap}`));
    }
  }

  /** Heals the network, wakes and starts everybody, sends outsiders away. */
  stop(): void {
    this.#isOn = false;
    this.#scene.tell("all is healed");
    this.#scene.network.heal();
    this.#impostors.end();
    this.#nuisances.end();
    this.#stranger.end();
    this.#guesser.stop();
    this.#cluster.liar?.beHonest();
    this.#keys.heal();
    this.#hosts.heal();
  }

  #next(mishap: Mishap, meanMs: number, random: Random): void {
    const waitMs = -Math.log(1 - random()) * meanMs;
    this.#scene.queue.after(waitMs, () => {
      if (!this.#isOn) return;
      this.#cause(mishap, random);
      this.#next(mishap, meanMs, random);
    });
  }

  #later(waitMs: number, run: () => void): boolean {
    if (!this.#isOn) return false;
    this.#scene.queue.after(waitMs, () => {
      if (this.#isOn) run();
    });
    return true;
  }

  #cause(mishap: Mishap, random: Random): void {
    const causes: Record<Mishap, () => void> = {
      crash: () => this.#hosts.crash(random),
      close: () => this.#hosts.close(random),
      pause: () => this.#hosts.pause(random, "backends"),
      pause_main: () => this.#hosts.pause(random, "mains"),
      crash_main: () => this.#hosts.crashMain(random),
      partition: () => this.#ways.part(random),
      clog: () => this.#ways.clog(random),
      socket: () => this.#hosts.breakSocket(random),
      reload: () => this.#hosts.reload(random, false),
      rename: () => this.#hosts.reload(random, true),
      move: () => this.#hosts.move(random),
      impostor: () => this.#impostors.come(random),
      stranger: () => this.#stranger.speak(random),
      nuisance: () => this.#nuisances.come(random),
      refetch: () => this.#fetches.come(random),
      rotate: () => this.#keys.rotate(random),
      disk: () => this.#hosts.breakDisks(random),
      guess: () => this.#guesser.listen(),
      lies: () => {
        this.#cluster.liar?.lie(random);
        if (random() < 0.5) this.#hosts.startLiarAnew();
      },
    };
    causes[mishap]();
  }
}
