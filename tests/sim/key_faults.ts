/**
 * Keys that change while servers run: a new one is added everywhere, used
 * everywhere, and the old one is taken out everywhere, each server in its own
 * time; and one of them is late.
 */

import type { Random } from "../../src/base/ports.ts";
import type { KeyRing } from "../../src/wire/key_ring.ts";
import { keysOf } from "../support/keys.ts";
import { pick } from "../support/seeded_random.ts";
import type { BackendNode } from "./backend_node.ts";
import type { Cluster } from "./cluster.ts";
import type { Later } from "./fault_injector.ts";
import type { MainNode } from "./main_node.ts";
import type { Scene } from "./scene.ts";

/** Changes of keys in one seed, at most. */
const CHANGES_MAX = 30;
/** Servers find a new key file within this. */
const STEP_MS = 2_000;
/** One server finds its new file so late. */
const LATE_MS = 15_000;
const KEY_SEED_FIRST = 1_000;

/** The key of each change, and the one before the first. */
function keyAt(change: number): number {
  return KEY_SEED_FIRST + change;
}

/** All that a cluster may come to use. */
export function allKeys(): KeyRing {
  const count = CHANGES_MAX + 1;
  return keysOf(...Array.from({ length: count }, (_, i) => keyAt(i)));
}

export function firstKeys(): KeyRing {
  return keysOf(keyAt(0));
}

export class KeyFaults {
  readonly #scene: Scene;
  readonly #cluster: Cluster;
  readonly #later: Later;
  #change = 0;
  #isChanging = false;

  constructor(scene: Scene, cluster: Cluster, later: Later) {
    this.#scene = scene;
    this.#cluster = cluster;
    this.#later = later;
  }

  rotate(random: Random): void {
    const isOver = this.#change >= CHANGES_MAX;
    if (!this.#scene.xray || this.#isChanging || isOver) return;
    this.#isChanging = true;
    const [old, young] = [keyAt(this.#change), keyAt(++this.#change)];
    const { mains, backends } = this.#cluster;
    const nodes = [...mains, ...backends];
    const late = pick(random, backends);
    for (const node of nodes) this.#give(node, keysOf(old, young));
    const steps = [keysOf(young, old), keysOf(young)];
    for (const [step, keys] of steps.entries()) {
      for (const node of nodes) {
        const ms = STEP_MS * (step + random());
        this.#later(node === late ? LATE_MS : ms, () => this.#give(node, keys));
      }
    }
    this.#later(LATE_MS, () => this.#isChanging = false);
  }

  /** Everybody has the newest key and no other. */
  heal(): void {
    if (!this.#scene.xray) return;
    const { mains, backends } = this.#cluster;
    const keys = keysOf(keyAt(this.#change));
    for (const node of [...mains, ...backends]) this.#give(node, keys);
  }

  #give(node: MainNode | BackendNode, keys: KeyRing): void {
    this.#scene.faults.add("rekey");
    this.#scene.tell(`${node.host} has other keys`);
    node.useKeys(keys);
    // Whoever begins anew, or has the wrong key, has an excuse.
    const { mains, backends } = this.#cluster;
    for (const main of mains) {
      for (const backend of backends) {
        if (node !== main && node !== backend) continue;
        const [from, to] = [main.address, { host: backend.host, port: 0 }];
        this.#scene.watch.harmed({ from, to });
      }
    }
  }
}
