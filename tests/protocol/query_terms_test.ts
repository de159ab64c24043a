import { assert, assertEquals } from "@std/assert";
import type { Random } from "../../src/base/ports.ts";
import type { Length } from "../../src/calendar/length.ts";
import type { Moment } from "../../src/calendar/moment.ts";
import type { Times } from "../../src/calendar/times.ts";
import { toPairs } from "../../src/intervals/interval_set.ts";
import type { Findings } from "../../src/wire/client_lines.ts";
import { NO_TERMS, SLOT_ORDERS, type Terms } from "../../src/wire/terms.ts";
import { commonRow, type Row } from "../support/oracle.ts";
import { randomRow } from "../support/random_sets.ts";
import {
  below,
  pick,
  seededRandom,
  shuffled,
} from "../support/seeded_random.ts";
import { TermOracle } from "../support/term_oracle.ts";
import { TermWorld, type WorldServer } from "./term_world.ts";

const TICKS = 16;
const NAMES = ["a", "b", "c", "d", "e", "f"];
const ALWAYS = new Uint8Array(TICKS).fill(1);

/** People by chance, some of them on two servers. */
function randomServers(random: Random, times: Times): WorldServer[] {
  const servers = ["A", "B", "C"].slice(0, 1 + below(random, 3))
    .map((name) => ({
      name,
      times,
      calendars: [] as WorldServer["calendars"][number][],
      reveals: random() < 0.5,
    }));
  for (const name of NAMES) {
    const homes = shuffled(random, servers);
    for (const { calendars } of homes.slice(0, random() < 0.2 ? 2 : 1)) {
      const row = random() < 0.1 ? new Uint8Array(TICKS) : ALWAYS;
      const free = commonRow([row, randomRow(random, TICKS)]);
      const isWorked = times === "instants" && random() < 0.5;
      const hours = random() < 0.5 ? ALWAYS : randomRow(random, TICKS);
      calendars.push(isWorked ? { name, free, hours } : { name, free });
    }
  }
  return servers;
}

function randomTerms(
  random: Random,
  { names, times }: { readonly names: string[]; readonly times: Times },
): Terms {
  const moment = (value: number): Moment =>
    times === "numbers"
      ? { kind: "number", value }
      : { kind: "instant", seconds: value };
  const length = (value: number): Length => ({
    kind: times === "numbers" ? "number" : "seconds",
    value,
  });
  const maybe = <Value>(value: Value) => random() < 0.5 ? value : null;
  const from = below(random, 6);
  const optional = random() < 0.5 ? [] : names.filter(() => random() < 0.4);
  return {
    ...NO_TERMS,
    from: moment(from),
    to: moment(from + below(random, TICKS - from + 1)),
    duration: maybe(length(1 + below(random, 3))),
    granularity: maybe(length(1 + below(random, 3))),
    bufferBefore: maybe(length(below(random, 3))),
    bufferAfter: maybe(length(below(random, 3))),
    required: names.filter((name) => !optional.includes(name)),
    optional,
    quorum: random() < 0.6 ? null : pick(random, [
      { kind: "count", count: 1 + below(random, 6) },
      { kind: "percent", percent: 10 + below(random, 91) },
    ]),
    limit: maybe(1 + below(random, 4)),
    sort: pick(random, SLOT_ORDERS),
    coverage: random() < 0.3,
    explain: random() < 0.2,
  };
}

