/**
 * Holds against the model why a booking was refused: whoever is said to stand
 * in its way was asked for, and did so at some moment.
 */

import type { BookOutcome, TimedSlot } from "../../src/calendar/bookings.ts";
import type { Kinds } from "../../src/calendar/mixed_times.ts";
import type { Times } from "../../src/calendar/times.ts";
import { modelKey } from "./asked.ts";
import type { Served } from "./backend_node.ts";
import type { Tale } from "./booking_model.ts";
import type { Calendars } from "./calendars.ts";
import type { Cluster } from "./cluster.ts";
import { ticksOf } from "./hold_disk.ts";
import type { Scene } from "./scene.ts";

type Unreadable = BookOutcome & { readonly kind: "unreadable" };
type Unreachable = BookOutcome & { readonly kind: "unreachable" };
type NotAlone = BookOutcome & { readonly kind: "not_alone" };

export class RefusalChecks {
  readonly #scene: Scene;
  readonly #cluster: Cluster;

  constructor(scene: Scene, cluster: Cluster) {
    this.#scene = scene;
    this.#cluster = cluster;
  }

  check(tale: Tale, outcome: BookOutcome): void {
    switch (outcome.kind) {
      case "mixed_times":
        return this.#checkMixed(tale, outcome);
      case "unreadable":
        return this.#checkUnreadable(tale, outcome);
      case "unknown_name":
      case "not_known_yet":
        return this.#checkAbsent(tale, outcome.names);
      case "unreachable":
        return this.#checkSilent(tale, outcome);
      case "not_alone":
        return this.#checkGuarded(tale, outcome);
      case "key_taken":
        return this.#checkKey(tale);
      case "not_free":
        // Its key gets the same answer again, however free they are by then.
        if (tale.told === null) this.#checkBusy(tale, outcome.names);
    }
  }

  /** A server that is said to have times of a kind had such, of who is asked. */
  #checkMixed({ request }: Tale, said: Kinds): void {
    const had = (kind: Times) =>
      said[kind].every((server) =>
        this.#cluster.ofServer(server).some(({ kinds, served }) =>
          kinds.has(kind) &&
          request.names.some((name) => hasServed(served, name))
        )
      );
    const other = request.slot.times === "numbers" ? "instants" : "numbers";
    this.#scene.checks.hold(
      "T2",
      had("numbers") && had("instants") && said[other].length > 0,
      () => `${request.key} is told ${JSON.stringify(said)}`,
    );
  }

  #checkUnreadable({ request, begunMs }: Tale, { servers }: Unreadable): void {
    for (const { server, names } of servers) {
      const states = this.#statesOf(server, begunMs);
      this.#scene.checks.hold(
        "U1",
        names.length > 0 &&
          names.every((name) =>
            request.names.includes(name) &&
            states.some(({ unreadable }) => unreadable.has(modelKey(name)))
          ),
        () => `${request.key}: ${names} of ${server} can be read`,
      );
    }
  }

  /** It had those whose calendars are said to be out of reach. */
  #checkSilent({ request }: Tale, { servers }: Unreachable): void {
    for (const { server, names } of servers) {
      const nodes = this.#cluster.ofServer(server);
      this.#scene.checks.hold(
        "S3",
        names.length > 0 &&
          names.every((name) =>
            request.names.includes(name) &&
            nodes.some(({ served }) => hasServed(served, name))
          ),
        () => `${request.key}: ${server} is unreachable for ${names}`,
      );
    }
  }

  /** Nobody is in company only whom a server told of alone all the time. */
  #checkGuarded({ request, begunMs }: Tale, { server, name }: NotAlone): void {
    const states = [...this.#cluster.servedSince(server, begunMs)];
    this.#scene.checks.hold(
      "P1",
      request.names.includes(name) &&
        states.some(({ askAlone }) => askAlone?.has(modelKey(name)) === false),
      () => `${request.key}: ${server} tells of ${name} alone`,
    );
  }

  /** The same key always asks for the same. */
  #checkKey({ request: { key } }: Tale): void {
    this.#scene.checks.hold("B4", false, () => `${key} is another booking's`);
  }

  /** Nobody is missed in all lists whom a server had all the time. */
  #checkAbsent(
    { request, main, begunMs }: Tale,
    names: readonly string[],
  ): void {
    const { lists, queue, checks } = this.#scene;
    const { directory } = main.process!;
    const isListed = (name: string) =>
      this.#cluster.files.some((file) =>
        directory.during(file.name, begunMs).every(({ list }) =>
          lists.get(`${file.name} ${list}`)?.has(modelKey(name))
        )
      );
    // A list that a booking has waited for is told to the model after it.
    queue.after(0, () => {
      for (const name of names) {
        checks.hold(
          "S2",
          request.names.includes(name) && !isListed(name),
          () => `${request.key}: ${name} is missed and was there all the time`,
        );
      }
    });
  }

  #checkBusy({ request, main, begunMs }: Tale, names: readonly string[]): void {
    const { population: { axis }, files } = this.#cluster;
    const ticks = ticksOf(request.slot, axis);
    const states = files.flatMap(({ name }) => this.#statesOf(name, begunMs));
    const { start, end, times } = request.slot;
    const meets = ({ slot }: { readonly slot: TimedSlot }) =>
      slot.times === times && slot.start < end && start < slot.end;
    // Whoever has moved is booked where nobody says so.
    const isBooked = (key: string) =>
      [...main.booked.since(key, begunMs)].some(({ booking }) =>
        meets(booking)
      );
    const wasHeld = (key: string) =>
      this.#cluster.backends.flatMap(({ disk }) => disk.passed).some((
        { hold, atMs },
      ) => atMs >= begunMs && hold.people.includes(key) && meets(hold));
    for (const name of names) {
      const key = modelKey(name);
      this.#scene.checks.hold(
        "B2",
        request.names.includes(name) &&
          (isBooked(key) || wasHeld(key) ||
            states.some(({ rows }) =>
              rows.get(key)?.subarray(...ticks).includes(0)
            )),
        () => `${name} is not free for ${JSON.stringify(request)}, it says`,
      );
    }
  }

  #statesOf(server: string, fromMs: number): Calendars[] {
    return [...this.#cluster.servedSince(server, fromMs)]
      .map(({ calendars }) => calendars);
  }
}

/** Whether one of them had the name at any time. */
function hasServed(served: readonly Served[], name: string): boolean {
  return served.some(({ calendars: { rows } }) => rows.has(modelKey(name)));
}
