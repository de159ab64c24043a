import { assert, assertEquals, assertThrows } from "@std/assert";
import { FileFormatError } from "../../src/base/errors.ts";
import {
  groupName,
  type Groups,
  parseGroups,
} from "../../src/calendar/groups.ts";
import { nameKey } from "../../src/calendar/name.ts";
import { noise } from "../fuzz/damage.ts";
import { goodName, ODD_MARKS, someName } from "../fuzz/odd_texts.ts";
import { below, pick, seededRandom } from "../support/seeded_random.ts";

function entries(groups: Groups): [string, string, string][] {
  return [...groups].map(([key, { name, names }]) => [key, name, `${names}`]);
}

Deno.test("parseGroups() reads a group a line, however it is set", () => {
  const text = "\ufeff# who does what\r\n\n Design : Lilith,zein\t\r\n" +
    "ZOE\u0308:zoe+1 , ,bo  bo Zein\n\t#ops: a\nlast:x";
  assertEquals(entries(parseGroups(text, "g")), [
    ["design", "Design", "Lilith,zein"],
    ["zo\u00eb", "ZOE\u0308", "zoe+1,bo,Zein"],
    ["last", "last", "x"],
  ]);
});

Deno.test("parseGroups() names a person once, as written first", () => {
  const groups = parseGroups("g: Lilith, LILITH, lilith, zein", "g");
  assertEquals(groups.get("g")?.names, ["Lilith", "zein"]);
});

Deno.test("parseGroups() of an empty file knows no groups", () => {
  for (const text of ["", "\n", "# none\n", "\ufeff", "  \r\n"]) {
    assertEquals(parseGroups(text, "g").size, 0);
  }
});

const RULE = "expected a name of 1 to 64 letters, digits or . _ - @ + '";
const BAD: [text: string, message: string][] = [
  [
    "design",
    'g:1:7: expected ":" after the name of a group, got the end ' +
    "of the line",
  ],
  [
    "a: b\n  design lilith: x",
    'g:2:10: expected ":" after the name of a ' +
    'group, got "lilith:"',
  ],
  ["design; lilith", `g:1:1: ${RULE}, got "design;"`],
  [": lilith", `g:1:1: ${RULE}, got ":"`],
  [`${"x".repeat(65)}: a`, `g:1:1: ${RULE}, got "${"x".repeat(60)}…"`],
  [
    " @design: lilith",
    'g:1:2: expected a group\'s name without its "@", ' +
    'got "@design:"',
  ],
  ["design:", "g:1:8: expected a name, got the end of the line"],
  ["design: , ,", "g:1:12: expected a name, got the end of the line"],
  ["\u{1d400}:zo\u00eb, li;th", `g:1:8: ${RULE}, got "li;th"`],
  ["design: lilith # boss", `g:1:16: ${RULE}, got "#"`],
  ["design: lilith: x", `g:1:9: ${RULE}, got "lilith:"`],
  [
    "all: lilith, @design",
    "g:1:14: expected a person, as groups hold no " +
    'groups, got "@design"',
  ],
  ["a: x\n\n A: y", "g:3:2: group A is repeated, first on line 1"],
  ["?\n!\n", `g:1:1: ${RULE}, got "?"\ng:2:1: ${RULE}, got "!"`],
];
for (const [text, message] of BAD) {
  Deno.test(`parseGroups() refuses ${JSON.stringify(text.slice(0, 20))}`, () => {
    const error = assertThrows(() => parseGroups(text, "g"), FileFormatError);
    assertEquals(error.message, message);
  });
}

Deno.test("parseGroups() lists twenty bad lines and counts the rest", () => {
  const { message } = assertThrows(
    () => parseGroups("a: b\n" + "?\n".repeat(25), "g"),
    FileFormatError,
  );
  assertEquals(message.split("\n").length, 21);
  assertEquals(message.split("\n").at(-1), "… and 5 more.");
});

Deno.test("groupName() tells a group from a person by its mark", () => {
  assertEquals(groupName("@design"), "design");
  assertEquals(groupName("@"), "");
  assertEquals(groupName("@@a"), "@a");
  assertEquals(groupName("li@th"), undefined);
});

/** What the file should say: plain, slow, and with another grammar. */
function byContract(text: string): string[] | null {
  const said: string[] = [];
  const keys = new Set<string>();
  for (const line of text.replace(/^\ufeff/, "").split("\n")) {
    if (line.trim() === "" || line.trim()[0] === "#") continue;
    const [head, ...lists] = line.split(":");
    const list = lists.join(":").split(/[\s,]+/).filter(Boolean);
    const key = nameKey(head!.trim());
    const people = list.map(nameKey);
    const isGood = key !== undefined && !key.startsWith("@") &&
      !keys.has(key) && people.length > 0 && lists.length > 0 &&
      people.every((person) => person && !person.startsWith("@"));
    if (!isGood) return null;
    keys.add(key);
    said.push(`${key}=${[...new Set(people)]}`);
  }
  return said;
}

Deno.test("parseGroups() reads what the contract says of 8,000 random files", () => {
  const random = seededRandom(20_261_123);
  let refused = 0;
  for (let round = 0; round < 8_000; round++) {
    const text = below(random, 20) === 0
      ? new TextDecoder().decode(noise(random, below(random, 40)))
      : someFile();
    const expected = byContract(text);
    const where = `round ${round}: ${JSON.stringify(text)}`;
    try {
      const got = [...parseGroups(text, "g")].map(([key, { names }]) =>
        `${key}=${names.map(nameKey)}`
      );
      assertEquals(got, expected, where);
    } catch (error) {
      if (!(error instanceof FileFormatError)) throw error;
      refused++;
      assertEquals(expected, null, where);
      const lines = error.message.split("\n");
      assert(lines.every((line) => /^g:\d+:\d+: \S|^… /.test(line)), where);
    }
  }
  // Neither side is the rare one.
  assert(refused > 1_600 && refused < 6_400, `${refused} refused`);

  function someFile(): string {
    const lines = Array.from({ length: below(random, 4) }, someLine);
    return lines.join(pick(random, ["\n", "\r\n", "\n\n"]));
  }

  function someLine(): string {
    const blank = () => pick(random, ["", "", " ", "\t"]);
    const name = pick(random, ["design", "Design", "ops", goodName(random)]);
    const people = Array.from(
      { length: below(random, 12) === 0 ? 0 : 1 + below(random, 4) },
      () => below(random, 40) === 0 ? someName(random) : goodName(random),
    );
    const line = blank() + name + blank() + ":" + blank() +
      people.join(pick(random, [" ", ",", ", ", " ,\t"])) + blank();
    if (below(random, 12) > 0) return line;
    const at = below(random, line.length + 1);
    const odd = pick(random, [...ODD_MARKS, "@", "#", ":", ","]);
    return line.slice(0, at) + odd + line.slice(at + below(random, 2));
  }
});
