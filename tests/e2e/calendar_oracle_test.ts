/**
 * Questions with terms about real calendars, through real processes: every
 * answer must be the one that rows of ticks give. The people are drawn around
 * days on which clocks change, and live on two servers, some of them on both.
 */

import { assertEquals, assertGreater } from "@std/assert";
import type { Random } from "../../src/base/ports.ts";
import { Cluster } from "../support/cluster.ts";
import {
  drawCalendar,
  drawListed,
  type DrawnPerson,
  Scene,
  TICK_S,
} from "../support/drawn_team.ts";
import type { LineClient } from "../support/line_client.ts";
import { commonRow } from "../support/oracle.ts";
import {
  below,
  pick,
  seededRandom,
  shuffled,
} from "../support/seeded_random.ts";
import {
  type OracleSlot,
  type OracleTerms,
  TermOracle,
} from "../support/term_oracle.ts";

const SEED = 6;
const QUESTIONS = 240;
/** Clocks change in Berlin, in New York, and in Lord Howe; or nowhere. */
const SCENES = ["2026-10-24", "2026-11-23", "2027-03-13", "2027-03-27"]
  .concat("2027-04-03").map((date) => new Scene(date, 3));

interface DrawnServer {
  readonly name: string;
  readonly reveals: boolean;
  readonly people: readonly DrawnPerson[];
}

function drawServers(random: Random): DrawnServer[] {
  const calendars = (from: number, count: number) =>
    Array.from({ length: count }, (_, i) => {
      return drawCalendar(random, `p${from + i}`, SCENES);
    });
  const listed = [0, 1, 18, 19, 20, 21].map((i) => {
    return drawListed(random, `p${i}`, SCENES);
  });
  return [
    { name: "A", reveals: true, people: calendars(0, 12) },
    { name: "B", reveals: false, people: [...calendars(12, 6), ...listed] },
  ];
}

async function serve(
  cluster: Cluster,
  { name, reveals, people }: DrawnServer,
): Promise<void> {
  const folder = `${cluster.folder}/${name}`;
  await Deno.mkdir(folder);
  const write = (file: string, text: string) =>
    Deno.writeTextFile(`${folder}/${file}`, text);
  const isListed = ({ settings }: DrawnPerson) => settings === "";
  for (const person of people.filter((person) => !isListed(person))) {
    await write(`${person.name}.ics`, person.text);
  }
  const lines = people.filter(isListed).map(({ text }) => text);
  if (lines.length > 0) await write("listed.txt", lines.join(""));
  await write("convene.toml", people.map(({ settings }) => settings).join(""));
  await write(`${name}-broken.ics`, "BEGIN:VCALENDAR\n");
  cluster.spawn([
    "serve-backend",
    `--file=${folder}`,
    `--state=${cluster.folder}/state`,
    "--udp-port=0",
    `--main=${cluster.mainUdp}`,
    ...reveals ? ["--reveal"] : [],
  ]);
  await cluster.registered(name);
}

/** A question as JSON, and what must come of it. */
interface Question {
  readonly json: Record<string, unknown>;
  readonly scene: Scene;
  readonly oracle: TermOracle;
  readonly isSuggested: boolean;
}

/** Lengths by ticks. */
const LENGTHS = ["0m", "15m", "PT30M", "45m", "1h", "75m", "90m"];
const STEPS: readonly (readonly [text: string, ticks: number])[] = [
  ["15m", 1],
  ["30m", 2],
  ["PT1H", 4],
];

function draw(random: Random, servers: readonly DrawnServer[]): Question {
  const scene = pick(random, SCENES);
  const all = [...new Set(servers.flatMap(({ people }) => people))]
    .map(({ name }) => name);
  const names = shuffled(random, [...new Set(all)])
    .slice(0, 1 + below(random, 5));
  const from = 24 + below(random, 190);
  const window = { from, to: from + 4 + below(random, 60) };
  const [before, after, duration] = [
    random() < 0.7 ? 0 : below(random, 4),
    random() < 0.7 ? 0 : below(random, 4),
    1 + below(random, 6),
  ];
  const [step, ticks] = pick(random, STEPS);
  const sort = pick(random, ["earliest", "attendance", "longest"] as const);
  const limit = random() < 0.3 ? 1 + below(random, 3) : 1_000;
  const tentative = pick(random, ["busy", "free"] as const);
  const { fields, least, isRequired } = drawNeeds(random, names);
  const terms: OracleTerms = {
    window,
    before,
    after,
    duration,
    step: ticks,
    least,
    sort,
    limit,
  };
  const people = names.map((name) => {
    const homes = servers.filter(({ people }) =>
      people.some((person) => person.name === name)
    );
    const rows = homes.flatMap(({ people }) => people)
      .filter((person) => person.name === name)
      .map((person) => person.free(scene, tentative));
    return {
      name,
      free: commonRow(rows),
      isRequired: isRequired(name),
      isRevealed: homes.every(({ reveals }) => reveals),
    };
  });
  return {
    scene,
    oracle: new TermOracle(people, terms),
    isSuggested: people.some(({ isRequired }) => !isRequired),
    json: {
      names,
      from: scene.instant(window.from),
      to: scene.instant(window.to),
      duration: LENGTHS[duration],
      bufferBefore: LENGTHS[before],
      bufferAfter: LENGTHS[after],
      granularity: step,
      ...limit === 1_000 ? {} : { limit },
      ...fields,
      sort,
      tentative,
      coverage: true,
    },
  };
}

