/** The hosts of one simulated run, drawn from its seed. */

import type { Random } from "../../src/base/ports.ts";
import type { AskAlone } from "../../src/calendar/ask_alone.ts";
import type { Times } from "../../src/calendar/times.ts";
import { below, pick } from "../support/seeded_random.ts";
import { BackendNode, type Served, type ServerFile } from "./backend_node.ts";
import { drawCalendars, drawPopulation, type Population } from "./calendars.ts";
import { allKeys, firstKeys } from "./key_faults.ts";
import { LIAR, Liar, LIAR_NAMES } from "./liar.ts";
import { MainNode } from "./main_node.ts";
import { Natures } from "./natures.ts";
import type { Scene } from "./scene.ts";
import type { Scope } from "./scope.ts";
import { logBetween } from "./seed_streams.ts";

const SERVER_NAMES = ["A", "B", "C", "D", "E", "Büro-6"];
const COPIES_MAX = 3;
/** Servers of so many seeds have lists of who may be asked about alone. */
const DISCREET_SHARE = 0.4;
const LIAR_SHARE = 0.3;
/** Of the seeds in so many servers share keys. */
const SEALED_SHARE = 0.3;
/** What a turn takes where nothing else runs. */
const QUICK_TURN_MS = 0.01;
/** A main server that is much slower is overloaded by what clients ask. */
const MAIN_TURN_MS_MAX = 0.2;
const BACKEND_TURN_MS_MAX = 3;

export class Cluster {
  readonly population: Population;
  readonly natures: Natures;
  readonly mains: readonly MainNode[];
  readonly backends: readonly BackendNode[];
  readonly files: readonly ServerFile[];
  /** Whoever may be asked for. */
  readonly names: readonly string[];
  readonly liar: Liar | null;
  /** Whether several processes serve one list. */
  readonly hasCopies: boolean;
  readonly #askAlone: Random;
  readonly #byServer = new Map<string, BackendNode[]>();

  /** @param isFair Whether all are quick. */
  constructor(
    scene: Scene,
    { isFair, scope: { servers = Infinity, mains = Infinity } }: {
      readonly isFair: boolean;
      readonly scope: Scope;
    },
  ) {
    const random = scene.stream("cluster");
    const drawn = drawPopulation(random);
    const natures = this.natures = new Natures(
      scene.stream("natures"),
      drawn.isLong,
    );
    const population = { ...drawn, axis: natures.axis(drawn.axis) };
    this.population = population;
    const count = pick(random, [1, 2, 2, 3, 3, 4, 6]);
    this.#askAlone = scene.stream("ask alone");
    const isDiscreet = this.#askAlone() < DISCREET_SHARE;
    this.files = SERVER_NAMES.slice(0, count).map((name) => {
      const nature = natures.draw();
      const calendars = drawCalendars(random, { population, nature });
      const askAlone = isDiscreet ? this.drawAskAlone() : null;
      return { name, calendars, askAlone, nature };
    }).slice(0, servers);
    const isSealed = scene.stream("keys")() < SEALED_SHARE;
    if (isSealed) scene.seal(firstKeys(), allKeys());
    // Whoever lies would have to seal its lies.
    const hasLiar = random() < LIAR_SHARE && !isSealed;
    this.liar = hasLiar ? new Liar(scene) : null;
    this.names = this.population.names;
    if (this.liar) {
      const [nature, whose] = [natures.draw(), LIAR_NAMES];
      const calendars = drawCalendars(random, { population, nature, whose });
      const liar = { name: LIAR, calendars, askAlone: null, nature };
      this.files = [...this.files, liar];
      this.names = [...this.names, ...LIAR_NAMES];
    }
    const isExpecting = random() < 0.5;
    const expect = isExpecting ? this.files.map(({ name }) => name) : [];
    this.mains = Array.from(
      { length: pick(random, [1, 1, 1, 2, 3]) },
      (_, i) =>
        new MainNode(scene, {
          number: i + 1,
          expect,
          turnMs: isFair ? QUICK_TURN_MS : turnMs(random, MAIN_TURN_MS_MAX),
        }),
    ).slice(0, mains);
    this.backends = this.#placeBackends(scene, random, isFair);
    this.hasCopies = this.backends.length > this.files.length;
  }

  /** Some of those who may be asked for, or none. */
  drawAskAlone(): AskAlone {
    const random = this.#askAlone;
    const share = pick(random, [0, 0.3, 0.7]);
    return new Set(this.population.names.filter(() => random() < share));
  }

  /** Everybody who may be asked for, so that no question mixes times. */
  get comparable(): readonly (readonly string[])[] {
    if (this.natures.times !== null) return [this.names];
    const of = (times: Times) =>
      this.names.filter((name) =>
        this.files.every(({ calendars: { rows, people } }) =>
          !rows.has(name) || people.times === times || people.times === null
        )
      );
    return [of("numbers"), of("instants")].filter(({ length }) => length > 0);
  }

  /** The hosts of a server and its copies. */
  ofServer(name: string): readonly BackendNode[] {
    return this.#byServer.get(name) ?? [];
  }

  /** Somebody speaks for a server who is none of its hosts. */
  admit(node: BackendNode): void {
    const { name } = node.file;
    this.#byServer.set(name, [...this.ofServer(name), node]);
  }

  /** Every state of a server's calendars that any of its hosts served then. */
  *servedSince(name: string, fromMs: number): Iterable<Served> {
    for (const { served } of this.ofServer(name)) {
      // They follow one another, so the newest tell when to stop.
      for (let i = served.length - 1; i >= 0; i--) {
        if (served[i]!.toMs < fromMs) break;
        yield served[i]!;
      }
    }
  }

  #placeBackends(
    scene: Scene,
    random: Random,
    isFair: boolean,
  ): BackendNode[] {
    const mains = this.mains.map(({ address }) => address);
    const hasCopies = random() < 0.4;
    const backends: BackendNode[] = [];
    for (const file of this.files) {
      const copies = hasCopies ? 1 + below(random, COPIES_MAX) : 1;
      for (let copy = 0; copy < copies; copy++) {
        backends.push(
          new BackendNode(scene, {
            number: backends.length + 1,
            axis: this.population.axis,
            file,
            mains,
            turnMs: isFair
              ? QUICK_TURN_MS
              : turnMs(random, BACKEND_TURN_MS_MAX),
            movesPort: random() < 0.3,
            say: file.name === LIAR ? this.liar?.say : undefined,
          }),
        );
      }
      this.#byServer.set(file.name, backends.slice(-copies));
    }
    return backends;
  }
}

/** Half of the servers are slow, some of them very. */
function turnMs(random: Random, msMax: number): number {
  const slow = logBetween(random, QUICK_TURN_MS, msMax);
  return random() < 0.5 ? slow : QUICK_TURN_MS;
}
