/** The fuzzer is tested too: it finds, shrinks and replays what is planted. */

import { assert, assertEquals, assertMatch } from "@std/assert";
import { WireError } from "../../src/base/errors.ts";
import { seededRandom } from "../support/seeded_random.ts";
import { noise } from "./damage.ts";
import { fuzz, replay, shareOut, showInput, shrink } from "./driver.ts";
import { BYTES, MESSAGES, PIECES, TEXT, WORDS } from "./forms.ts";
import { promise, type Target, unlessRefused } from "./target.ts";
import { TARGETS } from "./targets.ts";

const INPUTS = 5_000;

/** Throws what no decoder may wherever 0x80 stands somewhere before 0x81. */
const PLANTED: Target<Uint8Array> = {
  name: "planted",
  share: 1,
  form: BYTES,
  generate: (random) => noise(random, 30),
  run(bytes) {
    unlessRefused(WireError, () => {
      if (bytes[0] === 0) throw new WireError("Cannot read nothing");
      const at = bytes.indexOf(0x80);
      if (at >= 0 && bytes.lastIndexOf(0x81) > at) throw new TypeError("ouch");
    });
  },
};

Deno.test("fuzz() finds, shrinks and tells how to replay what is planted", () => {
  const { inputs, escapes, report } = fuzz(PLANTED, {
    seed: 7,
    inputs: INPUTS,
  });
  assertEquals(inputs, INPUTS);
  assert(escapes > 10 && escapes < INPUTS, `${escapes} escapes`);
  const [, seed, index] = /seed (\d+), input (\d+): TypeError: ouch/
    .exec(report!)!;
  assertMatch(report!, /^shrunk: 8081$/m);
  assert(
    report!.endsWith(
      `deno run tests/fuzz/run.ts --target planted --seed 7 --index ${index}`,
    ),
  );
  const place = { seed: Number(seed), index: Number(index) };
  assert(report!.includes(`input:  ${showInput(PLANTED, place)}\n`));
  assertEquals(replay(PLANTED, place)!.split("\n").at(-2), "shrunk: 8081");
  for (let before = 0; before < place.index; before++) {
    assertEquals(replay(PLANTED, { seed: 7, index: before }), null);
  }
});

Deno.test("fuzz() counts a broken promise and a refusal in lines as escapes", () => {
  const lied = { ...PLANTED, run: () => promise(false, () => "a lie") };
  const told = fuzz(lied, { seed: 1, inputs: 3 });
  assertEquals([told.inputs, told.escapes], [3, 3]);
  assertMatch(told.report!, /BrokenPromise: a lie/);
  const forged = () => {
    throw new WireError("one\ntwo");
  };
  const split = { ...PLANTED, run: () => unlessRefused(WireError, forged) };
  assertEquals(fuzz(split, { seed: 1, inputs: 2 }).escapes, 2);
});

Deno.test("fuzz() is silent about what is only refused", () => {
  const refuse = () => {
    throw new WireError("Cannot read it");
  };
  const strict = {
    ...PLANTED,
    run: () => void unlessRefused(WireError, refuse),
  };
  const outcome = fuzz(strict, { seed: 1, inputs: 100 });
  assertEquals(outcome, { inputs: 100, escapes: 0, report: null });
});

Deno.test("shrink() leaves out words and letters that do not matter", () => {
  const target: Target<readonly string[]> = {
    ...PLANTED,
    form: WORDS,
    generate: () => [],
    run(words) {
      const isBad = words.includes("--") &&
        words.some((word) => /x.*y/.test(word));
      promise(!isBad, () => "bad");
    },
  };
  const words = ["query", "a", "--", "lilith", "axbyc", "z"];
  assertEquals(shrink(target, words), ["--", "xy"]);
});

Deno.test("forms are read as they were shown", () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
  assertEquals(BYTES.read(BYTES.show(bytes)), bytes);
  assertEquals(MESSAGES.read(MESSAGES.show([bytes, bytes])), [bytes, bytes]);
  assertEquals(PIECES.read(PIECES.show([bytes])), [bytes]);
  assertEquals(TEXT.read(TEXT.show("a\ud800\n")), "a\ud800\n");
  for (const form of [MESSAGES, PIECES]) {
    assert(!/[^ -~]/.test(form.show([bytes])), "plain ASCII on one line");
  }
});

Deno.test("targets make the same of the same chance, and all differ", () => {
  assertEquals(new Set(TARGETS.map(({ name }) => name)).size, TARGETS.length);
  for (const target of TARGETS) {
    const shown = (seed: number) =>
      target.form.show(target.generate(seededRandom(seed)));
    const inputs = Array.from({ length: 50 }, (_, seed) => shown(seed));
    assertEquals(inputs, Array.from({ length: 50 }, (_, seed) => shown(seed)));
    assert(new Set(inputs).size > 30, `${target.name} repeats itself`);
  }
});

Deno.test("shareOut() gives out every input, by the shares", () => {
  const shares = [1, 2, 4].map((share) => ({ ...PLANTED, share }));
  assertEquals(shareOut(shares, 700), [100, 200, 400]);
  for (const total of [1, 10, 200_000, 5_000_000]) {
    const inputs = shareOut(TARGETS, total);
    assertEquals(inputs.reduce((sum, each) => sum + each), total);
  }
});
