import { assertEquals, assertThrows } from "@std/assert";
import { ByteReader } from "../../src/base/bytes.ts";
import { WireError } from "../../src/base/errors.ts";
import { DATAGRAM_BYTES_MAX, SEAL_BYTES } from "../../src/base/limits.ts";
import { Kind, openDatagram } from "../../src/wire/datagram.ts";
import {
  CHUNK_BYTES_MAX,
  encodeChunk,
  encodeChunkAck,
  readChunk,
  readChunkAck,
} from "../../src/wire/list_messages.ts";
import { contentOf, testDatagram } from "../support/golden_datagram.ts";
import { fromHex } from "../support/hex.ts";

const SESSION = { high: 0x01020304, low: 0xfffefdfc };
const LIST = { high: 7, low: 0x80000008 };
const DEFLATED = fromHex("04 7a65696e 05 7a6fc3ab21");
const CHUNK = { list: LIST, number: 300, deflated: DEFLATED };
const ACK = { list: LIST, next: 300, beyond: 0x80000005 };

testDatagram({
  name: "a chunk",
  kind: Kind.chunk,
  session: SESSION,
  message: CHUNK,
  encoded: encodeChunk(SESSION, CHUNK),
  hex: `c04e 01 05 01020304fffefdfc  0000000780000008 ac02
    04 7a65696e 05 7a6fc3ab21 396e3c18`,
  read: readChunk,
});

testDatagram({
  name: "a chunk ack",
  kind: Kind.chunkAck,
  session: SESSION,
  message: ACK,
  encoded: encodeChunkAck(SESSION, ACK),
  hex: "c04e 01 06 01020304fffefdfc  0000000780000008 ac02 80000005 e0af6179",
  read: readChunkAck,
});

const BAD: [
  name: string,
  read: (reader: ByteReader) => unknown,
  hex: string,
  message: string,
][] = [
  [
    "readChunk() refuses one without a number",
    readChunk,
    "0000000780000008",
    "Cannot read number of the chunk as the datagram ends at byte 8: it takes 1 from byte 8",
  ],
  [
    "readChunk() refuses a number with a zero to spare",
    readChunk,
    "0000000780000008 8000",
    "Cannot read number of the chunk at byte 8 as a varint is in its shortest form and at most 2^53-1",
  ],
  [
    "readChunk() refuses a number beyond 2^53-1",
    readChunk,
    "0000000780000008 ffffffffffffff7f",
    "Cannot read number of the chunk at byte 8 as a varint is in its shortest form and at most 2^53-1",
  ],
  [
    "readChunkAck() refuses half of what is beyond",
    readChunkAck,
    "0000000780000008 00 0102",
    "Cannot read chunks beyond as the datagram ends at byte 11: it takes 4 from byte 9",
  ],
  [
    "readChunkAck() refuses more than an ack",
    readChunkAck,
    "0000000780000008 00 01020304 00",
    "Cannot decode chunk ack as it ends at byte 13: got 1 more",
  ],
];
for (const [name, read, hex, message] of BAD) {
  Deno.test(name, () => {
    assertThrows(() => read(new ByteReader(fromHex(hex))), WireError, message);
  });
}

Deno.test("encodeChunk() leaves room for a seal, whatever the number", () => {
  const deflated = new Uint8Array(CHUNK_BYTES_MAX);
  const number = Number.MAX_SAFE_INTEGER;
  const datagram = encodeChunk(SESSION, { list: LIST, number, deflated });
  const bytesMax = DATAGRAM_BYTES_MAX - SEAL_BYTES;
  assertEquals(contentOf(datagram).length, bytesMax);
  const chunk = readChunk(openDatagram(datagram).message);
  assertEquals(chunk, { list: LIST, number, deflated });
});

Deno.test("readChunk() takes a chunk without names, of 0 and of many", () => {
  for (const number of [0, 127, 128, 65_535, 65_536, 4_194_304]) {
    const deflated = new Uint8Array();
    const datagram = encodeChunk(SESSION, { list: LIST, number, deflated });
    const chunk = readChunk(openDatagram(datagram).message);
    assertEquals(chunk, { list: LIST, number, deflated });
  }
});
