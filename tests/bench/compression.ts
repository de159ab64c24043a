/**
 * What deflating saves and costs: what servers say to each other, kind by
 * kind, and a client's answers on a connection with and without it.
 */

import { deflateRawSync } from "node:zlib";
import { ByteWriter } from "../../src/base/bytes.ts";
import { Deflater } from "../../src/net/deflater.ts";
import { Inflater } from "../../src/net/inflater.ts";
import { formatJsonAnswer, PLAIN } from "../../src/wire/client_lines.ts";
import { deflate, inflate } from "../../src/wire/deflate.ts";
import { writeQuestion } from "../../src/wire/questions.ts";
import { writeSlots } from "../../src/wire/slots.ts";
import { Cluster } from "../support/cluster.ts";
import { run } from "../support/process.ts";
import { below, seededRandom } from "../support/seeded_random.ts";
import { addPeople } from "./load.ts";
import { median, printLine } from "./report.ts";

const QUARTER_S = 900;
const MEASURE_MS = 100;
const ROUNDS = 5;
const PIPED = 20_000;
const INFLATED_MAX = 2 ** 24;

export async function benchCompression(): Promise<void> {
  for (const [what, bytes] of bodies()) benchBody(what, bytes);
  for (const count of [3, 20, 200, 2_000]) await benchStream(count);
  await benchQuery();
}

/** Quarters of an hour, such as calendars have. */
function slotsOf(count: number, seed: number): Float64Array {
  const random = seededRandom(seed);
  let time = 1_764_000_000;
  return Float64Array.from({ length: 2 * count }, (_, i) => {
    return time += QUARTER_S * (1 + below(random, i % 2 === 0 ? 40 : 12));
  });
}

function* bodies(): Generator<[what: string, bytes: Uint8Array]> {
  for (const count of [2, 256]) {
    const random = seededRandom(count);
    let person = 0;
    const people = Array.from({ length: count }, () => {
      return person += 1 + below(random, 8_000);
    });
    const token = { high: 0x12345678, low: 0x9abcdef0 };
    const wish = { block: 0, alone: false, aspect: null, people };
    const question = { token, attempt: 1, wish };
    const bytes = written((writer) => writeQuestion(writer, question));
    yield [`question-of-${count}`, bytes];
  }
  for (const count of [3, 20, 200, 1_000, 20_000]) {
    yield [
      `answer-of-${count}`,
      written((writer) => writeSlots(writer, slotsOf(count, count))),
    ];
  }
  yield [
    "names-of-a-chunk",
    written((writer) => {
      const random = seededRandom(1);
      while (writer.length < 4_000) {
        writer.text(`person.${below(random, 1e6)}@example.org`);
      }
    }),
  ];
}

function written(write: (writer: ByteWriter) => void): Uint8Array {
  const writer = new ByteWriter();
  write(writer);
  return writer.view();
}

function benchBody(what: string, bytes: Uint8Array): void {
  const deflated = deflate(bytes);
  const levels = [1, 6, 9].map((level) => deflateRawSync(bytes, { level }));
  const [level1, level6, level9] = levels.map(({ length }) => length);
  printLine("compression", {
    what,
    bytes: bytes.length,
    deflated: deflated.length,
    level1: level1!,
    level6: level6!,
    level9: level9!,
    deflateUs: microseconds(() => deflate(bytes)),
    inflateUs: microseconds(() => inflate(deflated, INFLATED_MAX)),
  });
}

/** Answers of one connection, one after another, as lines of JSON. */
async function benchStream(slots: number): Promise<void> {
  const answers = Array.from({ length: 200 }, (_, id) => {
    const line = formatJsonAnswer(`${id}`, {
      names: [],
      slots: slotsOf(slots, id),
      unknown: [],
      unreachable: [],
      pending: [],
      waitingFor: [],
      ...PLAIN,
    });
    return new TextEncoder().encode(`${line}\n`);
  });
  const parts: Uint8Array[] = [];
  let [deflatedBytes, inflatedBytes] = [0, 0];
  let done = Promise.withResolvers<void>();
  const deflater = new Deflater({
    send: (part) => {
      parts.push(part);
      deflatedBytes += part.length;
    },
    written: () => done.resolve(),
  });
  const deflateUs = await eachUs(answers, (answer) => {
    done = Promise.withResolvers();
    deflater.write(answer);
    return done.promise;
  });
  const inflater = new Inflater({
    take: (part) => inflatedBytes += part.length,
    idle: () => done.resolve(),
    ended: () => {},
    refuse: (why) => done.reject(new Error(why)),
  });
  const inflateUs = await eachUs(parts, (part) => {
    done = Promise.withResolvers();
    inflater.write(part);
    return done.promise;
  });
  deflater.destroy();
  inflater.destroy();
  printLine("compression", {
    what: `stream-of-${slots}-slots`,
    bytes: inflatedBytes / answers.length,
    deflated: deflatedBytes / answers.length,
    deflateUs,
    inflateUs: inflateUs * parts.length / answers.length,
  });
}

async function eachUs(
  parts: readonly Uint8Array[],
  work: (part: Uint8Array) => Promise<void>,
): Promise<number> {
  const startMs = performance.now();
  for (const part of parts) await work(part);
  return 1_000 * (performance.now() - startMs) / parts.length;
}

function microseconds(work: () => unknown): number {
  const startMs = performance.now();
  let times = 0;
  while (performance.now() - startMs < MEASURE_MS) {
    for (let i = 0; i < 10; i++) work();
    times += 10;
  }
  return 1_000 * (performance.now() - startMs) / times;
}

/** A pipe of questions through `query`, by turns. */
async function benchQuery(): Promise<void> {
  await using cluster = await Cluster.start();
  const queries = await Deno.readTextFile(await addPeople(cluster));
  const names = queries.trimEnd().split("\n").map((line) =>
    line.split("\t")[0]
  );
  const input = Array.from({ length: PIPED }, (_, i) => names[i % names.length])
    .join("\n");
  const took: { plain: number[]; deflated: number[] } = {
    plain: [],
    deflated: [],
  };
  for (let round = 0; round < ROUNDS; round++) {
    for (
      const [kind, flags] of [["plain", []], ["deflated", [
        "--compress",
      ]]] as const
    ) {
      const startMs = performance.now();
      const main = `--main=127.0.0.1:${cluster.main.tcpPort}`;
      const { code } = await run(["query", main, ...flags], { input });
      if (code > 1) throw new Error(`query ended with ${code}`);
      took[kind].push(performance.now() - startMs);
    }
  }
  printLine("compression", {
    what: "query-of-a-pipe",
    queries: PIPED,
    plainMs: median(took.plain),
    deflatedMs: median(took.deflated),
  });
}
