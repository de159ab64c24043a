/**
 * One seed, from its first start to the last close: faults; then all is
 * healed and must be well within 30 s; then all ends and nothing is left.
 */

import { DOWN_MS } from "../../src/base/limits.ts";
import type { HeardAnswer } from "./answer_text.ts";
import { Violation } from "./checks.ts";
import { Bookings } from "./bookings.ts";
import { Cluster } from "./cluster.ts";
import { saysTooSmall } from "./company_checks.ts";
import { FaultInjector } from "./fault_injector.ts";
import { drawPlan, type FaultPlan } from "./fault_plan.ts";
import { checkGone, checkRest } from "./rest_checks.ts";
import { Scene } from "./scene.ts";
import type { Scope } from "./scope.ts";
import { Workload } from "./workload.ts";

const CONVERGENCE_MS_MAX = 30_000;
/** How often it is asked whether all is well. */
const PROBE_MS = 250;
/** How long all must stay well. */
const CALM_MS = 4_000;
const CLOSE_MS_MAX = 1_000;
/** Sessions that came to nothing are forgotten by then. */
const FORGET_MS = DOWN_MS + 2_000;
/** Answers, and a main server's house-keeping, are through by then. */
const SETTLE_MS = 3_000;

/** What a test may spoil to see that it is noticed. */
export interface SimulationOptions {
  readonly scope?: Scope;
  /** How many events the story of a failure has. */
  readonly storyEvents?: number;
  readonly prepare?: (scene: Scene, cluster: Cluster) => void;
}

export class Simulation {
  readonly scene: Scene;
  readonly plan: FaultPlan;
  readonly #cluster: Cluster;
  readonly #workload: Workload;
  readonly #bookings: Bookings;
  readonly #faults: FaultInjector;

