/** Does to the cluster what the seed's plan has in store. */

import type { Random } from "../../src/base/ports.ts";
import { below, pick } from "../support/seeded_random.ts";
import type { BackendNode } from "./backend_node.ts";
import { drawCalendars } from "./calendars.ts";
import type { Cluster } from "./cluster.ts";
import type { FaultPlan, Mishap } from "./fault_plan.ts";
import type { Scene } from "./scene.ts";
import { logBetween } from "./seed_streams.ts";
import { Stranger } from "./stranger.ts";

const DOWN_MS_MAX = 20_000;
const PAUSE_MS_MAX = 60_000;
const PARTED_MS_MAX = 20_000;
const CLOG_MS_MAX = 5_000;
/** Copies of a server find a new file within this. */
const RELOAD_SPREAD_MS = 3_000;

export class FaultInjector {
  readonly #scene: Scene;
  readonly #cluster: Cluster;
  readonly #plan: FaultPlan;
  readonly #random: Random;
  readonly #stranger: Stranger;
  #isOn = false;

  constructor(scene: Scene, cluster: Cluster, plan: FaultPlan) {
    this.#scene = scene;
    this.#cluster = cluster;
    this.#plan = plan;
    this.#random = scene.stream("faults");
    this.#stranger = new Stranger(scene, cluster);
  }

  start(): void {
    this.#isOn = true;
    this.#scene.network.weather = this.#plan.weather;
    for (const [mishap, meanMs] of this.#plan.meanMs) {
      this.#next(mishap, meanMs);
    }
  }

  /** Heals the network, wakes and starts everybody; files agree again. */
  stop(): void {
    this.#isOn = false;
    this.#scene.tell("all is healed");
    this.#scene.network.heal();
    for (const main of this.#cluster.mains) {
      if (main.process) main.process.clock.resume();
      else main.start();
    }
    for (const backend of this.#cluster.backends) {
      if (backend.process) backend.process.clock.resume();
      if (!backend.process) backend.start();
      else if (!backend.process.isClosing) backend.reload();
    }
  }

  #next(mishap: Mishap, meanMs: number): void {
    const waitMs = -Math.log(1 - this.#random()) * meanMs;
    this.#scene.queue.after(waitMs, () => {
      if (!this.#isOn) return;
      this.#cause(mishap);
      this.#next(mishap, meanMs);
    });
  }

  #cause(mishap: Mishap): void {
    const random = this.#random;
    const backend = pick(random, this.#cluster.backends);
    switch (mishap) {
      case "crash":
        return this.#crash(backend);
      case "close":
        return this.#close(backend);
      case "pause":
      case "pause_main":
        return this.#pause(mishap);
      case "crash_main":
        return this.#crashMain();
      case "partition":
        return this.#part();
      case "clog":
        return this.#clog();
      case "reload":
      case "rename":
        return this.#reload(backend, mishap);
      case "stranger":
        return this.#stranger.speak();
    }
  }

  /** @param run Unless all is healed by then. */
  #later(msMax: number, run: () => void): void {
    const waitMs = logBetween(this.#random, 1, msMax);
    this.#scene.queue.after(waitMs, () => {
      if (this.#isOn) run();
    });
  }

  #crash(backend: BackendNode): void {
    if (!backend.process) return;
    this.#scene.faults.add("crash");
    backend.crash();
    this.#startLater(backend);
  }

  #close(backend: BackendNode): void {
    const { process } = backend;
    if (!process || process.isClosing || process.clock.isStalled) return;
    this.#scene.faults.add("close");
    backend.close(() => {
      if (this.#isOn) this.#startLater(backend);
      else backend.start();
    });
  }

  #startLater(backend: BackendNode): void {
    this.#later(DOWN_MS_MAX, () => {
      if (backend.process) return;
      this.#scene.faults.add("restart");
      backend.start();
    });
  }

  #pause(mishap: "pause" | "pause_main"): void {
    const random = this.#random;
    const { backends, mains } = this.#cluster;
    const { process, host } = mishap === "pause"
      ? pick(random, backends)
      : pick(random, mains);
    if (!process) return;
    this.#scene.faults.add("pause");
    const ms = logBetween(random, 20, PAUSE_MS_MAX);
    this.#scene.tell(`${host} stands still for ${ms} ms`);
    process.clock.stall(ms);
  }

  #crashMain(): void {
    const main = pick(this.#random, this.#cluster.mains);
    if (!main.process) return;
    this.#scene.faults.add("main_crash");
    main.crash();
    this.#later(DOWN_MS_MAX, () => {
      if (!main.process) main.start();
    });
  }

  #part(): void {
    const random = this.#random;
    const { network, faults } = this.#scene;
    const { mains, backends } = this.#cluster;
    const main = pick(random, mains).host;
    const count = 1 + below(random, backends.length);
    const sides = below(random, 3);
    faults.add("partition");
    for (const { host } of backends.slice(0, count)) {
      const ways = [[main, host], [host, main]] as const;
      const parted = sides === 2 ? ways : [ways[sides as 0 | 1]];
      for (const [from, to] of parted) {
        network.part(from, to);
        this.#later(PARTED_MS_MAX, () => network.join(from, to));
      }
    }
  }

  #clog(): void {
    const random = this.#random;
    const { network, faults } = this.#scene;
    const main = pick(random, this.#cluster.mains).host;
    const { host } = pick(random, this.#cluster.backends);
    const [from, to] = random() < 0.5 ? [main, host] : [host, main];
    faults.add("clog");
    network.clog(from, to, logBetween(random, 10, CLOG_MS_MAX));
  }

  #reload({ file }: BackendNode, mishap: "reload" | "rename"): void {
    const { population } = this.#cluster;
    const like = mishap === "reload" ? file.calendars : undefined;
    this.#scene.faults.add("reload");
    file.calendars = drawCalendars(this.#random, population, like);
    for (const copy of this.#cluster.ofServer(file.name)) {
      this.#later(RELOAD_SPREAD_MS, () => copy.reload());
    }
  }
}
