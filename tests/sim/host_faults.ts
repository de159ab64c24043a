/** What befalls processes and the files that they read. */

import type { Random } from "../../src/base/ports.ts";
import { pick } from "../support/seeded_random.ts";
import type { BackendNode, ServerFile } from "./backend_node.ts";
import { calendarsOf, drawCalendars } from "./calendars.ts";
import type { Cluster } from "./cluster.ts";
import type { Later } from "./fault_injector.ts";
import { LIAR } from "./liar.ts";
import type { MainNode } from "./main_node.ts";
import { turn, withoutPerson } from "./natures.ts";
import { ReloadWatch } from "./reload_watch.ts";
import type { Scene } from "./scene.ts";
import { logBetween } from "./seed_streams.ts";

const DOWN_MS_MAX = 20_000;
const PAUSE_MS_MAX = 60_000;
/** How many of the disks suffer at once. */
const DISK_SHARES = [0.2, 0.9];
/** To fail comes to nothing where nothing is written until all is healed. */
const DISK_FAULTS = [
  "full",
  "fails_before",
  "fails_before",
  "fails_after",
  "fails_after",
] as const;
const FULL_MS_MAX = 5_000;
/** Copies of a server find a new file within this. */
const RELOAD_SPREAD_MS = 3_000;

export class HostFaults {
  readonly #scene: Scene;
  readonly #cluster: Cluster;
  readonly #later: Later;
  readonly #reloaded: (node: BackendNode) => void;

  constructor(scene: Scene, cluster: Cluster, later: Later) {
    const reloads = new ReloadWatch(scene);
    this.#reloaded = (node) => reloads.reloaded(node, cluster.mains);
    this.#scene = scene;
    this.#cluster = cluster;
    this.#later = later;
  }

