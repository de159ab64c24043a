import { assertEquals, assertStrictEquals } from "@std/assert";
import { ByteWriter } from "../../src/base/bytes.ts";
import { LONG_ANSWERS_KEPT } from "../../src/base/limits.ts";
import { LongAnswers } from "../../src/protocol/long_answers.ts";
import { inflate } from "../../src/wire/deflate.ts";
import { writeSlots } from "../../src/wire/slots.ts";
import { slotsOfBytes } from "../support/slots_of_bytes.ts";

Deno.test("LongAnswers finds what it keeps, by the people asked", () => {
  const answers = new LongAnswers();
  const kept = answers.keep([1, 3], slotsOfBytes(5_000));
  assertStrictEquals(answers.find([1, 3]), kept);
  const writer = new ByteWriter();
  writeSlots(writer, slotsOfBytes(5_000));
  assertEquals(inflate(kept.bytes, 5_000), writer.view());
  for (const others of [[1], [1, 2], [1, 3, 4]]) {
    assertEquals(answers.find(others), undefined);
  }
  answers.clear();
  assertEquals(answers.find([1, 3]), undefined);
});

Deno.test("LongAnswers keeps a few, and the oldest goes", () => {
  const answers = new LongAnswers();
  for (let person = 0; person <= LONG_ANSWERS_KEPT; person++) {
    answers.keep([person], slotsOfBytes(2_000));
  }
  assertEquals(answers.find([0]), undefined);
  assertEquals(answers.find([1])?.people, [1]);
});
