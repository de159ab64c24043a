/**
 * Somebody without a key who sees an answer on its way and is quicker: guesses
 * at what would have it believe another one in its place, all of them before
 * the true one can arrive, and from the right address. Each guess must be
 * dropped and counted.
 */

import { type Address, sameAddress } from "../../src/base/address.ts";
import type { Random } from "../../src/base/ports.ts";
import type { MainServer } from "../../src/roles/main_server.ts";
import { Kind, openDatagram } from "../../src/wire/datagram.ts";
import { readAnswer } from "../../src/wire/questions.ts";
import { guessTag, guessToken } from "../support/guesses.ts";
import { below } from "../support/seeded_random.ts";
import type { Cluster } from "./cluster.ts";
import type { Route } from "./lossy_network.ts";
import type { MainNode } from "./main_node.ts";
import type { Scene } from "./scene.ts";

/** The queue of a socket takes more. */
const AT_ONCE = 96;
const ANSWERS_MAX = 4;

export class Guesser {
  readonly #scene: Scene;
  readonly #cluster: Cluster;
  readonly #random: Random;
  /** Answers at which it still wants to guess. */
  #answers = 0;

  constructor(scene: Scene, cluster: Cluster) {
    this.#scene = scene;
    this.#cluster = cluster;
    this.#random = scene.stream("guesser");
    const { network } = scene;
    const { overhear } = network;
    network.overhear = (bytes, route) => {
      overhear(bytes, route);
      if (this.#answers > 0) this.#overheard(bytes, route);
    };
  }

  /** Waits for the next few answers. */
  listen(): void {
    this.#answers = 1 + below(this.#random, ANSWERS_MAX);
  }

  stop(): void {
    this.#answers = 0;
  }

  #overheard(bytes: Uint8Array, { from, to }: Route): void {
    if (!isLoneAnswer(bytes)) return;
    const main = this.#cluster.mains.find((each) => {
      return sameAddress(each.address, to);
    });
    if (!main) return;
    this.#answers--;
    // In no time, but not within the turn of whoever answers.
    this.#scene.queue.after(0, () => this.#guess(bytes, from, main));
  }

  #guess(answer: Uint8Array, from: Address, { process, host }: MainNode): void {
    if (!process) return;
    const { xray, faults, checks } = this.#scene;
    const { clock, datagrams, server } = process;
    const tally = () => datagrams.receivedCount - refusedBy(server);
    let before = 0;
    let handed = 0;
    clock.deliver(() => {
      before = tally();
      handed = datagrams.receivedCount;
    });
    faults.add(xray ? "guessed_tag" : "guessed_token");
    for (let i = 0; i < AT_ONCE; i++) {
      const guess = xray
        ? guessTag(xray.wireOf(answer), this.#random)
        : guessToken(answer, this.#random);
      datagrams.arrive(guess, from);
    }
    clock.deliver(() => {
      checks.guesses += datagrams.receivedCount - handed;
      const believed = tally() - before;
      checks.hold(
        "N3",
        believed === 0,
        () => `${host} has not dropped ${believed} guesses at an answer`,
      );
    });
  }
}

/** Datagrams that were no answer to anything. */
function refusedBy({ gauges, flights }: MainServer): number {
  return gauges.broken + gauges.strays + flights.gauges.mismatched;
}

function isLoneAnswer(bytes: Uint8Array): boolean {
  if (bytes[3] !== Kind.answers) return false;
  const { message } = openDatagram(bytes);
  readAnswer(message);
  return message.done;
}
