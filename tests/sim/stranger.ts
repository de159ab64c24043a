/**
 * Somebody who is no part of the cluster: sends what it has overheard from
 * its own address and from others', hellos, and rubbish.
 */

import type { Address } from "../../src/base/address.ts";
import type { Random } from "../../src/base/ports.ts";
import { Kind } from "../../src/wire/datagram.ts";
import { encodeHello } from "../../src/wire/registration.ts";
import { contentOf, forge } from "../support/datagram_samples.ts";
import { below, pick } from "../support/seeded_random.ts";
import type { Cluster } from "./cluster.ts";
import { Forger } from "./forger.ts";
import type { Route } from "./lossy_network.ts";
import { type Scene, STRANGER_HOSTS } from "./scene.ts";
import { spoil } from "./spoil_datagram.ts";

const OVERHEARD_MAX = 256;
const DATAGRAMS_AT_ONCE_MAX = 30;
const FORGING_MS_MAX = 6_000;
/** As short as a hello can be and still be told to be one. */
const HELLO_BYTES_LEAST = 30;

export class Stranger {
  readonly #scene: Scene;
  readonly #cluster: Cluster;
  readonly #overheard: { bytes: Uint8Array; route: Route }[] = [];
  readonly #forger: Forger;
  #heard = 0;
  #port = 5_000;

  constructor(scene: Scene, cluster: Cluster) {
    this.#scene = scene;
    this.#cluster = cluster;
    this.#forger = new Forger(scene);
    scene.network.overhear = (bytes, route) => {
      this.#overheard[this.#heard++ % OVERHEARD_MAX] = { bytes, route };
      this.#forger.overheard(bytes, route);
    };
  }

  /** Says no more. */
  end(): void {
    this.#forger.stop();
  }

  /** A few datagrams, to a main server or wherever the overheard one went. */
  speak(random: Random): void {
    const count = 1 + below(random, DATAGRAMS_AT_ONCE_MAX);
    const own = {
      host: `${STRANGER_HOSTS}${2 + below(random, 4)}`,
      // Always another: what an address gave must not pay for what it gets.
      port: this.#port++,
    };
    this.#forger.listen(FORGING_MS_MAX * random());
    for (let i = 0; i < count; i++) this.#sayOne(own, random);
  }

  #sayOne(own: Address, random: Random): void {
    const { network, faults } = this.#scene;
    faults.add("stranger");
    const to = pick(random, this.#cluster.mains).address;
    if (random() < 0.3 || this.#overheard.length === 0) {
      return network.inject(this.#hello(random), { from: own, to });
    }
    const { bytes, route } = this.#pick(random);
    const how = random();
    // As it was, by somebody who can write another's address.
    if (how < 0.4) network.inject(bytes, route);
    // Back to where it came from, as if it were the other's answer.
    else if (how < 0.6) {
      network.inject(bytes, { from: route.to, to: route.from });
    } else if (how < 0.8) network.inject(bytes, { from: own, to });
    else network.inject(spoil(random, bytes), { from: own, to });
  }

  /** One overheard; begins are what is worth most. */
  #pick(random: Random): { bytes: Uint8Array; route: Route } {
    const begins = this.#overheard.filter(({ bytes }) =>
      bytes[3] === Kind.begin
    );
    const isBegin = begins.length > 0 && random() < 0.2;
    return pick(random, isBegin ? begins : this.#overheard);
  }

  #hello(random: Random): Uint8Array {
    const token = { high: below(random, 2 ** 32), low: below(random, 2 ** 32) };
    const server = pick(random, this.#cluster.files).name;
    const hello = encodeHello({ token, attempt: 1, server });
    const how = random();
    if (how < 0.1) return hello.slice(0, below(random, hello.length));
    if (how >= 0.4) return hello;
    // The checksum is right, but it is too short for what it asks for.
    const content = contentOf(hello);
    const spare = content.length - HELLO_BYTES_LEAST;
    return forge(content.slice(0, HELLO_BYTES_LEAST + below(random, spare)));
  }
}
