import { assert, assertEquals, assertThrows } from "@std/assert";
import { ByteReader, ByteWriter } from "../../src/base/bytes.ts";
import { WireError } from "../../src/base/errors.ts";
import {
  ANSWER_BYTES_MAX,
  DATAGRAM_BYTES_MAX,
  NAMES_PER_QUERY_MAX,
  PEOPLE_MAX,
  SEAL_BYTES,
  TIME_MAX,
} from "../../src/base/limits.ts";
import {
  finishDatagram,
  type Id64,
  Kind,
  readId,
  writeHeader,
  writeId,
} from "../../src/wire/datagram.ts";
import { BLOCK_BYTES } from "../../src/wire/blocks.ts";
import {
  type Question,
  readQuestion,
  writeQuestion,
} from "../../src/wire/questions.ts";
import type { Aspect } from "../../src/wire/aspect.ts";
import { digestWish, sameWish, type Wish } from "../../src/wire/wish.ts";
import { contentOf, testDatagram } from "../support/golden_datagram.ts";
import { fromHex } from "../support/hex.ts";

const SESSION = { high: 0x01020304, low: 0xfffefdfc };
const LIST = { high: 7, low: 0x80000008 };
const TOKEN = { high: 0xdeadbeef, low: 1 };
const ASPECT: Aspect = {
  measure: "spread",
  times: "instants",
  scope: { window: { from: -5, to: 400 }, shortest: 300, tentative: "free" },
};
const QUESTIONS: Question[] = [
  {
    token: TOKEN,
    attempt: 1,
    wish: { block: 0, alone: false, aspect: null, people: [0] },
  },
  {
    token: TOKEN,
    attempt: 6,
    wish: { block: 300, alone: false, aspect: null, people: [3, 4, 200] },
  },
  {
    token: TOKEN,
    attempt: 2,
    wish: { block: 1, alone: true, aspect: null, people: [5] },
  },
  {
    token: TOKEN,
    attempt: 1,
    wish: { block: 0, alone: false, aspect: ASPECT, people: [5, 6] },
  },
];

testDatagram({
  name: "an ask",
  kind: Kind.ask,
  session: SESSION,
  message: { list: LIST, questions: QUESTIONS },
  encoded: encodeAsk(LIST, QUESTIONS),
  hex: `c04e 01 0e 01020304fffefdfc  0000000780000008
    deadbeef00000001 01  00 01 00 00
    deadbeef00000001 06  ac02 03 03 01 c401 00
    deadbeef00000001 02  01 00 05 00
    deadbeef00000001 01  00 02 05 01 0b
      c014000000000000 4079000000000000 ac02 3f096e7a`,
  read: readAsk,
});

function encodeAsk(list: Id64, questions: readonly Question[]): Uint8Array {
  const writer = new ByteWriter();
  writeHeader(writer, { kind: Kind.ask, session: SESSION });
  writeId(writer, list);
  for (const question of questions) writeQuestion(writer, question);
  return finishDatagram(writer);
}

function readAsk(message: ByteReader) {
  const list = readId(message, "list");
  const questions: Question[] = [];
  while (!message.done) questions.push(readQuestion(message));
  return { list, questions };
}

const HEAD = "deadbeef00000001 01";
const BAD: [name: string, hex: string, message: string][] = [
  [
    "a token that is cut",
    "deadbeef0000",
    "Cannot read token as the datagram ends at byte 6: it takes 4 from byte 4",
  ],
  [
    "one person alone who is missing",
    `${HEAD} 00 00`,
    "Cannot read person as the datagram ends at byte 11: it takes 1 from byte 11",
  ],
  [
    "257 people",
    `${HEAD} 00 8102 ${"01".repeat(257)}`,
    "Cannot read people as there are at most 256: got 257",
  ],
  [
    "more people than memory",
    `${HEAD} 00 ffffffffffffff0f`,
    "Cannot read people as there are at most 256: got 9007199254740991",
  ],
  [
    "more people than there are bytes",
    `${HEAD} 00 02 01`,
    "Cannot read person as the datagram ends at byte 12: it takes 1 from byte 12",
  ],
  [
    "the same person twice",
    `${HEAD} 00 02 05 00`,
    "Cannot read people before byte 13 as they ascend below 4194304: got 5",
  ],
  [
    "a person whom no list has",
    `${HEAD} 00 01 80808002`,
    "Cannot read people before byte 15 as they ascend below 4194304: got 4194304",
  ],
  [
    "people who add up to one whom no list has",
    `${HEAD} 00 02 ffffff01 01`,
    "Cannot read people before byte 16 as they ascend below 4194304: got 4194304",
  ],
  [
    "a block with a zero to spare",
    `${HEAD} 8000 01 00`,
    "Cannot read block at byte 9 as a varint is in its shortest form and at most 2^53-1",
  ],
  [
    "an aspect of a thirteenth form",
    `${HEAD} 00 01 00 0d`,
    "Cannot read aspect as its form is 0 to 12: got 13",
  ],
  [
    "a window without length",
    `${HEAD} 00 01 00 01 4014000000000000 4014000000000000 01`,
    "Cannot read aspect as a window and the shortest slot have a length: got 5 to 5, 1",
  ],
  [
    "a shortest slot without length",
    `${HEAD} 00 01 00 01 4014000000000000 4018000000000000 00`,
    "Cannot read aspect as a window and the shortest slot have a length: got 5 to 6, 0",
  ],
  [
    "a window from minus zero",
    `${HEAD} 00 01 00 01 8000000000000000 4018000000000000 01`,
    "Cannot read time before byte 21 as it is a whole number within 2^53-1: got 0",
  ],
  [
    "a window to infinity",
    `${HEAD} 00 01 00 01 4014000000000000 7ff0000000000000 01`,
    "Cannot read time before byte 29 as it is a whole number within 2^53-1: got Infinity",
  ],
];
for (const [name, hex, message] of BAD) {
  Deno.test(`readQuestion() refuses ${name}`, () => {
    const reader = new ByteReader(fromHex(hex));
    assertThrows(() => readQuestion(reader), WireError, message);
  });
}