/** Who has to come, and how many. */
function drawNeeds(random: Random, names: readonly string[]) {
  const kind = below(random, 3);
  const some = names.filter(() => random() < 0.4);
  if (kind === 0 || names.length < 2) {
    return { fields: {}, least: 1, isRequired: () => true };
  }
  if (kind === 1) {
    const isRequired = (name: string) => !some.includes(name);
    return { fields: { optional: some }, least: 1, isRequired };
  }
  const required = some.slice(1);
  const percent = 10 * (1 + below(random, 10));
  return {
    fields: { required, minAttendees: `${percent}%` },
    least: Math.ceil(percent * names.length / 100),
    isRequired: (name: string) => required.includes(name),
  };
}

interface Step {
  readonly slot: [string, string];
  readonly free: number;
}

function check(line: string, { json, scene, oracle, isSuggested }: Question) {
  const say = `seed ${SEED}: ${JSON.stringify(json)} got ${line}`;
  const answer = JSON.parse(line);
  const slot = ([start, end]: readonly [number, number]) => [
    scene.instant(start),
    scene.instant(end),
  ];
  const named = ({ slot: { start, end }, free, of, missing }: OracleSlot) => ({
    slot: slot([start, end]),
    free,
    of,
    ...missing.length > 0 ? { missing } : {},
  });
  assertEquals(answer.slots, oracle.slots.map(slot), say);
  const { suggestions } = oracle;
  const suggested = isSuggested ? suggestions.map(named) : undefined;
  assertEquals(answer.suggestions, suggested, say);
  const counts = answer.coverage.flatMap(
    ({ slot: [start, end], free }: Step) => {
      const ticks = (Date.parse(end) - Date.parse(start)) / 1_000 / TICK_S;
      return Array<number>(ticks).fill(free);
    },
  );
  assertEquals(counts, oracle.counts, say);
  const others = ["unknown", "unreachable", "pending"];
  assertEquals(others.map((name) => answer[name]), [[], [], []], say);
  const { nearest } = oracle;
  const isOffered = oracle.slots.length > 0 || (suggested ?? []).length > 0;
  assertEquals(answer.reason === undefined, isOffered, say);
  if (isOffered) return "offered";
  assertEquals(
    answer.reason.nearest,
    nearest ? named(nearest) : undefined,
    say,
  );
  const isShared = oracle.counts.some((count) => count > 0);
  assertEquals(answer.reason.code === "window_empty", !isShared, say);
  return answer.reason.code;
}

Deno.test("drawn calendars are answered for as rows of ticks are", async () => {
  const random = seededRandom(SEED);
  const servers = drawServers(random);
  const questions = Array.from(
    { length: QUESTIONS },
    () => draw(random, servers),
  );
  await using cluster = await Cluster.start();
  await Promise.all(servers.map((server) => serve(cluster, server)));
  using client = await cluster.connect();
  const lines = questions.map(({ json }) => `${JSON.stringify(json)}\n`);
  const sent = client.send(lines.join(""));
  const seen = new Map<string, number>();
  for (const question of questions) {
    const code = check(await client.readLine() ?? "nothing", question);
    seen.set(code, (seen.get(code) ?? 0) + 1);
  }
  await sent;
  // Enough of each, or nothing would have been tested.
  for (const code of ["offered", "attendees_unavailable", "too_short"]) {
    assertGreater(seen.get(code) ?? 0, QUESTIONS / 80, code);
  }
  await checkUnreadable(client, questions[0]!);
});

/** Nobody says free for who cannot be read, and the others are answered for. */
async function checkUnreadable(client: LineClient, { json }: Question) {
  const names = ["p3", "A-broken", "p13", "b-broken"];
  const { from, to } = json;
  const ask = async (names: readonly string[]) =>
    JSON.parse(await client.ask(JSON.stringify({ names, from, to })) ?? "{}");
  const answer = await ask(names);
  assertEquals(answer.unreadable, [
    { server: "A", names: ["A-broken"] },
    { server: "B", names: ["b-broken"] },
  ]);
  assertEquals(answer.slots, (await ask(["p3", "p13"])).slots);
  const alone = await ask(["A-broken"]);
  assertEquals(alone.slots, null);
}
