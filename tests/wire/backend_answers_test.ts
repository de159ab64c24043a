import { assert, assertEquals, assertThrows } from "@std/assert";
import { ByteReader, ByteWriter } from "../../src/base/bytes.ts";
import { WireError } from "../../src/base/errors.ts";
import {
  ANSWER_BYTES_MAX,
  DATAGRAM_BYTES_MAX,
  SEAL_BYTES,
} from "../../src/base/limits.ts";
import { fromPairs } from "../../src/intervals/interval_set.ts";
import {
  BODY_BYTES_MAX,
  finishDatagram,
  Kind,
  writeHeader,
} from "../../src/wire/datagram.ts";
import {
  type Block,
  BLOCK_BYTES,
  decodeAssembled,
  INLINE_BYTES_MAX,
} from "../../src/wire/blocks.ts";
import {
  type AnswerContent,
  type BackendAnswer,
  readAnswer,
  writeAnswerContent,
  writeAnswerHead,
} from "../../src/wire/questions.ts";
import type { Told } from "../../src/wire/report.ts";
import { writeSlots } from "../../src/wire/slots.ts";
import { contentOf, testDatagram } from "../support/golden_datagram.ts";
import { fromHex } from "../support/hex.ts";
import { slotsOfBytes } from "../support/slots_of_bytes.ts";

const SESSION = { high: 0x01020304, low: 0xfffefdfc };
const HEAD = {
  token: { high: 0xdeadbeef, low: 1 },
  attempt: 6,
  digest: 0xcafe0001,
};
const ID = { high: 7, low: 0x80000008 };
const ANSWERS: BackendAnswer[] = [
  {
    ...HEAD,
    content: {
      kind: "slots",
      slots: fromPairs([[1, 3], [400, 401]]),
      notAlone: false,
    },
  },
  blockOf(Uint8Array.of(2, 5, 4), { isReport: false, notAlone: false }),
  { ...HEAD, content: { kind: "stale", list: ID } },
  { ...HEAD, content: { kind: "too_large", total: 5_000_000 } },
  { ...HEAD, content: { kind: "not_alone" } },
  {
    ...HEAD,
    content: { kind: "slots", slots: fromPairs([[1, 3]]), notAlone: true },
  },
  blockOf(Uint8Array.of(0), { isReport: false, notAlone: true }),
  { ...HEAD, content: { kind: "other_times", times: "instants" } },
  reportOf({ kind: "slots", slots: fromPairs([[1, 3]]) }, false),
  reportOf({ kind: "pool", pool: Float64Array.of(-5, 400, 1, 3, 1, 4) }, true),
  reportOf(
    { kind: "labelled", sets: [fromPairs([[1, 3]]), fromPairs([])] },
    false,
  ),
  blockOf(Uint8Array.of(0), { isReport: true, notAlone: false }),
  blockOf(Uint8Array.of(0), { isReport: true, notAlone: true }),
];

/** The first and only block of so many bytes. */
function blockOf(
  bytes: Uint8Array,
  form: Pick<Block, "isReport" | "notAlone">,
): BackendAnswer {
  const total = bytes.length;
  const block = { kind: "block", total, digest: ID, number: 0, bytes } as const;
  return { ...HEAD, content: { ...block, ...form } };
}

function reportOf(told: Told, notAlone: boolean): BackendAnswer {
  const report = { unreadable: [3, 200], told };
  return { ...HEAD, content: { kind: "report", report, notAlone } };
}

testDatagram({
  name: "answers",
  kind: Kind.answers,
  session: SESSION,
  message: ANSWERS,
  encoded: encodeAnswers(ANSWERS),
  hex: `c04e 01 0f 01020304fffefdfc
    deadbeef00000001 06 cafe0001 00  04 01 02 8d03 01
    deadbeef00000001 06 cafe0001 01  03 0000000780000008 00 03 020504
    deadbeef00000001 06 cafe0001 02  0000000780000008
    deadbeef00000001 06 cafe0001 03  c096b102
    deadbeef00000001 06 cafe0001 04
    deadbeef00000001 06 cafe0001 05  02 01 02
    deadbeef00000001 06 cafe0001 06  01 0000000780000008 00 01 00
    deadbeef00000001 06 cafe0001 07  01
    deadbeef00000001 06 cafe0001 08  02 03 c501 00 02 01 02
    deadbeef00000001 06 cafe0001 0a  02 03 c501 01
      03 00 c014000000000000 9503 07 02 01 03
    deadbeef00000001 06 cafe0001 08  02 03 c501 02 02 02 01 02 00
    deadbeef00000001 06 cafe0001 09  01 0000000780000008 00 01 00
    deadbeef00000001 06 cafe0001 0b  01 0000000780000008 00 01 00 95805a98`,
  read: readAnswers,
});