  crash(random: Random): void {
    const backend = pick(random, this.#cluster.backends);
    if (!backend.process) return;
    this.#scene.faults.add("crash");
    backend.crash();
    this.#startLater(backend, random);
  }

  close(random: Random): void {
    const backend = pick(random, this.#cluster.backends);
    const { process } = backend;
    if (!process || process.isClosing || process.clock.isStalled) return;
    this.#scene.faults.add("close");
    backend.close(() => this.#startLater(backend, random));
  }

  crashMain(random: Random): void {
    const main = pick(random, this.#cluster.mains);
    if (!main.process) return;
    this.#scene.faults.add("main_crash");
    main.crash();
    this.#later(logBetween(random, 1, DOWN_MS_MAX), () => {
      if (!main.process) main.start();
    });
  }

  pause(random: Random, role: "mains" | "backends"): void {
    const nodes: readonly (MainNode | BackendNode)[] = this.#cluster[role];
    const { process, host } = pick(random, nodes);
    if (!process) return;
    this.#scene.faults.add("pause");
    const ms = logBetween(random, 20, PAUSE_MS_MAX);
    this.#scene.tell(`${host} stands still for ${ms} ms`);
    process.clock.stall(ms);
  }

  /** Whoever has sockets loses them, and what they had queued, for a while. */
  breakSocket(random: Random): void {
    const { mains, backends } = this.#cluster;
    const { process, host } = pick(random, [...mains, ...backends]);
    if (!process || process.isClosing) return;
    const ms = logBetween(random, 1, 500);
    this.#scene.tell(`the socket of ${host} fails for ${ms} ms`);
    this.#scene.faults.add("socket");
    process.datagrams.fail(ms);
  }

  /**
   * Disks are full for a while, or fail once, before or after they write: most
   * of them together, or few, so that the others get as far as to need them.
   */
  breakDisks(random: Random): void {
    const { mains, backends } = this.#cluster;
    const share = pick(random, DISK_SHARES);
    for (const node of [...mains, ...backends]) {
      if (random() < share) this.#breakDisk(random, node);
    }
  }

  #breakDisk(
    random: Random,
    { disk, host }: MainNode | BackendNode,
  ): void {
    const fault = pick(random, DISK_FAULTS);
    this.#scene.tell(`the disk of ${host}: ${fault}`);
    disk.fault = fault;
    // What fails once often fails once more.
    this.#later(logBetween(random, 10, FULL_MS_MAX), () => {
      if (fault !== "full") disk.fault ??= fault;
    });
    if (fault !== "full") return;
    this.#scene.faults.add("disk_full");
    this.#scene.queue.after(logBetween(random, 10, FULL_MS_MAX), () => {
      if (disk.fault === fault) disk.fault = null;
    });
  }

  /** @param isRename Whether other people are in the new file. */
  reload(random: Random, isRename: boolean): void {
    const { file } = pick(random, this.#cluster.backends);
    this.#redraw(file, { isRename, random });
    this.#reloadLater(file, random);
  }

  /** Somebody who is booked comes to another server, free all the time. */
  move(random: Random): void {
    const { mains, files, population: { axis } } = this.#cluster;
    const honest = files.filter(({ name }) => name !== LIAR);
    const moves = mains.flatMap((main) => [...main.booked.standing()])
      .flatMap(({ person, servers }) =>
        honest.filter(({ name, calendars: { rows } }) =>
          !servers.includes(name) && !rows.has(person)
        ).map((to) => ({ person, to }))
      );
    if (moves.length === 0) return;
    const { person, to } = pick(random, moves);
    this.#scene.tell(`${person} moves to ${to.name}`);
    this.#scene.faults.add("move");
    for (const file of honest) {
      const { calendars, nature: { times } } = file;
      if (file !== to && !calendars.rows.has(person)) continue;
      const rows = new Map(calendars.rows);
      if (file === to) rows.set(person, new Uint8Array(axis.ticks).fill(1));
      else rows.delete(person);
      const oddities = withoutPerson(calendars, person);
      file.calendars = calendarsOf(rows, { axis, random, times, oddities });
      this.#reloadLater(file, random);
    }
  }

  #reloadLater({ name }: ServerFile, random: Random): void {
    for (const copy of this.#cluster.ofServer(name)) {
      const ms = logBetween(random, 1, RELOAD_SPREAD_MS);
      this.#later(ms, () => copy.reload(this.#reloaded));
    }
  }

  /** The same, and whoever serves the file finds it now. */
  replace(
    file: ServerFile,
    { isRename, random }: {
      readonly isRename: boolean;
      readonly random: Random;
    },
  ): void {
    this.#redraw(file, { isRename, random });
    for (const copy of this.#cluster.ofServer(file.name)) {
      copy.reload(this.#reloaded);
    }
  }

  #redraw(
    file: ServerFile,
    { isRename, random }: {
      readonly isRename: boolean;
      readonly random: Random;
    },
  ): void {
    const whose = isRename && file.name !== LIAR
      ? undefined
      : file.calendars.rows.keys();
    this.#scene.faults.add("reload");
    const { nature } = file;
    turn(nature);
    const { population } = this.#cluster;
    file.calendars = drawCalendars(random, { population, nature, whose });
    if (file.askAlone) file.askAlone = this.#cluster.drawAskAlone();
  }

  /** A liar ends and comes again, so that it has a list to lie about. */
  startLiarAnew(): void {
    for (const node of this.#cluster.ofServer(LIAR)) {
      const { process } = node;
      if (!process || process.isClosing || process.clock.isStalled) continue;
      node.close(() => {
        if (!node.process) node.start();
      });
    }
  }

  /** Wakes and starts everybody; files agree again. */
  heal(): void {
    const { mains, backends } = this.#cluster;
    for (const { disk } of [...mains, ...backends]) disk.fault = null;
    for (const main of mains) {
      if (main.process) main.process.clock.resume();
      else main.start();
    }
    for (const backend of backends) {
      if (backend.process) backend.process.clock.resume();
      if (!backend.process) backend.start();
      else if (!backend.process.isClosing) backend.reload();
    }
  }

  #startLater(backend: BackendNode, random: Random): void {
    const isNow = !this.#later(logBetween(random, 1, DOWN_MS_MAX), () => {
      if (backend.process) return;
      this.#scene.faults.add("restart");
      backend.start();
    });
    if (isNow) backend.start();
  }
}
