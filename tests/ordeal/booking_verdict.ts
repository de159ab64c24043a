/** What ledgers must have in them after all that clients were told. */

import { serverOf } from "./booking_stage.ts";
import type { Tale } from "./booking_tales.ts";

interface Row {
  readonly transaction_id: string;
  readonly key: string;
  readonly start_time: number;
  readonly end_time: number;
}

/** A row of the main server's table `booking`. */
export interface BookingRow extends Row {
  readonly state: "booked" | "cancelled";
  /** A JSON list. */
  readonly names: string;
}

/** A row of a backend's table `hold`. */
export interface HoldRow extends Row {
  readonly state: "held" | "booked" | "cancelled";
  /** A JSON list. */
  readonly people: string;
}

export interface Ledgers {
  readonly bookings: readonly BookingRow[];
  /** Keys that were refused for good. */
  readonly refused: readonly string[];
  /** By server name. */
  readonly holds: Readonly<Record<string, readonly HoldRow[]>>;
}

/** What is wrong, in words. */
export interface Verdict {
  /** Told to somebody, and not so. */
  readonly lost: readonly string[];
  /** Somebody in two places at once. */
  readonly doubled: readonly string[];
  /** Not the same at all of its servers. */
  readonly torn: readonly string[];
}

export function judge(ledgers: Ledgers, tales: readonly Tale[]): Verdict {
  return {
    lost: tales.flatMap((tale) => lostOf(tale, ledgers)),
    doubled: Object.values(ledgers.holds).flatMap(doubledOf),
    torn: [
      ...ledgers.bookings.flatMap((row) => tornOf(row, ledgers)),
      ...strayHolds(ledgers),
    ],
  };
}

/** Holds that wait for their decision. */
export function heldIn({ holds }: Ledgers): number {
  const all = Object.values(holds).flat();
  return all.filter(({ state }) => state === "held").length;
}

function lostOf(tale: Tale, { bookings, refused }: Ledgers): string[] {
  const { told, cancel, wanted: { key, slot, names } } = tale;
  const own = bookings.filter((row) => row.key === key);
  const [row] = own;
  if (told === "unknown") return [];
  if (told !== "booked") {
    const isKept = told === "nothing" || refused.includes(key);
    return own.length === 0 && isKept ? [] : [`${key} was told ${told}`];
  }
  const states = { never: ["booked"], told: ["cancelled"] }[cancel as string] ??
    ["booked", "cancelled"];
  const isKept = own.length === 1 && states.includes(row!.state) &&
    row!.start_time === slot[0] && row!.end_time === slot[1] &&
    row!.names === JSON.stringify(names);
  return isKept ? [] : [`${key} is ${JSON.stringify(own)}, not ${states}`];
}

/** What one server keeps, person by person. */
function doubledOf(holds: readonly HoldRow[]): string[] {
  const live = holds
    .filter(({ state }) => state !== "cancelled")
    .toSorted((a, b) => a.start_time - b.start_time);
  const busyUntil = new Map<string, number>();
  const doubled: string[] = [];
  for (const { key, start_time, end_time, people } of live) {
    for (const person of JSON.parse(people)) {
      const until = busyUntil.get(person) ?? -Infinity;
      if (start_time < until) doubled.push(`${person} by ${key}`);
      busyUntil.set(person, Math.max(until, end_time));
    }
  }
  return doubled;
}

/** Each server of a booking has the same of it, for its own people. */
function tornOf(booking: BookingRow, { holds }: Ledgers): string[] {
  const people: Record<string, string[]> = {};
  for (const name of JSON.parse(booking.names)) {
    (people[serverOf(name)] ??= []).push(name);
  }
  return Object.entries(people).flatMap(([server, names]) => {
    const own = holds[server]!.filter(({ transaction_id }) =>
      transaction_id === booking.transaction_id
    );
    const expected = { ...booking, people: JSON.stringify(names.sort()) };
    const isSame = own.length === 1 && contentOf(own[0]!) ===
        contentOf(expected);
    return isSame ? [] : [
      `${JSON.stringify(booking)} at ${server}: ${JSON.stringify(own)}`,
    ];
  });
}

function contentOf(row: Omit<HoldRow, "transaction_id">): string {
  const { key, state, start_time, end_time, people } = row;
  return [key, state, start_time, end_time, people].join();
}

/** What a server keeps of a booking that was never decided, or without it. */
function strayHolds({ bookings, holds }: Ledgers): string[] {
  const known = new Map(
    bookings.map((row) => [row.transaction_id, JSON.parse(row.names)]),
  );
  return Object.entries(holds).flatMap(([server, rows]) =>
    rows.filter(({ transaction_id, people }) => {
      const names: string[] = known.get(transaction_id) ?? [];
      return !JSON.parse(people).every((name: string) => names.includes(name));
    }).map((row) => `${JSON.stringify(row)} at ${server} only`)
  );
}
