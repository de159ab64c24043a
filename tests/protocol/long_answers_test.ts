import { assertEquals, assertStrictEquals } from "@std/assert";
import { ByteWriter } from "../../src/base/bytes.ts";
import { LONG_ANSWERS_KEPT } from "../../src/base/limits.ts";
import { LongAnswers, type Subject } from "../../src/protocol/long_answers.ts";
import type { Assembled } from "../../src/wire/blocks.ts";
import { inflate } from "../../src/wire/deflate.ts";
import { writeSlots } from "../../src/wire/slots.ts";
import { slotsOfBytes } from "../support/slots_of_bytes.ts";

function of(...people: number[]): Subject {
  return { people, aspect: null };
}

function slotsOf(bytes: number): Assembled {
  return { kind: "slots", slots: slotsOfBytes(bytes) };
}

Deno.test("LongAnswers finds what it keeps, by the people asked", () => {
  const answers = new LongAnswers();
  const kept = answers.keep(of(1, 3), slotsOf(5_000));
  assertStrictEquals(answers.find(of(1, 3)), kept);
  const writer = new ByteWriter();
  writeSlots(writer, slotsOfBytes(5_000));
  assertEquals(inflate(kept.bytes, 5_000), writer.view());
  for (const others of [[1], [1, 2], [1, 3, 4]]) {
    assertEquals(answers.find(of(...others)), undefined);
  }
  answers.clear();
  assertEquals(answers.find(of(1, 3)), undefined);
});

Deno.test("LongAnswers keeps a few, and the oldest goes", () => {
  const answers = new LongAnswers();
  for (let person = 0; person <= LONG_ANSWERS_KEPT; person++) {
    answers.keep(of(person), slotsOf(2_000));
  }
  assertEquals(answers.find(of(0)), undefined);
  assertEquals(answers.find(of(1))?.people, [1]);
});
