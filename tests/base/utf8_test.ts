import { assertEquals } from "@std/assert";
import { utf8Of } from "../../src/base/utf8.ts";
import { below, seededRandom } from "../support/seeded_random.ts";

/** Of each length of UTF-8, two halves of a pair, and both ends of ASCII. */
const CHARS = ["a", "\0", "\x7f", "\x80", "é", "語", "🐣", "\ud800", "\udc00"];
const LENGTHS = [0, 1, 2, 40, 511, 512, 513, 2_000];

Deno.test("utf8Of() is what the runtime's encoder gives", () => {
  const encoder = new TextEncoder();
  const random = seededRandom(7);
  for (let round = 0; round < 4_000; round++) {
    const length = LENGTHS[round % LENGTHS.length]!;
    // Half of them are ASCII up to their last character.
    const isPlain = round % 16 < 8;
    const plain = "x".repeat(length);
    const chars = isPlain
      ? plain + CHARS[below(random, CHARS.length)]!
      : Array.from(plain, () => CHARS[below(random, CHARS.length)]!).join("");
    assertEquals(utf8Of(chars), encoder.encode(chars));
  }
});
