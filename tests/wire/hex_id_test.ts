import { assertEquals } from "@std/assert";
import { ByteReader, ByteWriter } from "../../src/base/bytes.ts";
import { readHex, writeHex } from "../../src/wire/hex_id.ts";

Deno.test("an id of every byte travels as these, and comes back", () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
  const writer = new ByteWriter();
  writeHex(writer, bytes.toHex());
  assertEquals(writer.view(), bytes);
  assertEquals(readHex(new ByteReader(bytes), 256, "id"), bytes.toHex());
});
