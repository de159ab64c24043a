import { assertEquals } from "@std/assert";
import { copyBytes, cutBounds, cutBytes } from "../../src/base/slab.ts";

/** Enough for some slabs, with what is too large for one in between. */
const COUNTS = Array.from({ length: 600 }, (_, i) => i * 7 % 1_300);

Deno.test("cutBytes() gives zeros that nobody else writes to", () => {
  const all = COUNTS.map((count, i) => {
    const bytes = cutBytes(count);
    assertEquals(bytes, new Uint8Array(count));
    return bytes.fill(i % 251);
  });
  assertEquals(all, COUNTS.map((n, i) => new Uint8Array(n).fill(i % 251)));
});

Deno.test("cutBounds() gives zeros that nobody else writes to", () => {
  const all = COUNTS.map((count, i) => {
    const bounds = cutBounds(count);
    assertEquals(bounds, new Float64Array(count));
    return bounds.fill(i);
  });
  assertEquals(all, COUNTS.map((n, i) => new Float64Array(n).fill(i)));
});

Deno.test("a large array keeps nothing alive but itself", () => {
  for (const large of [cutBytes(2_000), cutBounds(300)]) {
    assertEquals(large.buffer.byteLength, large.byteLength);
  }
});

Deno.test("copyBytes() does not follow what it was made of", () => {
  const bytes = Uint8Array.of(1, 2, 3);
  const copy = copyBytes(bytes);
  bytes.fill(9);
  assertEquals(copy, Uint8Array.of(1, 2, 3));
});
