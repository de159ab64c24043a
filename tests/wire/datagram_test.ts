import { assertEquals, assertThrows } from "@std/assert";
import { ByteReader, ByteWriter } from "../../src/base/bytes.ts";
import { WireError } from "../../src/base/errors.ts";
import { DATAGRAM_BYTES_MAX } from "../../src/base/limits.ts";
import {
  BODY_BYTES_MAX,
  expectEnd,
  finishDatagram,
  HEADER_BYTES,
  idFrom,
  idKey,
  Kind,
  openDatagram,
  randomId,
  readId,
  sameId,
  writeHeader,
} from "../../src/wire/datagram.ts";
import { mended, testDatagram } from "../support/golden_datagram.ts";
import { fromHex, toHex } from "../support/hex.ts";

const SESSION = { high: 0x01020304, low: 0xfffefdfc };

function datagram(kind: Kind, message: string): Uint8Array {
  const writer = new ByteWriter();
  writeHeader(writer, { kind, session: SESSION });
  writer.bytes(fromHex(message));
  return finishDatagram(writer);
}

testDatagram({
  name: "a datagram without a message",
  kind: Kind.answers,
  session: SESSION,
  message: "",
  encoded: datagram(Kind.answers, ""),
  hex: "c04e 01 0f 01020304fffefdfc c353344c",
  read: rest,
});

testDatagram({
  name: "a datagram with a message",
  kind: Kind.hello,
  session: SESSION,
  message: "00ff10",
  encoded: datagram(Kind.hello, "00ff10"),
  hex: "c04e 01 01 01020304fffefdfc  00ff10 a82b60c4",
  read: rest,
});

/** What is left of a message, in hexadecimal. */
function rest(message: ByteReader): string {
  return toHex(message.bytes(message.bytesLeft, "rest"));
}

const good = datagram(Kind.hello, "");
const content = fromHex("c04e 01 01 01020304fffefdfc");
const BAD: [name: string, bytes: Uint8Array, message: string][] = [
  [
    "nothing at all",
    new Uint8Array(),
    "Cannot decode datagram as it has 16 to 1200 bytes: got 0",
  ],
  [
    "one byte short of a header and a checksum",
    mended(content.slice(0, 11)),
    "Cannot decode datagram as it has 16 to 1200 bytes: got 15",
  ],
  [
    "more than a datagram has",
    new Uint8Array(DATAGRAM_BYTES_MAX + 1),
    "Cannot decode datagram as it has 16 to 1200 bytes: got 1201",
  ],
  [
    "a checksum that is wrong",
    good.with(-1, good.at(-1)! ^ 1),
    "Cannot decode datagram as its checksum is wrong",
  ],
  [
    "other magic",
    mended(content.with(0, 0xc1)),
    "Cannot decode datagram as it begins with c04e: got c14e",
  ],
  [
    "a later version",
    mended(content.with(2, 2)),
    "Cannot decode datagram as version 1: got 2",
  ],
  [
    "kind 0",
    mended(content.with(3, 0)),
    "Cannot decode datagram as kinds go from 1 to 21: got 0",
  ],
  [
    "a kind that is not known yet",
    mended(content.with(3, 22)),
    "Cannot decode datagram as kinds go from 1 to 21: got 22",
  ],
];
for (const [name, bytes, message] of BAD) {
  Deno.test(`openDatagram() refuses ${name}`, () => {
    assertThrows(() => openDatagram(bytes), WireError, message);
  });
}

Deno.test("openDatagram() knows every kind, each by its own number", () => {
  assertEquals(new Set(Object.values(Kind)).size, Object.keys(Kind).length);
  for (const kind of Object.values(Kind)) {
    assertEquals(openDatagram(datagram(kind, "")).kind, kind);
  }
});

Deno.test("openDatagram() takes the largest datagram", () => {
  const bytes = new Uint8Array(DATAGRAM_BYTES_MAX - 4);
  bytes.set(content);
  const { message } = openDatagram(mended(bytes));
  assertEquals(message.bytesLeft, DATAGRAM_BYTES_MAX - HEADER_BYTES - 4);
});

Deno.test("BODY_BYTES_MAX leaves room for the checksum, and for a seal", () => {
  const bytes = datagram(Kind.chunk, "00".repeat(BODY_BYTES_MAX));
  assertEquals(bytes.length, DATAGRAM_BYTES_MAX - 24);
});

Deno.test("expectEnd() counts what is too much", () => {
  const reader = new ByteReader(Uint8Array.of(1, 2, 3));
  reader.u8("first");
  assertThrows(
    () => expectEnd(reader, "pong"),
    WireError,
    "Cannot decode pong as it ends at byte 1: got 2 more",
  );
});

Deno.test("ids keep all 64 bits as bytes", () => {
  const ids = ["0000000000000000", "00000001ffffffff", "ffffffff00000001"];
  for (const text of ids) {
    const id = idFrom(fromHex(text));
    assertEquals(readId(new ByteReader(fromHex(text)), "id"), id);
    const same = ids.filter((other) => sameId(id, idFrom(fromHex(other))));
    assertEquals(same, [text]);
  }
});

Deno.test("ids that differ in one bit of 64 have different keys", () => {
  const bits = Array.from({ length: 32 }, (_, bit) => 2 ** bit);
  const ids = bits.flatMap((bit) => [{ high: bit, low: 0 }, {
    high: 0,
    low: bit,
  }]);
  assertEquals(new Set(ids.map(idKey)).size, 64);
  assertEquals(idKey({ high: 1, low: 2 }), idKey({ high: 1, low: 2 }));
});

Deno.test("randomId() takes all of its bytes from the entropy", () => {
  const entropy = {
    fill: (bytes: Uint8Array) => bytes.set(fromHex("0102030405060708")),
  };
  assertEquals(randomId(entropy), { high: 0x0102_0304, low: 0x0506_0708 });
});
