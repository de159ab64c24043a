/** What time people had in common, in rows of ticks. */

import { commonRow, type Row } from "../support/oracle.ts";
import type { Times } from "../../src/calendar/times.ts";
import { type Answered, sharedSinceMs } from "./asked.ts";
import type { Calendars } from "./calendars.ts";
import type { Cluster } from "./cluster.ts";
import { LIAR } from "./liar.ts";
import type { HolderModel } from "./holder_model.ts";
import { ticksOf } from "./hold_disk.ts";
import { isWithin, type Ticks, without } from "./slot_row.ts";

/** Rows that are followed up; a query meets few changes in its time. */
const COMBINATIONS_MAX = 4_096;

/** An answer's slots. */
export interface Reading {
  readonly row: Row;
  /** Ticks that were asked about. */
  readonly window: Row;
  readonly times: Times;
}

export interface TicksElsewhere {
  /** Booked all the time. */
  readonly surely: readonly Ticks[];
  /** Booked at some moment. */
  readonly maybe: readonly Ticks[];
}

/** What one server is asked at once. */
export interface Part {
  readonly server: string;
  readonly names: string[];
}

export class SlotModel {
  readonly #cluster: Cluster;
  readonly #answered: Answered;
  readonly #holders: HolderModel;
  readonly #currentOf = new Map<string, readonly Calendars[]>();

  constructor(cluster: Cluster, { answered, holders }: {
    readonly answered: Answered;
    readonly holders: HolderModel;
  }) {
    this.#cluster = cluster;
    this.#answered = answered;
    this.#holders = holders;
  }

  /** When somebody may be free at most, whichever calendars were asked. */
  mostOf(name: string, times: Times): Row {
    const { ticks } = this.#cluster.population.axis;
    // Liars may claim that their people are free whenever they like.
    const honest = this.#holders.of(name).always.filter((server) =>
      server !== LIAR
    );
    const rows = honest.map((server) => {
      const own = this.current(server).flatMap(({ rows }) =>
        rows.get(name) ?? []
      );
      return own.length === 1 ? own[0]! : anyRow(own, ticks);
    });
    const most = rows.length > 0
      ? commonRow(rows)
      : new Uint8Array(ticks).fill(1);
    return without(most, this.elsewhere(name, times).surely);
  }

  /** Whether processes with different lists have spoken for the server. */
  areListsContested(server: string): boolean {
    const { readMs } = this.#answered.asked;
    const lists = new Set<string>();
    for (const { calendars } of this.#cluster.servedSince(server, readMs)) {
      lists.add(calendars.list);
    }
    return lists.size > 1;
  }

  /** What is booked for a person that none of the servers knows of. */
  elsewhere(name: string, times: Times): TicksElsewhere {
    const { axis } = this.#cluster.population;
    const surely: Ticks[] = [];
    const maybe: Ticks[] = [];
    for (const { slot, isSure } of this.#holders.elsewhere(name)) {
      if (slot.times !== times) continue;
      (isSure ? surely : maybe).push(ticksOf(slot, axis));
    }
    return { surely, maybe };
  }

  /** Whether calendars of the query's time give the row. */
  explains(reading: Reading, parts: readonly Part[]): boolean {
    return this.#explains(reading, parts, (server) => this.current(server));
  }

  /** The same with calendars of any time before. */
  explainsOfOld(reading: Reading, parts: readonly Part[]): boolean {
    return this.#explains(reading, parts, (server) => {
      const all = [...this.#cluster.servedSince(server, -Infinity)];
      return all.map(({ calendars }) => calendars);
    });
  }

  #explains(
    reading: Reading,
    parts: readonly Part[],
    calendarsOf: (server: string) => readonly Calendars[],
  ): boolean {
    const { row, window } = reading;
    let rows = this.#unbooked(reading, parts);
    if (rows.length > COMBINATIONS_MAX) return true;
    for (const { server, names } of parts) {
      const own: Row[] = [];
      for (const { rows, unreadable } of calendarsOf(server)) {
        if (names.some((name) => unreadable.has(name))) continue;
        const mine = names.map((name) => rows.get(name));
        if (mine.includes(undefined)) continue;
        const common = commonRow([window, ...mine as Row[]]);
        // Others' time makes it less: what is lacking now, is so in the end.
        if (isWithin(row, common)) own.push(common);
      }
      rows = products(rows, own);
      if (rows.length > COMBINATIONS_MAX) return true;
    }
    return rows.some((each) => isSame(each, row));
  }

  /** The window without what may have been booked of it elsewhere. */
  #unbooked({ window, times }: Reading, parts: readonly Part[]): Row[] {
    const names = new Set(parts.flatMap(({ names }) => names));
    const elsewhere = [...names].map((name) => this.elsewhere(name, times));
    const surely = elsewhere.flatMap(({ surely }) => surely);
    let rows = [without(window, surely)];
    for (const ticks of elsewhere.flatMap(({ maybe }) => maybe)) {
      rows = distinct([...rows, ...rows.map((row) => without(row, [ticks]))]);
      if (rows.length > COMBINATIONS_MAX) return rows;
    }
    return rows;
  }

  /** Calendars with a list in force that some host served in time. */
  current(server: string): readonly Calendars[] {
    let current = this.#currentOf.get(server);
    if (!current) {
      current = this.#findCurrent(server);
      this.#currentOf.set(server, current);
    }
    return current;
  }

  #findCurrent(server: string): readonly Calendars[] {
    const fromMs = sharedSinceMs(this.#answered.asked);
    const lists = this.#holders.listsOf(server);
    return [...this.#cluster.servedSince(server, fromMs)]
      .map(({ calendars }) => calendars)
      .filter(({ list }) => lists.includes(list));
  }
}

/** Free where any of them is. */
function anyRow(rows: readonly Row[], ticks: number): Row {
  const any = new Uint8Array(ticks);
  for (const row of rows) {
    for (let t = 0; t < ticks; t++) any[t]! |= row[t]!;
  }
  return any;
}

/** Each row of one list in common with each of the other. */
function products(some: readonly Row[], others: Row[]): Row[] {
  const all = distinct(others).flatMap((other) =>
    some.map((row) => commonRow([row, other]))
  );
  return distinct(all);
}

function isSame(a: Row, b: Row): boolean {
  for (let tick = 0; tick < a.length; tick++) {
    if (a[tick] !== b[tick]) return false;
  }
  return true;
}

function distinct(rows: Row[]): Row[] {
  if (rows.length < 2) return rows;
  const text = new TextDecoder("latin1");
  return [...new Map(rows.map((row) => [text.decode(row), row])).values()];
}
