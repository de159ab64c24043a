/** What once escaped does not escape again, nor does what is too long to keep. */

import { assertEquals, assertGreater } from "@std/assert";
import { corpusFolders, corpusOf } from "./corpus.ts";
import { escapeOf } from "./driver.ts";
import { LARGE_INPUTS } from "./large_inputs.ts";
import { TARGETS } from "./targets.ts";

Deno.test("every folder of the corpus is a target's, and has files", () => {
  assertEquals(corpusFolders(), TARGETS.map(({ name }) => name).sort());
  for (const target of TARGETS) assertGreater(corpusOf(target).length, 2);
});

for (const target of TARGETS) {
  for (const { path, input } of corpusOf(target)) {
    Deno.test(`nothing escapes from tests/corpus/${path}`, () => {
      assertEquals(escapeOf(target, input), null);
    });
  }
}

for (const { target, what, make } of LARGE_INPUTS) {
  Deno.test(`nothing escapes from ${target.name} with ${what}`, () => {
    assertEquals(escapeOf(target, make()), null);
  });
}
