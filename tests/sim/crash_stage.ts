/**
 * A small cluster on which a process ends at one exact moment: pa lives on
 * server A, pb on B, and all of their time is free.
 */

import type {
  BookOutcome,
  BookRequest,
  CancelOutcome,
} from "../../src/calendar/bookings.ts";
import type { Axis } from "../support/oracle.ts";
import { BackendNode } from "./backend_node.ts";
import { calendarsOf } from "./calendars.ts";
import { CrashMoments, type End } from "./crash_moments.ts";
import { MainNode } from "./main_node.ts";
import { PLAIN_NATURE } from "./natures.ts";
import { Scene } from "./scene.ts";

const AXIS: Axis = { ticks: 8, origin: 0, unit: 1 };
const START_MS = 2_500;

/** At which moment who ends how, and for how long. */
export interface Fate {
  readonly number: number;
  readonly end: End;
  readonly downMs: number;
}

export class CrashStage {
  readonly scene = new Scene(1);
  readonly moments: CrashMoments;
  readonly mains: readonly MainNode[];
  readonly backends: readonly BackendNode[];

  /** @param fate Null if nobody ends. */
  constructor(fate: Fate | null, mainCount: number) {
    const { scene } = this;
    const ended = (host: string) => this.#end(host, fate!.downMs);
    const moments = this.moments = new CrashMoments(fate, ended);
    scene.network.moments = moments;
    this.mains = Array.from(
      { length: mainCount },
      (_, i) =>
        new MainNode(scene, { number: i + 1, expect: [], turnMs: 0.01 }),
    );
    this.backends = ["A", "B"].map((name, i) => this.#backend(name, i + 1));
    for (const { disk, host } of [...this.mains, ...this.backends]) {
      disk.writing = moments.writing(host);
    }
  }

  /** Until all have registered. */
  async start(): Promise<void> {
    for (const node of [...this.mains, ...this.backends]) node.start();
    await this.pass(START_MS);
  }

  async pass(ms: number, isDone?: () => boolean): Promise<void> {
    const { scene } = this;
    await scene.passUntil(scene.queue.nowMs + ms, isDone);
  }

  /** Asks a main server, if it runs, in a turn of its own. */
  book(
    main: MainNode,
    request: BookRequest,
    told: (outcome: BookOutcome) => void,
  ): void {
    const { process } = main;
    process?.clock.deliver(() =>
      process.server.bookings!.book(
        request,
        (outcome) => this.#tell(main, () => told(outcome)),
      )
    );
  }

  cancel(
    main: MainNode,
    id: string,
    told: (outcome: CancelOutcome) => void,
  ): void {
    const { process } = main;
    process?.clock.deliver(() =>
      process.server.bookings!.cancel(
        id,
        (outcome) => this.#tell(main, () => told(outcome)),
      )
    );
  }

  /** Ends all, so that nothing is left. */
  stop(): void {
    for (const node of [...this.mains, ...this.backends]) node.crash();
  }

  /** What a client is told leaves the process as well. */
  #tell({ host }: MainNode, tell: () => void): void {
    if (!this.moments.before(host, "answer")) return;
    tell();
    this.moments.after(host, "answer");
  }

  #backend(name: string, number: number): BackendNode {
    const { scene } = this;
    const rows = new Map([
      [`p${name.toLowerCase()}`, new Uint8Array(AXIS.ticks).fill(1)],
    ]);
    const random = scene.stream(name);
    const calendars = calendarsOf(rows, { axis: AXIS, random });
    return new BackendNode(scene, {
      number,
      axis: AXIS,
      file: { name, calendars, askAlone: null, nature: PLAIN_NATURE },
      mains: this.mains.map(({ address }) => address),
      turnMs: 0.01,
      movesPort: false,
    });
  }

  /** It is gone at once, and comes again. */
  #end(host: string, downMs: number): void {
    const { queue } = this.scene;
    const node = [...this.mains, ...this.backends].find((node) =>
      node.host === host
    )!;
    queue.after(0, () => node.crash());
    queue.after(downMs, () => {
      this.moments.revive(host);
      node.start();
    });
  }
}
