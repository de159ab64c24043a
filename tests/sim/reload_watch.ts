/**
 * Sees to it that a new list comes in force at once where nothing is in its
 * way: a second later is not when somebody complains.
 */

import { LIST_CHUNKS_IN_FLIGHT } from "../../src/base/limits.ts";
import type { BackendNode } from "./backend_node.ts";
import type { MainNode } from "./main_node.ts";
import type { Scene } from "./scene.ts";

const IN_FORCE_MS_MAX = 500;
/** How long it must have been calm already. */
const BEFORE_MS = 1_000;
const ROUND_TRIP_MS_MAX = 60;
/** A main server that was busy for longer has an excuse. */
const BUSY_MS_MAX = 100;
/** Longer lists take more round trips than there is time for. */
const NAMES_MAX = 10 * LIST_CHUNKS_IN_FLIGHT;

export class ReloadWatch {
  readonly #scene: Scene;

  constructor(scene: Scene) {
    this.#scene = scene;
  }

  /** A backend has just put other calendars in the place of its own. */
  reloaded(node: BackendNode, mains: readonly MainNode[]): void {
    const { process, served } = node;
    const [now, before] = [served.at(-1)!, served.at(-2)];
    const { list, rows } = now.calendars;
    if (!before || before.calendars.list === list) return;
    // Where keys change, a server that is late with its own is not heard.
    if (this.#scene.xray) return;
    if (!process || process.isClosing || rows.size > NAMES_MAX) return;
    const lists = [null, before.calendars.list, list];
    for (const main of mains) this.#await(node, main, lists);
  }

  /** @param lists None, the one before, and the new one. */
  #await(
    node: BackendNode,
    main: MainNode,
    lists: readonly (string | null)[],
  ): void {
    const { queue, checks } = this.#scene;
    const nowMs = queue.nowMs;
    const { process: backend, address } = node;
    const { process } = main;
    const isInForce = process?.directory.sessions(node.file.name).some(
      (session) => session.address === address,
    );
    if (!process || !isInForce) return;
    const [busyMs, served] = [process.clock.pausedMs, node.served.at(-1)];
    queue.after(IN_FORCE_MS_MAX, () => {
      const isSame = node.process === backend && main.process === process &&
        node.served.at(-1) === served && !backend!.isClosing;
      if (!isSame || !this.#isCalm(node, main, nowMs - BEFORE_MS)) return;
      if (process.clock.pausedMs - busyMs > BUSY_MS_MAX) return;
      const states = process.directory.during(node.file.name, nowMs);
      // A copy that met a third list meanwhile may not contradict it.
      if (states.some(({ list }) => !lists.includes(list))) return;
      checks.hold(
        "L2",
        states.some(({ list }) => list === lists.at(-1)),
        () => `${main.host} does not know the new list of ${node.host}`,
      );
    });
  }

  #isCalm(node: BackendNode, main: MainNode, fromMs: number): boolean {
    const { network: { weather }, watch } = this.#scene;
    const roundTripMs = 2 * (weather.delayMs + weather.jitterMs);
    return roundTripMs <= ROUND_TRIP_MS_MAX &&
      watch.harmedMs(main.host, node.host) < fromMs &&
      node.process!.clock.stalledUntilMs < fromMs &&
      main.process!.clock.stalledUntilMs < fromMs;
  }
}
