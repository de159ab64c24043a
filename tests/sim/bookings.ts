/**
 * Clients who book, ask again by the same key, and cancel. They speak to the
 * main server itself: their lines are tested elsewhere.
 */

import type { Random } from "../../src/base/ports.ts";
import type { BookRequest } from "../../src/calendar/bookings.ts";
import type { Times } from "../../src/calendar/times.ts";
import { below, pick, shuffled } from "../support/seeded_random.ts";
import { commonRow, type Row, timeAt } from "../support/oracle.ts";
import { modelKey } from "./asked.ts";
import { BookingModel, type Tale } from "./booking_model.ts";
import type { Cluster } from "./cluster.ts";
import type { FaultPlan } from "./fault_plan.ts";
import { isLiar } from "./liar.ts";
import type { Scene } from "./scene.ts";
import { logBetween } from "./seed_streams.ts";

const NAMES_MAX = 4;
const TICKS_MAX = 2;
/** So often nobody looks whether the time is free. */
const VAIN_SHARE = 0.2;
/** So often the slot is of another kind than their times. */
const OTHER_SHARE = 0.03;
/** So often somebody asks again, or cancels. */
const AGAIN_SHARE = 0.15;
const CANCEL_SHARE = 0.3;

export class Bookings {
  readonly model: BookingModel;
  readonly #scene: Scene;
  readonly #cluster: Cluster;
  readonly #random: Random;
  readonly #meanWaitMs: number;
  readonly #isOn: boolean;
  #isAsking = false;

  constructor(scene: Scene, cluster: Cluster, { meanMs, paces }: FaultPlan) {
    this.#scene = scene;
    this.#cluster = cluster;
    const random = this.#random = scene.stream("bookings");
    this.model = new BookingModel(scene, cluster);
    this.#meanWaitMs = paces.bookings * logBetween(random, 10, 200);
    // Copies keep no ledger in common, so that nobody books them; and what an
    // impostor of another list holds goes away with it.
    this.#isOn = !cluster.hasCopies && !meanMs.has("impostor");
  }

  start(): void {
    this.#isAsking = this.#isOn;
    this.#next();
  }

  stop(): void {
    this.#isAsking = false;
  }

  #next(): void {
    if (!this.#isAsking) return;
    const waitMs = -Math.log(1 - this.#random()) * this.#meanWaitMs;
    this.#scene.queue.after(waitMs, () => {
      if (this.#isAsking) this.#act();
      this.#next();
    });
  }

  #act(): void {
    const random = this.#random;
    const { tales, standing } = this.model;
    const way = random();
    if (tales.length > 0 && way < AGAIN_SHARE) {
      return this.#book(pick(random, tales));
    }
    if (tales.length > 0 && way < AGAIN_SHARE + CANCEL_SHARE) {
      // Without these nothing would be free any more.
      if (standing.length > 0) return this.#cancel(pick(random, standing));
    }
    const main = pick(random, this.#cluster.mains);
    this.#book(this.model.begin(main, this.#draw()));
  }

  #draw(): BookRequest {
    const random = this.#random;
    const { names, population: { axis } } = this.#cluster;
    const honest = names.filter((name) => !isLiar(name));
    const drawn = shuffled(random, honest).slice(
      0,
      1 + below(random, NAMES_MAX),
    );
    // Many who are drawn by chance share no time, or cannot be read.
    const common = this.#freeRow(drawn);
    const isGood = common.includes(1) || random() < VAIN_SHARE;
    const people = isGood ? drawn : drawn.slice(0, 1);
    const first = this.#firstTick(isGood ? common : this.#freeRow(people));
    const last = Math.min(axis.ticks, first + 1 + below(random, TICKS_MAX));
    return {
      key: `key ${this.model.tales.length}`,
      slot: {
        start: timeAt(axis, first),
        end: timeAt(axis, last),
        times: this.#times(people),
      },
      title: "",
      names: people,
    };
  }

  /** Mostly what the times of the first of them count. */
  #times([name]: readonly string[]): Times {
    const { files } = this.#cluster;
    const server = files.find(({ calendars }) =>
      name !== undefined && calendars.rows.has(modelKey(name))
    );
    const times = server?.calendars.people.times ?? "numbers";
    if (this.#random() >= OTHER_SHARE) return times;
    return times === "numbers" ? "instants" : "numbers";
  }

  /** Mostly one at which all are free by their files, if there is any. */
  #firstTick(common: Row): number {
    const random = this.#random;
    const any = below(random, this.#cluster.population.axis.ticks);
    if (random() < VAIN_SHARE) return any;
    const next = common.indexOf(1, any);
    const free = next < 0 ? common.indexOf(1) : next;
    return free < 0 ? any : free;
  }

  /** When all of them are free by their files; empty if none lists them. */
  #freeRow(names: readonly string[]): Row {
    const rows = this.#cluster.files.flatMap(({ calendars }) =>
      names.flatMap((name) => calendars.rows.get(name) ?? [])
    );
    return rows.length === 0 ? new Uint8Array() : commonRow(rows);
  }

  #book(tale: Tale): void {
    const { main: { process, host }, request } = tale;
    process?.clock.deliver(() => {
      const text = `${JSON.stringify(request.slot)} for ${request.names}`;
      this.#scene.tell(`${host} is to book ${text} by ${request.key}`);
      process.server.bookings?.book(request, (outcome) => {
        this.#scene.tell(`${host}: ${request.key} is ${outcome.kind}`);
        this.model.told(tale, outcome);
      });
    });
  }

  #cancel(tale: Tale): void {
    const { main: { process, host }, told } = tale;
    if (told?.kind !== "booked") return;
    process?.clock.deliver(() => {
      const { id } = told.booking;
      this.#scene.tell(`${host} is to cancel ${tale.request.key}`);
      if (tale.cancel === "never") tale.cancel = "asked";
      process.server.bookings?.cancel(id, ({ kind }) => {
        this.#scene.tell(`${host}: ${tale.request.key} is ${kind}`);
        this.model.cancelled(tale, kind);
      });
    });
  }
}
