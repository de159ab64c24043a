import { assertEquals, assertThrows } from "@std/assert";
import { ByteReader, ByteWriter, varintBytes } from "../../src/base/bytes.ts";
import { WireError } from "../../src/base/errors.ts";

const MAX = Number.MAX_SAFE_INTEGER;

function hex(write: (writer: ByteWriter) => void): string {
  const writer = new ByteWriter();
  write(writer);
  return writer.view().toHex();
}

function fromHex(text: string): Uint8Array {
  return Uint8Array.fromHex(text);
}

const GOLDEN: [
  kind: "u8" | "u16" | "u32" | "u64" | "f64" | "varint",
  value: number,
  bytes: string,
][] = [
  ["u8", 0, "00"],
  ["u8", 255, "ff"],
  ["u16", 0x1234, "1234"],
  ["u16", 65_535, "ffff"],
  ["u32", 0x1234_5678, "12345678"],
  ["u32", 0xffff_ffff, "ffffffff"],
  ["u64", 1, "0000000000000001"],
  ["u64", 2 ** 32 + 5, "0000000100000005"],
  ["u64", MAX, "001fffffffffffff"],
  ["f64", -1.5, "bff8000000000000"],
  ["varint", 0, "00"],
  ["varint", 127, "7f"],
  ["varint", 128, "8001"],
  ["varint", 300, "ac02"],
  ["varint", 2 ** 28 - 1, "ffffff7f"],
  ["varint", 2 ** 28, "8080808001"],
  ["varint", 2 ** 31, "8080808008"],
  ["varint", 2 ** 32, "8080808010"],
  ["varint", 2 ** 49, "8080808080808001"],
  ["varint", MAX, "ffffffffffffff0f"],
];

for (const [kind, value, bytes] of GOLDEN) {
  Deno.test(`ByteWriter.${kind}() of ${value} is ${bytes}, and back`, () => {
    assertEquals(hex((writer) => writer[kind](value)), bytes);
    const reader = new ByteReader(fromHex(bytes));
    assertEquals(reader[kind]("it"), value);
    assertEquals(reader.done, true);
  });
}

Deno.test("varint() goes there and back at every power of two", () => {
  for (let power = 1; power <= 2 ** 52; power *= 2) {
    for (const value of [power - 1, power, power + 1, MAX - power]) {
      const writer = new ByteWriter();
      writer.varint(value);
      assertEquals(writer.length, varintBytes(value), `${value}`);
      assertEquals(new ByteReader(writer.view()).varint("it"), value);
    }
  }
});

Deno.test("varint() refuses what it cannot hold, when written", () => {
  for (const value of [-1, MAX + 1, NaN, Infinity]) {
    assertThrows(() => new ByteWriter().varint(value), RangeError, "2^53-1");
  }
});

Deno.test("text() is a length and UTF-8", () => {
  assertEquals(hex((writer) => writer.text("zoë")), "047a6fc3ab");
  assertEquals(new ByteReader(fromHex("047a6fc3ab")).text("it"), "zoë");
  assertEquals(new ByteReader(fromHex("03efbbbf")).text("it"), "\ufeff");
});

const SHORTEST =
  "Cannot read it at byte 0 as a varint is in its shortest form and at most 2^53-1";

type Read = (reader: ByteReader) => unknown;

const BAD: [name: string, hex: string, read: Read, message: string][] = [
  [
    "u8 of nothing",
    "",
    (r) => r.u8("it"),
    "Cannot read it as the datagram ends at byte 0: it takes 1 from byte 0",
  ],
  ["a cut u16", "01", (r) => r.u16("it"), "it takes 2 from byte 0"],
  [
    "a cut u32",
    "01020304",
    (r) => [r.u8("a"), r.u32("it")],
    "Cannot read it as the datagram ends at byte 4: it takes 4 from byte 1",
  ],
  ["a u64 above 2^53-1", "0020000000000000", (r) => r.u64("it"), "2^53-1"],
  ["a cut f64", "00000000000000", (r) => r.f64("it"), "ends at byte 7"],
  [
    "a cut varint",
    "8080",
    (r) => r.varint("it"),
    "Cannot read it as the datagram ends at byte 2: it takes 3 from byte 0",
  ],
  ["a varint of two zero bytes", "8000", (r) => r.varint("it"), SHORTEST],
  ["a padded varint", "ff8000", (r) => r.varint("it"), SHORTEST],
  ["2^53", "8080808080808010", (r) => r.varint("it"), SHORTEST],
  ["all ones", "ffffffffffffff7f", (r) => r.varint("it"), SHORTEST],
  ["a ninth byte", "808080808080808001", (r) => r.varint("it"), SHORTEST],
  ["cut bytes", "0102", (r) => r.bytes(3, "it"), "it takes 3 from byte 0"],
  ["a cut text", "037a6f", (r) => r.text("it"), "it takes 3 from byte 1"],
  [
    "a long text",
    "037a6f65",
    (r) => r.text("it", 2),
    "Cannot read it as it has at most 2 bytes: got 3",
  ],
  [
    "a text that is no UTF-8",
    "02c3c3",
    (r) => r.text("it"),
    'Cannot read it as it is not UTF-8: got "\ufffd\ufffd"',
  ],
];

for (const [name, bytes, read, message] of BAD) {
  Deno.test(`ByteReader refuses ${name}`, () => {
    const reader = new ByteReader(fromHex(bytes));
    assertThrows(() => read(reader), WireError, message);
  });
}

Deno.test("ByteWriter with a buffer of its own stops at its end", () => {
  const writer = new ByteWriter(new Uint8Array(3));
  writer.u16(1);
  assertEquals(writer.bytesLeft, 1);
  assertThrows(() => writer.u16(1), RangeError, "the buffer has 3");
  writer.u8(7);
  assertEquals(writer.view().toHex(), "000107");
});

Deno.test("ByteWriter grows, and goes back where reset() says", () => {
  const writer = new ByteWriter();
  for (let i = 0; i < 1_000; i++) writer.u32(i);
  assertEquals(writer.length, 4_000);
  assertEquals(new ByteReader(writer.view().subarray(3_996)).u32("it"), 999);
  writer.reset(4);
  assertEquals(writer.view().toHex(), "00000000");
});

Deno.test("ByteReader.reset() starts over with other bytes", () => {
  const reader = new ByteReader(fromHex("01"));
  reader.u8("it");
  reader.reset(fromHex("0203"));
  assertEquals([reader.u8("it"), reader.offset, reader.bytesLeft], [2, 1, 1]);
});
