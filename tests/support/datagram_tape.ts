/** Real datagrams, kept to be played again, whole or spoilt. */

import { assert } from "@std/assert";
import type { Random } from "../../src/base/ports.ts";
import { DATAGRAM_BYTES_MAX } from "../../src/base/limits.ts";
import type { Passing } from "./fake_network.ts";
import { contentOf, mended } from "./golden_datagram.ts";
import { below, pick } from "./seeded_random.ts";
import { spoil } from "./spoil.ts";

/** So many of each kind are kept, old ones and new ones. */
const KEPT_OF_KIND = 40;
const KIND_AT = 3;

export class DatagramTape {
  readonly #random: Random;
  readonly #byKind = new Map<number, Passing[]>();

  constructor(random: Random) {
    this.#random = random;
  }

  /** The kinds of which there is one. */
  get kinds(): number[] {
    return [...this.#byKind.keys()].sort((a, b) => a - b);
  }

  record(passing: Passing): void {
    const kind = passing.bytes[KIND_AT]!;
    const kept = this.#byKind.get(kind) ?? [];
    this.#byKind.set(kind, kept);
    const copy = { ...passing, bytes: passing.bytes.slice() };
    if (kept.length < KEPT_OF_KIND) kept.push(copy);
    else kept[below(this.#random, KEPT_OF_KIND)] = copy;
  }

  /** The first of a kind. */
  first(kind: number): Passing {
    const [first] = this.#byKind.get(kind) ?? [];
    assert(first, `kind ${kind} is on tape`);
    return first;
  }

  /** One of any kind, as it was. */
  draw(): Passing {
    const kind = pick(this.#random, [...this.#byKind.values()]);
    return pick(this.#random, kind);
  }

  /** Spoilt as by an enemy, who mends the checksum, or as by a network. */
  spoil({ bytes }: Passing): Uint8Array {
    const random = this.#random;
    const other = this.draw().bytes;
    if (random() < 0.1) return spoil(random, [bytes, other]);
    const content = spoil(random, [contentOf(bytes), contentOf(other)]);
    return mended(content).subarray(0, DATAGRAM_BYTES_MAX + 1);
  }
}
