import { assertEquals } from "@std/assert";
import { RefusedKeys } from "../../src/protocol/refused_keys.ts";
import { numbers } from "../support/timed_slots.ts";

const SLOT = numbers(5, 7);

function refused(key: string, ...names: string[]) {
  return { key, slot: SLOT, names, notFree: names };
}

Deno.test("RefusedKeys lets the oldest go, so that so many are left", () => {
  const keys = new RefusedKeys({ keysMax: 3, charsMax: Infinity });
  for (const key of ["a", "b", "c"]) {
    assertEquals(keys.excess([refused(key)]), []);
    keys.add(refused(key));
  }
  assertEquals(keys.excess([]), []);
  assertEquals(keys.excess([refused("d"), refused("e")]), ["a", "b"]);
  keys.remove("a");
  keys.remove("b");
  assertEquals([keys.find("a"), keys.find("c")], [undefined, refused("c")]);
  assertEquals(keys.excess([refused("d"), refused("e")]), []);
});

Deno.test("RefusedKeys lets the oldest go, so that so much of them is left", () => {
  const keys = new RefusedKeys({ keysMax: Infinity, charsMax: 40 });
  keys.add(refused("a", "zein", "bob"));
  keys.add(refused("b", "zein"));
  // 15 + 9 characters, and 16 more.
  assertEquals(keys.excess([refused("cc", "lilith1")]), []);
  assertEquals(keys.excess([refused("cc", "lilith12")]), ["a"]);
  keys.remove("a");
  assertEquals(keys.excess([refused("cc", "lilith12")]), []);
  // What comes a second time counts once, and is the newest.
  keys.add(refused("c", "zein"));
  keys.add(refused("b", "zein"));
  assertEquals([keys.size, keys.excess([refused("d".repeat(23))])], [2, ["c"]]);
});
