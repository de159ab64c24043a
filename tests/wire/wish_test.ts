import { assert, assertEquals } from "@std/assert";
import { ByteReader, ByteWriter } from "../../src/base/bytes.ts";
import type { Aspect } from "../../src/wire/aspect.ts";
import {
  digestWish,
  readWish,
  sameWish,
  writeWish,
} from "../../src/wire/wish.ts";

const LIST = { high: 1, low: 2 };
const COMMON: Aspect = {
  measure: "common",
  times: "numbers",
  scope: { window: { from: 0, to: 9 }, shortest: 1, tentative: "busy" },
};
const { scope } = COMMON;
const ASPECTS: readonly (Aspect | null)[] = [
  null,
  COMMON,
  { ...COMMON, measure: "spread" },
  { ...COMMON, measure: "hours" },
  { ...COMMON, times: "instants" },
  { ...COMMON, scope: { ...scope, window: { from: 1, to: 9 } } },
  { ...COMMON, scope: { ...scope, window: { from: 0, to: 8 } } },
  { ...COMMON, scope: { ...scope, window: { from: 0, to: 9 + 2 ** 32 } } },
  { ...COMMON, scope: { ...scope, shortest: 2 } },
  { ...COMMON, scope: { ...scope, tentative: "free" } },
];

function wishFor(aspect: Aspect | null) {
  return { block: 0, people: [3, 5], alone: false, aspect };
}

Deno.test("digestWish() tells apart what is asked of the same people", () => {
  const digests = ASPECTS.map((aspect) => digestWish(LIST, wishFor(aspect)));
  assertEquals(new Set(digests).size, ASPECTS.length);
  const copy = structuredClone(wishFor(COMMON));
  assertEquals(digestWish(LIST, copy), digests[1]);
});

Deno.test("sameWish() is the same people and the same aspect", () => {
  for (const one of ASPECTS) {
    for (const other of ASPECTS) {
      const isSame = sameWish(wishFor(one), structuredClone(wishFor(other)));
      assert(isSame === (one === other), `${one?.measure} ${other?.measure}`);
    }
  }
});

Deno.test("readWish() gives back every aspect that writeWish() is given", () => {
  for (const aspect of ASPECTS) {
    const writer = new ByteWriter();
    writeWish(writer, wishFor(aspect));
    const reader = new ByteReader(writer.view());
    assertEquals(readWish(reader), wishFor(aspect));
    assert(reader.done);
  }
});