function encodeAnswers(answers: readonly BackendAnswer[]): Uint8Array {
  const writer = new ByteWriter();
  writeHeader(writer, { kind: Kind.answers, session: SESSION });
  for (const answer of answers) {
    writeAnswerHead(writer, answer);
    writeAnswerContent(writer, answer.content);
  }
  return finishDatagram(writer);
}

function readAnswers(message: ByteReader): BackendAnswer[] {
  const answers: BackendAnswer[] = [];
  while (!message.done) answers.push(readAnswer(message));
  return answers;
}

const START = "deadbeef00000001 06 cafe0001";
const DIGEST = "0000000780000008";

const BAD: [name: string, hex: string, message: string][] = [
  [
    "a digest that is cut",
    "deadbeef00000001 06 cafe",
    "Cannot read digest as the datagram ends at byte 11: it takes 4 from byte 9",
  ],
  [
    "a thirteenth status",
    `${START} 0c`,
    "Cannot read answer as its status is 0 to 11: got 12",
  ],
  [
    "times that are neither",
    `${START} 07 02`,
    "Cannot read times as they are 0 or 1: got 2",
  ],
  [
    "a report in a fourth form",
    `${START} 08 00 03`,
    "Cannot read report as its form is 0 to 2: got 3",
  ],
  [
    "a report of 257 who cannot be read",
    `${START} 08 8102`,
    "Cannot read people as there are at most 256: got 257",
  ],
  [
    "more sets than there are bytes",
    `${START} 08 00 02 03 00 00`,
    "Cannot read report as 2 bytes hold its sets: got 3",
  ],
  [
    "more intervals than there are bytes",
    `${START} 08 00 01 ffffffffffffff0f 01`,
    "Cannot read pool as 1 bytes hold its intervals: got 9007199254740991",
  ],
  [
    "ends of equal starts that fall",
    `${START} 08 00 01 02 02 02 01 01`,
    "sorted and in their shortest form: got 2",
  ],
  [
    "an interval that ends at its start",
    `${START} 08 00 01 01 02 00 3ff0000000000000`,
    "sorted and in their shortest form: got 1",
  ],
  [
    "a start that need not be written whole",
    `${START} 08 00 01 01 00 3ff0000000000000 01`,
    "sorted and in their shortest form: got 1",
  ],
  [
    "a start that is written whole to go back",
    `${START} 08 00 01 02 05 01 00 3ff0000000000000 01`,
    "sorted and in their shortest form: got 2",
  ],
  [
    "an end after the last time",
    `${START} 08 00 01 01 02 ffffffffffffff0f`,
    "sorted and in their shortest form: got 9007199254740992",
  ],
  [
    "a start that is half a time",
    `${START} 08 00 01 01 00 bfe0000000000000 01`,
    "Cannot read time before byte 26 as it is a whole number within 2^53-1: got -0.5",
  ],
  [
    "slots that are none",
    `${START} 00 01 01`,
    "Cannot read slots as 1 bytes hold an even count of bounds: got 1",
  ],
  [
    "half a list",
    `${START} 02 00000007`,
    "Cannot read list as the datagram ends at byte 18: it takes 4 from byte 18",
  ],
  [
    "a total without an end",
    `${START} 03 80`,
    "Cannot read total as the datagram ends at byte 15: it takes 2 from byte 14",
  ],
  [
    "a block of nothing",
    `${START} 01 00 ${DIGEST} 00 00`,
    "Cannot read block 0 as it has 0 of 0 bytes: got 0",
  ],
  [
    "a block after the last",
    `${START} 01 03 ${DIGEST} 01 03 020504`,
    `Cannot read block 1 as it has ${3 - BLOCK_BYTES} of 3 bytes: got 3`,
  ],
  [
    "a block far after the last",
    `${START} 01 03 ${DIGEST} ffffffffffffff0f 03 020504`,
    "Cannot read block 9007199254740991 as it has -",
  ],
  [
    "a last block that is too short",
    `${START} 01 03 ${DIGEST} 00 02 0205`,
    "Cannot read block 0 as it has 3 of 3 bytes: got 2",
  ],
  [
    "a last block that is too long",
    `${START} 01 03 ${DIGEST} 00 04 02050401`,
    "Cannot read block 0 as it has 3 of 3 bytes: got 4",
  ],
  [
    "a block before the last that is too short",
    `${START} 01 d00f ${DIGEST} 00 03 020504`,
    "Cannot read block 0 as it has 1129 of 2000 bytes: got 3",
  ],
  [
    "a block of more than a long answer has",
    `${START} 01 81808001 ${DIGEST} 00 e908 00`,
    `Cannot read block 0 as it has 1129 of 2097153 bytes: got 1129`,
  ],
  [
    "a block that is cut",
    `${START} 01 03 ${DIGEST} 00 03 0205`,
    "Cannot read block as the datagram ends at byte 27: it takes 3 from byte 25",
  ],
];
for (const [name, hex, message] of BAD) {
  Deno.test(`readAnswer() refuses ${name}`, () => {
    const reader = new ByteReader(fromHex(hex));
    assertThrows(() => readAnswer(reader), WireError, message);
  });
}

