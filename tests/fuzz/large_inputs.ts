/** Inputs by hand that would only be long in a file. */

import { ByteWriter } from "../../src/base/bytes.ts";
import { ANSWERS } from "./answers_target.ts";
import { FLAGS } from "./flags_target.ts";
import { FREE_TIME } from "./free_time_target.ts";
import { REQUESTS } from "./requests_target.ts";
import { SLOTS } from "./slots_target.ts";
import { SPLITTER } from "./splitter_target.ts";
import type { Target } from "./target.ts";

interface LargeInput {
  readonly target: Target<unknown>;
  readonly what: string;
  readonly make: () => unknown;
}

const encode = (text: string) => new TextEncoder().encode(text);

const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
const objects = (depth: number) =>
  '{"a":'.repeat(depth) + "1" + "}".repeat(depth);

const REQUEST_LINES: readonly [what: string, make: () => string][] = [
  // It overflowed the stack of JSON.parse's reviver.
  [
    "30,000 brackets beside a fraction",
    () => `{"id":1.5,"names":${nested(30_000)}}`,
  ],
  ["10,000 brackets", () => `{"id":1,"names":${nested(10_000)}}`],
  ["10,000 objects", () => objects(10_000)],
  ["10,000 objects as its id", () => `{"id":${objects(10_000)}}`],
  [
    "an id of 60,000 digits",
    () => `{"id":${"9".repeat(60_000)},"names":["a"]}`,
  ],
  [
    "an id of 60,000 zeros",
    () => `{"id":0.${"0".repeat(60_000)}1,"names":["a"]}`,
  ],
  [
    "a name of 60,000 letters",
    () => `{"names":["${"\u0130".repeat(60_000)}"]}`,
  ],
  ["60,000 blanks", () => " ".repeat(60_000)],
  ["30,000 names", () => "a,".repeat(30_000)],
  ["30,000 marks on a letter", () => "a" + "\u0308".repeat(30_000)],
  [
    "2,000 fields of one name",
    () => `{${'"names":["a"],'.repeat(2_000)}"id":1e400}`,
  ],
  ...[254, 255, 256, 257].map((count): [string, () => string] => [
    `${count} names`,
    () => Array.from({ length: count }, (_, i) => `n${i}`).join(),
  ]),
  ...[255, 256, 257].map((count): [string, () => string] => [
    `${count} names in JSON`,
    () => JSON.stringify({ names: Array.from({ length: count }, String) }),
  ]),
];

const answerOf = (slots: string) =>
  `{"slots":${slots},"unknown":[],"unreachable":[],"pending":[]}`;

const ANSWER_LINES: readonly [what: string, make: () => string][] = [
  ["10,000 brackets", () => answerOf(nested(10_000))],
  ["10,000 objects", () => objects(10_000)],
  ["30,000 brackets for an error", () => `{"error":${nested(30_000)}}`],
  ["65,537 slots", () =>
    answerOf(JSON.stringify(
      Array.from({ length: 65_537 }, (_, i) => [3 * i, 3 * i + 1]),
    ))],
  [
    "65,536 names that were not asked",
    () =>
      `{"slots":null,"unknown":["${'x","'.repeat(65_535)}y"],` +
      `"unreachable":[],"pending":[]}`,
  ],
];

const FILES: readonly [what: string, make: () => string][] = [
  ["65,535 intervals that touch", () => rowOf(65_535, 1)],
  ["65,536 intervals from the last to the first", () => rowOf(65_536, -1)],
  ["1,000 intervals from the last to the first", () => rowOf(1_000, -2)],
  ["65,537 intervals that are one", () => rowOf(65_537, 0)],
  ["10,000 brackets", () => `a;${nested(10_000)}\n`],
  ["a number of 10,000 digits", () => `a;[[1,${"9".repeat(10_000)}]]\n`],
  ["a name of 10,000 letters", () => `${"x".repeat(10_000)};[]\n`],
  ["a name with 10,000 marks", () => `a${"\u0308".repeat(10_000)};[]\n`],
  [
    "10,000 blanks around each token",
    () => ["a", ";", "[", "]"].join("\t".repeat(10_000)),
  ],
  ["2,000 bad lines", () => "a;[[3,1]]\n".repeat(2_000)],
  ["2,000 lines of one name", () => "A;[]\r\n".repeat(2_000)],
];

function rowOf(count: number, step: number): string {
  const row = Array.from({ length: count }, (_, i) => {
    const start = step * i;
    return `[${start},${start + 1}]`;
  });
  return `a;[${row.join()}]`;
}

/** A count, and as many bounds one after the other, or one fewer. */
function slotsOf(count: number, bounds = count): Uint8Array {
  const writer = new ByteWriter();
  writer.varint(count);
  for (let i = 0; i < bounds; i++) writer.u8(1);
  return writer.view();
}

const large = <Input>(
  target: Target<Input>,
  what: string,
  make: () => Input,
): LargeInput => ({ target, what, make });

export const LARGE_INPUTS: readonly LargeInput[] = [
  ...REQUEST_LINES.map(([what, make]) => large(REQUESTS, what, make)),
  ...ANSWER_LINES.map(([what, make]) => large(ANSWERS, what, make)),
  ...FILES.map(([what, make]) =>
    large(FREE_TIME, what, () => [encode(make())])
  ),
  ...[254, 255, 256, 257, 65_535, 65_536, 65_537].flatMap((count) => [
    large(SLOTS, `${count} bounds`, () => slotsOf(count)),
    large(
      SLOTS,
      `one of ${count} bounds missing`,
      () => slotsOf(count, count - 1),
    ),
  ]),
  large(SPLITTER, "a line of 65,537 bytes in two", () => [
    encode("x".repeat(65_536)),
    encode("y\nz\n"),
  ]),
  large(SPLITTER, "65,536 empty lines", () => [encode("\n".repeat(65_536))]),
  large(FLAGS, "10,000 names", () => ["query", ...Array(10_000).fill("a")]),
  large(
    FLAGS,
    "a flag of 10,000 letters",
    () => ["query", `--${"main".repeat(2_500)}=x`],
  ),
  large(
    FLAGS,
    "a list of 5,000 addresses",
    () => ["query", `--main=${Array(5_000).fill("h:1").join()}`],
  ),
];
