/** A few servers with people by chance, and a query that asks them. */

import { assert } from "@std/assert";
import { FreeTime } from "../../src/calendar/free_time.ts";
import type { PersonalCalendar } from "../../src/calendar/people.ts";
import type { Times } from "../../src/calendar/times.ts";
import { cut } from "../../src/intervals/cut.ts";
import { toPairs } from "../../src/intervals/interval_set.ts";
import { Directory } from "../../src/protocol/directory.ts";
import type { Inquiries } from "../../src/protocol/inquiries.ts";
import type { InquiryOptions, Settle } from "../../src/protocol/inquiry.ts";
import { Link } from "../../src/protocol/link.ts";
import { Query, type QueryResult } from "../../src/protocol/query.ts";
import { readableOf, tell } from "../../src/protocol/telling.ts";
import { Turns } from "../../src/protocol/turns.ts";
import type { Terms } from "../../src/wire/terms.ts";
import type { Row } from "../support/oracle.ts";
import { peopleOf } from "../support/people_of.ts";
import { setOfRow } from "../support/random_sets.ts";

/** A calendar that one server has of somebody. */
export interface WorldCalendar {
  readonly name: string;
  readonly free: Row;
  /** With them, it is worked out when it is asked for. */
  readonly hours?: Row;
  readonly isUnreadable?: boolean;
}

export interface WorldServer {
  readonly name: string;
  readonly times: Times | null;
  readonly calendars: readonly WorldCalendar[];
  readonly reveals?: boolean;
  readonly askAlone?: ReadonlySet<string>;
  isSilent?: boolean;
}

export class TermWorld {
  /** What was asked, as told by the servers' names and the measures. */
  readonly asked: string[] = [];
  readonly #directory = new Directory(() => {});
  readonly #served = new Map<string, { time: FreeTime; of: WorldServer }>();

  constructor(servers: readonly WorldServer[]) {
    servers.forEach((server, i) => this.#add(server, i + 1));
  }

  #add(server: WorldServer, number: number): void {
    const { name, times, calendars } = server;
    const lines = calendars.map(({ name, free, hours }) =>
      `${name};${JSON.stringify(hours ? [] : toPairs(setOfRow(free)))}\n`
    );
    const people = peopleOf(lines.join(""));
    const at = (name: string) => people.names.position(name);
    const unreadable = calendars.filter(({ isUnreadable }) => isUnreadable);
    const time = new FreeTime({
      ...people,
      times,
      calendars: new Map(
        calendars.flatMap(({ name, free, hours }) =>
          hours ? [[at(name), calendarOf(free, hours)]] : []
        ),
      ),
      unreadable: new Set(unreadable.map(({ name }) => at(name))),
    });
    const link = new Link({
      session: { high: 0, low: number },
      address: { host: "10.0.0.1", port: number },
      issuedUs: 0,
      nowMs: 0,
    });
    link.times = times;
    this.#directory.commit({ name, names: people.names, link }, () => true);
    this.#served.set(name, { time, of: server });
  }

  /** What becomes of a query that is answered at once. */
  query(
    names: readonly string[],
    terms: Terms | null,
    epochMs = 0,
  ): QueryResult {
    let result: QueryResult | null = null;
    const turns = new Turns(() => {});
    const query = new Query({
      names,
      terms,
      deadlineMs: 2_000,
      asker: "a client",
      context: {
        directory: this.#directory,
        inquiries: this.#inquiries,
        turns,
        epochMs: () => epochMs,
        bookedElsewhere: () => [],
        missingServers: () => [],
        settledMs: -Infinity,
        awaitTime: () => {},
        awaitList: () => {},
      },
      done: (done) => {
        assert(result === null, "a query ends once");
        result = done;
      },
    });
    query.start(0);
    while (turns.size > 0) turns.next(1);
    assert(result !== null, "nothing is left open");
    return result;
  }

  get #inquiries(): Inquiries {
    const ask = (options: InquiryOptions, settle: Settle) =>
      this.#answer(options, settle);
    // What a query needs of them.
    return { ask } as unknown as Inquiries;
  }

  #answer(
    { server, people, alone, aspect }: InquiryOptions,
    settle: Settle,
  ): void {
    const { time, of } = this.#served.get(server.name)!;
    this.asked.push(`${of.name} ${aspect?.measure ?? "plain"}`);
    if (of.isSilent) return settle({ kind: "unreachable" }, 1);
    const readable = readableOf(time, { people, aspect });
    const { names } = time.people;
    const notAlone = readable.length === 1 && of.askAlone !== undefined &&
      !of.askAlone.has(names.keyAt(readable[0]!));
    if (alone && notAlone) return settle({ kind: "not_alone" }, 1);
    const wish = { block: 0, people, alone, aspect };
    const { reveals = false } = of;
    const told = tell(time, wish, { readable, reveals });
    if (told === null) settle({ kind: "too_large" }, 1);
    else settle({ ...told, notAlone }, 1);
  }
}

function calendarOf(free: Row, hours: Row): PersonalCalendar {
  const busy = setOfRow(free.map((bit, i) => bit & hours[i]!));
  const working = setOfRow(hours);
  return {
    free: (window) => cut(busy, window),
    hours: (window) => cut(working, window),
    isReadable: () => true,
  };
}