Deno.test("decodeAssembled() refuses what comes after the slots", () => {
  assertThrows(
    () => decodeAssembled(fromHex("02 05 04 00"), false),
    WireError,
    "Cannot decode answer as it ends at byte 3: got 1 more",
  );
});

Deno.test("INLINE_BYTES_MAX is what one answer of a datagram has room for", () => {
  const slots = slotsOfBytes(INLINE_BYTES_MAX);
  const content: AnswerContent = { kind: "slots", slots, notAlone: true };
  const datagram = encodeAnswers([{ ...HEAD, content }]);
  const bytesMax = DATAGRAM_BYTES_MAX - SEAL_BYTES;
  assertEquals(contentOf(datagram).length, bytesMax);
});

Deno.test("every block fits a datagram, the last of the longest answer too", () => {
  const total = ANSWER_BYTES_MAX;
  const last = Math.ceil(total / BLOCK_BYTES) - 1;
  for (const number of [0, 1, last - 1, last]) {
    const bytes = new Uint8Array(
      Math.min(BLOCK_BYTES, total - number * BLOCK_BYTES),
    );
    const writer = new ByteWriter();
    const content = {
      kind: "block",
      total,
      digest: ID,
      number,
      bytes,
      isReport: false,
      notAlone: true,
    } as const;
    writeAnswerHead(writer, HEAD);
    writeAnswerContent(writer, content);
    assert(writer.length <= BODY_BYTES_MAX, `block ${number}`);
    const answer = readAnswer(new ByteReader(writer.view()));
    assertEquals(answer, { ...HEAD, content });
  }
});

// A count of blocks in one byte would go wrong here.
for (const blocks of [1, 2, 254, 255, 256, 257]) {
  for (const lastBytes of [1, BLOCK_BYTES - 1, BLOCK_BYTES]) {
    const total = (blocks - 1) * BLOCK_BYTES + lastBytes;
    if (total < 3) continue;
    Deno.test(`${blocks} blocks, the last of ${lastBytes} bytes, are whole again`, () => {
      assertBlocksMakeWhole(total, blocks);
    });
  }
}

function assertBlocksMakeWhole(total: number, blocks: number): void {
  const slots = slotsOfBytes(total);
  const encoded = new ByteWriter();
  writeSlots(encoded, slots);
  assertEquals(encoded.length, total);
  const whole = new Uint8Array(total);
  for (let number = 0; number < blocks; number++) {
    const from = number * BLOCK_BYTES;
    const bytes = encoded.view().subarray(from, from + BLOCK_BYTES);
    const writer = new ByteWriter();
    writeAnswerHead(writer, HEAD);
    writeAnswerContent(writer, {
      kind: "block",
      total,
      digest: ID,
      number,
      bytes,
      isReport: false,
      notAlone: false,
    });
    const { content } = readAnswer(new ByteReader(writer.view()));
    assert(content.kind === "block");
    whole.set(content.bytes, content.number * BLOCK_BYTES);
  }
  assertEquals(decodeAssembled(whole, false), { kind: "slots", slots });
}