  constructor(
    seed: number,
    { scope = {}, prepare, storyEvents }: SimulationOptions = {},
  ) {
    const scene = this.scene = new Scene(seed, storyEvents);
    this.plan = drawPlan(scene.stream("plan"), scope);
    this.#cluster = new Cluster(scene, { isFair: this.plan.isFair, scope });
    const { paces } = this.plan;
    this.#workload = new Workload(scene, this.#cluster, paces.questions);
    this.#bookings = new Bookings(scene, this.#cluster, this.plan);
    this.#faults = new FaultInjector(scene, {
      cluster: this.#cluster,
      plan: this.plan,
      workload: this.#workload,
    });
    prepare?.(scene, this.#cluster);
  }

  /** @throws {Violation} At the first invariant that does not hold. */
  async run(): Promise<void> {
    this.#startAll();
    await this.#sufferFaults();
    await this.#converge();
    await this.#drain();
  }

  #startAll(): void {
    const random = this.scene.stream("start");
    const { mains, backends } = this.#cluster;
    for (const node of [...mains, ...backends]) {
      this.scene.queue.after(2_000 * random(), () => {
        if (!node.process) node.start();
      });
    }
  }

  async #sufferFaults(): Promise<void> {
    this.#faults.start();
    this.#workload.start();
    this.#bookings.start();
    const { plan: { lengthMs, eventsMax }, scene } = this;
    const isEnough = () => scene.queue.planned >= eventsMax;
    await scene.passUntil(lengthMs, isEnough);
    this.#checkRepeats();
  }

  /** Where nothing is lost there is hardly anything to repeat. */
  #checkRepeats(): void {
    if (!this.plan.isFair) return;
    const { checks, watch: { questions: { asked, repeats } } } = this.scene;
    checks.hold(
      "N4",
      repeats <= 0.2 * asked,
      () => `${repeats} of ${asked} questions were repeated on a fair day`,
    );
  }

  async #converge(): Promise<void> {
    const { queue, checks } = this.scene;
    this.#faults.stop();
    this.#bookings.stop();
    const healedMs = queue.nowMs;
    const isLate = () => queue.nowMs >= healedMs + CONVERGENCE_MS_MAX;
    for (let isWell = false; !isWell;) {
      isWell = await this.#isWell();
      checks.hold(
        "L2",
        isWell || !isLate(),
        () => `all is not well 30 s after healing: ${this.#complaint}`,
      );
    }
    await this.scene.passUntil(queue.nowMs + CALM_MS);
    const isWell = await this.#isWell();
    checks.hold(
      "L2",
      isWell,
      () => `all was well and is not: ${this.#complaint}`,
    );
  }

  #complaint = "";

  /** Asks every main server for everybody. */
  async #isWell(): Promise<boolean> {
    const { queue } = this.scene;
    const complaints: string[] = [];
    for (const { process, host, file } of this.#cluster.backends) {
      if (process?.server.isRegistered) continue;
      complaints.push(`${file.name} at ${host} has not registered`);
    }
    let open = 0;
    for (const main of this.#cluster.mains) {
      for (const names of this.#cluster.comparable) {
        open++;
        this.#workload.probe(main, names, ({ answer }) => {
          open--;
          if (this.#isComplete(answer, names)) return;
          complaints.push(`${main.host} says ${JSON.stringify(answer)}`);
        });
      }
    }
    await this.scene.passUntil(queue.nowMs + PROBE_MS);
    // A late copy of a claim is in doubt until its main server was asked.
    const { model } = this.#bookings;
    const isSettled = () => open === 0 && model.inDoubt === 0;
    await this.scene.passUntil(queue.nowMs + SETTLE_MS, isSettled);
    if (open > 0) complaints.push(`${open} main servers do not answer`);
    const { inDoubt } = model;
    if (inDoubt > 0) complaints.push(`${inDoubt} holds are in doubt`);
    this.#complaint = complaints.join("; ");
    return complaints.length === 0;
  }

  /** Whether everybody is known, of all those names, and reached. */
  #isComplete(
    answer: HeardAnswer,
    names: readonly string[],
  ): boolean {
    const { error, unreachable = [], pending = [], unknown = [] } = answer;
    const all = this.#cluster.files.map(({ calendars }) => calendars);
    const known = names.filter((name) =>
      all.some(({ rows }) => rows.has(name))
    );
    const checked = known.filter((name) =>
      !all.some(({ unreadable }) => unreadable.has(name))
    );
    // Of a single person it may be said that others must be asked, too.
    const isSaid = error === "" ||
      (checked.length === 1 && saysTooSmall(answer));
    return isSaid && unreachable.length + pending.length === 0 &&
      !unknown.some((name) => known.includes(name));
  }

  async #drain(): Promise<void> {
    const { scene } = this;
    scene.tell("all is drained");
    scene.network.dry();
    this.#workload.stop();
    await scene.passUntil(scene.queue.nowMs + SETTLE_MS);
    scene.checks.hold(
      "L1",
      this.#workload.open === 0,
      () => `${this.#workload.open} requests were never answered`,
    );
    this.#workload.finish();
    await scene.passUntil(scene.queue.nowMs + SETTLE_MS);
    this.#bookings.model.checkRest();
    for (const backend of this.#cluster.backends) {
      await scene.passUntilClosed(backend.close(), CLOSE_MS_MAX);
    }
    await scene.passUntil(scene.queue.nowMs + FORGET_MS);
    checkGone(scene, this.#cluster);
    for (const main of this.#cluster.mains) checkRest(scene, main);
    for (const { process } of this.#cluster.mains) {
      await scene.passUntilClosed(process!.server.close(), CLOSE_MS_MAX);
      scene.checks.hold(
        "R2",
        process!.clock.timers === 0,
        () => `a closed main server has ${process!.clock.timers} timers`,
      );
    }
  }
}

/** The seed's violation, or null if all went well. */
export async function violationOf(
  simulation: Simulation,
): Promise<Violation | null> {
  try {
    await simulation.run();
    return null;
  } catch (error) {
    if (error instanceof Violation) return error;
    throw error;
  }
}