/** The same question, asked of rows. */
function oracleOf(
  servers: readonly WorldServer[],
  { names, terms }: { readonly names: string[]; readonly terms: Terms },
): TermOracle {
  const people = names.map((name) => {
    const homes = servers.filter(({ calendars }) =>
      calendars.some((calendar) => calendar.name === name)
    );
    const rows = homes.flatMap(({ calendars }) =>
      calendars.filter((calendar) => calendar.name === name)
        .flatMap(({ free, hours }): Row[] => hours ? [free, hours] : [free])
    );
    return {
      name,
      free: commonRow(rows),
      isRequired: terms.required.includes(name),
      isRevealed: homes.every(({ reveals }) => reveals),
    };
  });
  const { quorum } = terms;
  const least = quorum === null
    ? 1
    : quorum.kind === "count"
    ? quorum.count
    : Math.ceil(quorum.percent * names.length / 100);
  const time = (moment: Moment | null) =>
    moment?.kind === "number"
      ? moment.value
      : moment?.kind === "instant"
      ? moment.seconds
      : 0;
  return new TermOracle(people, {
    window: { from: time(terms.from), to: time(terms.to) },
    duration: terms.duration?.value ?? 1,
    before: terms.bufferBefore?.value ?? 0,
    after: terms.bufferAfter?.value ?? 0,
    step: terms.granularity?.value ?? 1,
    least,
    sort: terms.sort,
    limit: terms.limit ?? 1_000,
  });
}

function findingsOf(world: TermWorld, names: string[], terms: Terms): Findings {
  const result = world.query(names, terms);
  assert(result.kind === "findings", result.kind);
  return result.findings;
}

/** How many are free in each tick, from steps without gaps. */
function countsOf({ more }: Findings): number[] {
  return more!.coverage!.flatMap(({ slot: { start, end }, free }) =>
    Array.from({ length: end - start }, () => free)
  );
}

Deno.test("a query with terms finds what trying every slot finds", () => {
  const seen = new Map<string, number>();
  for (let seed = 0; seed < 3_000; seed++) {
    const random = seededRandom(seed);
    const times = pick(random, ["numbers", "instants"] as const);
    const servers = randomServers(random, times);
    const names = shuffled(random, NAMES).slice(0, 1 + below(random, 6));
    const terms = randomTerms(random, { names, times });
    const oracle = oracleOf(servers, { names, terms });
    const found = findingsOf(new TermWorld(servers), names, terms);
    const { slots, more } = found;
    const say = `seed ${seed}`;
    assertEquals(toPairs(slots!), oracle.slots, say);
    const some = terms.optional.length > 0 || terms.quorum !== null;
    const { suggestions } = oracle;
    assertEquals(more!.suggestions, some ? suggestions : null, say);
    assertEquals(
      more!.coverage && countsOf(found),
      terms.coverage ? oracle.counts : null,
      say,
    );
    assertEquals(more!.explanation !== null, terms.explain, say);
    const isOffered = (some ? suggestions : slots!).length > 0;
    assertEquals(more!.reason === null, isOffered, say);
    const code = more!.reason?.code ?? "offered";
    seen.set(code, (seen.get(code) ?? 0) + 1);
    if (more!.reason === null) continue;
    assertEquals(more!.reason.nearest, oracle.nearest, say);
    const isFree = oracle.counts.some((count) => count > 0);
    assertEquals(code === "window_empty", !isFree, say);
    if (isFree && !oracle.hasRoom) assertEquals(code, "too_short", say);
    else if (code === "too_short") assert(oracle.isShared, say);
    if (code === "attendees_unavailable") assert(!oracle.isShared, say);
  }
  for (const [code, count] of seen) assert(count > 20, `${code}: ${count}`);
  assertEquals(seen.size, 5, [...seen.keys()].join(" "));
});

Deno.test("the order of names and of servers makes no difference", () => {
  for (let seed = 0; seed < 300; seed++) {
    const random = seededRandom(seed);
    const servers = randomServers(random, "numbers");
    const terms = randomTerms(random, { names: NAMES, times: "numbers" });
    const answer = (servers: WorldServer[], names: string[]) => {
      const { slots, more } = findingsOf(new TermWorld(servers), names, terms);
      const sorted = (named: { readonly missing: readonly string[] }) => ({
        ...named,
        missing: [...named.missing].sort(),
      });
      const nearest = more!.reason?.nearest;
      return {
        slots,
        suggestions: more!.suggestions?.map(sorted),
        coverage: more!.coverage,
        code: more!.reason?.code,
        nearest: nearest && sorted(nearest),
      };
    };
    assertEquals(
      answer(shuffled(random, servers), shuffled(random, NAMES)),
      answer(servers, NAMES),
      `seed ${seed}`,
    );
  }
});
