/**
 * Free-time files in pieces: the parser and a plain one that shares nothing
 * with it must agree on every line, however the file is cut.
 */

import { FileFormatError } from "../../src/base/errors.ts";
import type { Random } from "../../src/base/ports.ts";
import {
  FreeTimeParser,
  type ParsedFile,
} from "../../src/calendar/free_time_file.ts";
import { Zones } from "../../src/calendar/zone.ts";
import { setOf } from "../../src/intervals/columns.ts";
import { isCanonical, toPairs } from "../../src/intervals/interval_set.ts";
import { below, pick } from "../support/seeded_random.ts";
import { cutAnywhere, damageTokens, noise } from "./damage.ts";
import { concat, PIECES } from "./forms.ts";
import {
  BLANKS,
  FILE_BLANKS,
  goodName,
  ODD_INSTANTS,
  ODD_MARKS,
  ODD_NUMBERS,
  someName,
} from "./odd_texts.ts";
import { parseByContract } from "./reference_parser.ts";
import { promise, type Target } from "./target.ts";

type Pieces = readonly Uint8Array[];

/** Of local times. */
const ZONE = new Zones().find("America/St_Johns")!;

export const FREE_TIME: Target<Pieces> = {
  name: "free_time",
  share: 2,
  form: PIECES,
  generate(random) {
    return cutAnywhere(random, randomFile(random));
  },
  run(pieces) {
    const whole = concat(pieces);
    const expected = parseByContract(whole, ZONE.id);
    const parsed = parse(pieces, true);
    const wrong = differences(parsed, expected);
    promise(wrong === "", () => `the contract disagrees: ${wrong}`);
    if (parsed.badLines === 0) return;
    // The same complaint, however it is cut, and none of the file.
    const read = unlessListed(() => parse([whole], false));
    promise(read === parsed.problems, () => `${read} <> ${parsed.problems}`);
  },
};

/** @returns What the parser complains of; undefined if it does not. */
function unlessListed(parse: () => unknown): string | undefined {
  try {
    parse();
    return undefined;
  } catch (error) {
    if (error instanceof FileFormatError) return error.message;
    throw error;
  }
}

/** Each piece is overwritten once it is taken: nothing of it may be kept. */
function parse(pieces: Pieces, skipBadLines: boolean): ParsedFile {
  const parser = new FreeTimeParser({ path: "f", skipBadLines, zone: ZONE });
  for (const piece of pieces) {
    const lent = piece.slice();
    parser.push(lent);
    lent.fill(0x31);
  }
  return parser.finish();
}

/** What the two have read differently; "" if nothing. */
function differences(
  { people, badLines, problems }: ParsedFile,
  expected: ReturnType<typeof parseByContract>,
): string {
  const listed = problems.split("\n").filter((line) => line.startsWith("f:"))
    .map((line) => Number(line.split(":")[1]));
  const bad = `${[badLines, ...listed]}`;
  const badExpected = [
    expected.badLines.length,
    ...expected.badLines.slice(0, 20),
  ];
  if (bad !== `${badExpected}`) return `${bad}, not ${badExpected} bad`;
  if (people.names.size !== expected.people.size) {
    return `${people.names.size}, not ${expected.people.size} people`;
  }
  for (const [key, pairs] of expected.people) {
    const position = people.names.position(key);
    if (position < 0) return `no ${key}`;
    const set = setOf(people.columns, position);
    if (!isCanonical(set)) return `${key} has ${set}`;
    const got = toPairs(set);
    if (`${got}` !== `${pairs}`) return `${key} is free at ${got}`;
  }
  return "";
}

/** Bytes that are, nearly are, or are not a file. */
function randomFile(random: Random): Uint8Array {
  const kind = below(random, 20);
  if (kind === 0) return noise(random, below(random, 80));
  if (kind === 1) {
    const alphabet = [..."a;[[]],1,2 \n"];
    const chars = Array.from(
      { length: below(random, 60) },
      () => pick(random, alphabet),
    );
    return ENCODER.encode(chars.join(""));
  }
  const tokens = fileTokens(random);
  const damaged = random() < 0.4 ? tokens : damageTokens(random, tokens, {
    other: () => fileTokens(random),
    odd: pick(random, [ODD_MARKS, ODD_NUMBERS, ODD_INSTANTS, BLANKS]),
  });
  const bytes = ENCODER.encode(damaged.join(""));
  if (random() < 0.1 && bytes.length > 0) {
    bytes[below(random, bytes.length)]! ^= 1 << below(random, 8);
  }
  return bytes;
}

const ENCODER = new TextEncoder();

/** A few lines with their ends, after a byte-order mark or without one. */
function fileTokens(random: Random): string[] {
  const tokens = random() < 0.05 ? ["\ufeff"] : [];
  const end = random() < 0.2 ? "\r\n" : "\n";
  const isSmooth = random() < 0.5;
  const someBounds = random() < 0.7 ? bounds : instantBounds;
  for (let lines = 1 + below(random, 8); lines > 0; lines--) {
    const line = below(random, 12) === 0
      ? pick(random, [[], [" "], ["#", "comment"], ["  ", "#", ";[[1,3]]"]])
      : personTokens(random, someBounds);
    tokens.push(...isSmooth ? line : spread(random, line), end);
  }
  if (random() < 0.3) tokens.pop();
  return tokens;
}

function personTokens(random: Random, someBounds: typeof bounds): string[] {
  const name = random() < 0.8 ? goodName(random) : someName(random);
  const tokens = [name, ";", "["];
  const intervals = below(random, 5);
  for (let i = 0; i < intervals; i++) {
    const [start, end] = someBounds(random);
    tokens.push(...i === 0 ? [] : [","], "[", start, ",", end, "]");
  }
  return [...tokens, "]"];
}

/** Mostly near each other, so that they touch, nest and overlap. */
function bounds(random: Random): [string, string] {
  const start = below(random, 30) - 10;
  const end = start + (random() < 0.97 ? 1 + below(random, 6) : 0);
  const kind = below(random, 40);
  if (kind === 0) return [pick(random, ODD_NUMBERS), `${end}`];
  if (kind === 1) return [`${start}`, pick(random, ODD_NUMBERS)];
  if (kind === 2) return ["-9007199254740991", `${end}`];
  if (kind === 3) return [`${start}`, "9007199254740991"];
  return [`${start}`, `${end}`];
}

/** Around a day on which clocks change, and rarely an odd one. */
function instantBounds(random: Random): [string, string] {
  if (below(random, 60) === 0) return bounds(random);
  const hours = [below(random, 40), below(random, 40)].sort((a, b) => a - b);
  return hours.map((hour) => {
    if (below(random, 30) === 0) return pick(random, ODD_INSTANTS);
    const day = hour < 24 ? "2026-11-01" : "2026-11-02";
    const time = `${`${hour % 24}`.padStart(2, "0")}:${
      pick(random, [
        "00",
        "30",
        "59:59",
      ])
    }`;
    return `${day}T${time}${pick(random, ["", "", "Z", "-02:30", "+00:00"])}`;
  }) as [string, string];
}

/** Blanks between the tokens, here and there one that is not allowed. */
function spread(random: Random, tokens: readonly string[]): string[] {
  return tokens.flatMap((token) => {
    if (random() < 0.7) return [token];
    return [pick(random, random() < 0.99 ? FILE_BLANKS : BLANKS), token];
  });
}