/** The most bytes that an aspect takes. */
const WIDEST: Aspect = {
  measure: "hours",
  times: "instants",
  scope: {
    window: { from: -TIME_MAX, to: TIME_MAX },
    shortest: TIME_MAX,
    tentative: "free",
  },
};

Deno.test("256 people of four million and a late block fit a datagram", () => {
  const step = PEOPLE_MAX / NAMES_PER_QUERY_MAX;
  const people = Array.from(
    { length: NAMES_PER_QUERY_MAX },
    (_, i) => step * (i + 1) - 1,
  );
  assertEquals(people.at(-1), PEOPLE_MAX - 1);
  const block = Math.floor(ANSWER_BYTES_MAX / BLOCK_BYTES);
  const question = {
    token: TOKEN,
    attempt: 6,
    wish: { block, alone: false, aspect: WIDEST, people },
  };
  const datagram = encodeAsk(LIST, [question]);
  assert(contentOf(datagram).length <= DATAGRAM_BYTES_MAX - SEAL_BYTES);
  const reader = new ByteReader(contentOf(datagram));
  reader.bytes(12, "header");
  assertEquals(readAsk(reader), { list: LIST, questions: [question] });
});

const SCOPE = ASPECT.scope;
/** All different, each in another field. */
const ASPECTS: readonly Aspect[] = [
  ASPECT,
  { ...ASPECT, measure: "common" },
  { ...ASPECT, measure: "hours" },
  { ...ASPECT, times: "numbers" },
  ...[
    { ...SCOPE, tentative: "busy" as const },
    { ...SCOPE, shortest: 301 },
    { ...SCOPE, shortest: 300 + 2 ** 32 },
    { ...SCOPE, window: { from: -6, to: 400 } },
    { ...SCOPE, window: { from: -5, to: 401 } },
    { ...SCOPE, window: { from: -5 - 2 ** 32, to: 400 } },
  ].map((scope) => ({ ...ASPECT, scope })),
];

Deno.test("digestWish() and sameWish() tell wishes apart", () => {
  const wish: Wish = {
    block: 1,
    alone: false,
    aspect: null,
    people: [3, 200, 4_194_303],
  };
  const others: [list: Id64, wish: Wish][] = [
    [{ ...LIST, low: 9 }, wish],
    [{ ...LIST, high: 8 }, wish],
    [LIST, { ...wish, block: 2 }],
    [LIST, { ...wish, people: [3, 200] }],
    [LIST, { ...wish, people: [3, 201, 4_194_303] }],
    [LIST, { ...wish, people: [4, 200, 4_194_303] }],
    [LIST, { ...wish, people: [3, 200, 4_194_302] }],
    [LIST, { ...wish, people: [3] }],
    ...ASPECTS.map((aspect): [Id64, Wish] => [LIST, { ...wish, aspect }]),
    [LIST, { ...wish, people: [3], alone: true }],
  ];
  const digests = others.map(([list, other]) => digestWish(list, other));
  digests.push(digestWish(LIST, wish));
  assertEquals(new Set(digests).size, digests.length);
  for (const [list, other] of others) {
    assertEquals(sameWish(wish, other), list !== LIST);
  }
  const [together, alone] = [others[7], others.at(-1)].map((other) =>
    other?.[1]
  );
  assert(!sameWish(together!, alone!), "nobody alone shares with a group");
  for (const digest of digests) assertEquals(digest, digest >>> 0);
});

Deno.test("digestWish() tells pairs apart that plain FNV-1a takes for equal", () => {
  const prime = 0x01000193;
  const start = Math.imul(
    Math.imul(0x811c9dc5 ^ LIST.high, prime) ^ LIST.low,
    prime,
  );
  const fnv = ([a, b]: number[]) =>
    Math.imul(Math.imul(start ^ a!, prime) ^ b!, prime);
  let pairs = 0;
  for (let a = 0; a < 100; a++) {
    const others = [a + 256, 1_000_000];
    // What the first person changes, the second changes back.
    const b = others[1]! ^ Math.imul(start ^ a, prime) ^
      Math.imul(start ^ (a + 256), prime);
    if (b <= a || b >= PEOPLE_MAX) continue;
    pairs++;
    assertEquals(fnv([a, b]), fnv(others));
    const digests = [[a, b], others]
      .map((people) =>
        digestWish(LIST, { block: 0, alone: false, aspect: null, people })
      );
    assert(digests[0] !== digests[1], `${a} and ${b}`);
  }
  assert(pairs > 50);
});
