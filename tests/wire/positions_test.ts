import { assertEquals, assertThrows } from "@std/assert";
import { ByteReader, ByteWriter } from "../../src/base/bytes.ts";
import { WireError } from "../../src/base/errors.ts";
import { NAMES_PER_QUERY_MAX, PEOPLE_MAX } from "../../src/base/limits.ts";
import {
  inOrder,
  readCompany,
  readPeople,
  readPositions,
  writeCompany,
  writePeople,
  writePositions,
} from "../../src/wire/positions.ts";
import { fromHex, toHex } from "../support/hex.ts";

const LAST = PEOPLE_MAX - 1;
const GOOD: [positions: number[], hex: string][] = [
  [[0], "00"],
  [[0, 1, 2], "00 01 01"],
  [[5, 133, 134], "05 8001 01"],
  [[LAST], "ffffff01"],
  [[0, LAST], "00 ffffff01"],
];

for (const [positions, hex] of GOOD) {
  Deno.test(`writePositions() writes ${positions} as distances, and they are read back`, () => {
    const writer = new ByteWriter();
    writePositions(writer, positions);
    assertEquals(toHex(writer.view()), toHex(fromHex(hex)));
    const reader = new ByteReader(fromHex(hex));
    assertEquals(readPositions(reader, positions.length), positions);
    assertEquals(reader.done, true);
  });
}

Deno.test("writePeople() writes their count before them, as readPeople() reads it", () => {
  const people = Array.from({ length: NAMES_PER_QUERY_MAX }, (_, i) => 2 * i);
  const writer = new ByteWriter();
  writePeople(writer, people);
  assertEquals(toHex(writer.view().subarray(0, 4)), "80020002");
  assertEquals(readPeople(new ByteReader(writer.view())), people);
});

Deno.test("writeCompany() writes 0 in place of the count of who is alone", () => {
  const cases: [people: number[], alone: boolean, hex: string][] = [
    [[5], true, "00 05"],
    [[5], false, "01 05"],
    [[5, 6], false, "02 05 01"],
  ];
  for (const [people, alone, hex] of cases) {
    const writer = new ByteWriter();
    writeCompany(writer, { people, alone });
    assertEquals(toHex(writer.view()), toHex(fromHex(hex)));
    assertEquals(readCompany(new ByteReader(fromHex(hex))), { people, alone });
  }
});

const BAD: [what: string, count: number, hex: string, message: string][] = [
  ["the same person twice", 2, "05 00", "as they ascend below"],
  ["the first person twice", 2, "00 00", "as they ascend below"],
  ["one beyond any list", 1, "80808002", "got 4194304"],
  ["distances that lead beyond", 2, "ffffff01 01", "got 4194304"],
  ["one more than come", 2, "05", "Cannot read person"],
  ["too many", 257, "00", "at most 256: got 257"],
];
for (const [what, count, hex, message] of BAD) {
  Deno.test(`readPositions() refuses ${what}`, () => {
    const reader = new ByteReader(fromHex(hex));
    assertThrows(() => readPositions(reader, count), WireError, message);
  });
}

Deno.test("readPeople() refuses that there is nobody", () => {
  const reader = new ByteReader(fromHex("00"));
  assertThrows(() => readPeople(reader), WireError, "one or more: got 0");
});

Deno.test("inOrder() gives positions from the first on, and changes none", () => {
  for (const asked of [[], [3], [1, 2, 9], [9, 1], [1, 9, 2], [10, 9, 100]]) {
    const before = [...asked];
    assertEquals(inOrder(asked), asked.toSorted((a, b) => a - b));
    assertEquals(asked, before);
  }
});
