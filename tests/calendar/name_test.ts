import { assertEquals } from "@std/assert";
import { nameKey } from "../../src/calendar/name.ts";

const KEYS: [name: string, key: string][] = [
  ["zein", "zein"],
  ["Zein", "zein"],
  ["a.b_c-d@e+f'9", "a.b_c-d@e+f'9"],
  ["ZOË", "zoë"],
  ["zoe\u0308", "zoë"],
  ["ΟΔΥΣΣΕΥΣ", "οδυσσευς"],
  ["İpek", "i\u0307pek"],
  ["IPEK", "ipek"],
  ["ıpek", "ıpek"],
  ["李小龙", "李小龙"],
  ["محمد٣", "محمد٣"],
  ["नेहा", "नेहा"],
  ["\u212a", "k"],
  ["ﬀ", "ﬀ"],
  ["a".repeat(64), "a".repeat(64)],
  ["𐐀".repeat(64), "𐐨".repeat(64)],
  ["e\u0301".repeat(64), "é".repeat(64)],
  ["İ".repeat(64), "i\u0307".repeat(64)],
];

for (const [name, key] of KEYS) {
  Deno.test(`nameKey() of ${JSON.stringify(name)} is ${key}`, () => {
    assertEquals(nameKey(name), key);
    assertEquals(nameKey(key), key, "the key of a key is itself");
  });
}

const BAD: [what: string, name: string][] = [
  ["nothing", ""],
  ["a blank", "zein callie"],
  ["a tab", "zein\t"],
  ["a no-break space", "zein\u00a0callie"],
  ["a comma", "a,b"],
  ["a semicolon", "a;b"],
  ["an emoji", "zein😀"],
  ["a first mark", "\u0301a"],
  ["a first mark that is all", "\u0308"],
  ["a byte-order mark", "\ufeffzein"],
  ["a zero-width joiner", "ze\u200din"],
  ["a right-to-left override", "zein\u202e"],
  ["a lone surrogate", "zein\ud800"],
  ["a control character", "zein\0"],
  ["a slash", "a/b"],
  ["65 letters", "a".repeat(65)],
  ["65 letters beyond the first plane", "𐐀".repeat(65)],
  ["65 letters after NFC", "e\u0301".repeat(65)],
  ["65 dotted capitals", "İ".repeat(65)],
];

for (const [what, name] of BAD) {
  Deno.test(`nameKey() refuses ${what}`, () => {
    assertEquals(nameKey(name), undefined);
  });
}

Deno.test("nameKey() of a key is itself, for every character", () => {
  for (let code = 0; code <= 0x10ffff; code++) {
    const key = nameKey(`Σ${String.fromCodePoint(code)}\u0307`);
    if (key === undefined || nameKey(key) === key) continue;
    assertEquals(nameKey(key), key, `U+${code.toString(16)}`);
  }
});
