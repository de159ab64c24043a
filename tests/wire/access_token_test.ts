import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { FileFormatError } from "../../src/base/errors.ts";
import {
  drawToken,
  formatEntry,
  isClientName,
  isTokenOf,
  parseEntry,
  parseExpiry,
  parseToken,
  tokenId,
} from "../../src/wire/access_token.ts";
import { formatTokenList, parseTokenList } from "../../src/wire/token_list.ts";
import { seededEntropy } from "../support/seeded_entropy.ts";
import { seededRandom } from "../support/seeded_random.ts";

const ENTROPY = seededEntropy(seededRandom(1));

function draw(name = "reports", expiresMs = Infinity) {
  const { token, entry } = drawToken(ENTROPY, { name, expiresMs });
  const bytes = parseToken(token);
  assert(bytes);
  return { token, entry, bytes };
}

Deno.test("drawToken() makes a token that its entry knows, and no other", () => {
  const [one, other] = [draw(), draw()];
  assertMatch(one.token, /^cvn_[\w-]{43}$/);
  assertEquals(tokenId(one.bytes), one.entry.id);
  assert(isTokenOf(one.bytes, one.entry));
  assert(!isTokenOf(other.bytes, one.entry));
  assert(one.token !== other.token && one.entry.id !== other.entry.id);
});

Deno.test("isTokenOf() sees each flipped bit", () => {
  const { bytes, entry } = draw();
  for (let bit = 0; bit < 256; bit++) {
    const flipped = bytes.slice();
    flipped[bit >> 3]! ^= 1 << (bit & 7);
    assert(!isTokenOf(flipped, entry), `bit ${bit}`);
  }
});

Deno.test("isTokenOf() is of one salt", () => {
  const { bytes, entry } = draw();
  const salt = entry.salt.with(0, entry.salt[0]! ^ 1);
  assert(!isTokenOf(bytes, { ...entry, salt }));
});

const { token: GOOD } = draw();
const NO_TOKENS: [name: string, text: string][] = [
  ["nothing", ""],
  ["another prefix", GOOD.replace("cvn_", "cvm_")],
  ["one character less", GOOD.slice(0, -1)],
  ["one character more", `${GOOD}A`],
  ["a blank behind it", `${GOOD} `],
  ["a line behind it", `${GOOD}\n`],
  ["the other alphabet", `cvn_${"+".repeat(43)}`],
  // Of the last character's six bits two belong to no byte.
  ["bits of no byte", `cvn_${"A".repeat(42)}B`],
];
for (const [name, text] of NO_TOKENS) {
  Deno.test(`parseToken() refuses ${name}`, () => {
    assertEquals(parseToken(text), null);
  });
}

Deno.test("formatEntry() and parseEntry() are inverse, and tell no secret", () => {
  for (const expiresMs of [Infinity, 0, Date.UTC(2027, 0, 31)]) {
    const { token, entry } = draw("zoë@north", expiresMs);
    const line = formatEntry(entry);
    assertEquals(parseEntry(line), entry);
    assert(!line.includes(token.slice(20)), line);
  }
  const { entry } = draw("a", Date.UTC(2027, 0, 31));
  const fields = Object.keys(JSON.parse(formatEntry(entry)));
  assertEquals(fields, ["name", "id", "salt", "hash", "expires"]);
});

const LINE = JSON.parse(formatEntry(draw().entry));
const NO_ENTRIES: [name: string, value: unknown][] = [
  ["null", null],
  ["a list", [LINE]],
  ["no name", { ...LINE, name: undefined }],
  ["a name with a line in it", { ...LINE, name: "a\nb" }],
  ["no id", { ...LINE, id: undefined }],
  ["a short id", { ...LINE, id: "AAAA" }],
  ["a number for a salt", { ...LINE, salt: 7 }],
  ["a short hash", { ...LINE, hash: LINE.salt }],
  ["a day that there is not", { ...LINE, expires: "2027-02-30" }],
  ["no expiry", { ...LINE, expires: null }],
  ["one field more", { ...LINE, token: GOOD }],
];
for (const [name, value] of NO_ENTRIES) {
  Deno.test(`parseEntry() refuses ${name}`, () => {
    assertEquals(parseEntry(JSON.stringify(value)), null);
  });
}

Deno.test("parseExpiry() takes days and instants", () => {
  const dayMs = Date.UTC(2028, 1, 29);
  assertEquals(parseExpiry("2028-02-29"), dayMs);
  assertEquals(parseExpiry("2028-02-29T00:00Z"), dayMs);
  assertEquals(parseExpiry("2028-02-29T01:30:00.5+01:30"), dayMs + 500);
  const bad = [
    "",
    "2027",
    "2027-1-31",
    "2027-13-01",
    "2027-02-29",
    "31.1.2027",
  ];
  bad.push(
    "2027-01-31T09:00",
    "2027-01-31 09:00Z",
    "2027-01-31T25:00Z",
    "soon",
  );
  for (const text of bad) assertEquals(parseExpiry(text), null, text);
  assertEquals(parseExpiry(2027), null);
});

Deno.test("parseExpiry() takes what can be written, and then be read again", () => {
  for (const text of ["0000-01-01", "9999-12-31T23:59:59.999Z"]) {
    const ms = parseExpiry(text)!;
    assertEquals(parseExpiry(new Date(ms).toISOString()), ms, text);
  }
  for (const text of ["0000-01-01T00:00+00:01", "9999-12-31T23:59:59-00:01"]) {
    assertEquals(parseExpiry(text), null, text);
  }
});

Deno.test("isClientName() takes what stands in a line", () => {
  for (const name of ["a", "reports-2", "zoë@north.example", "x".repeat(64)]) {
    assert(isClientName(name), name);
  }
  for (const name of ["", "a b", "a,b", "a\n", "\u202e", "x".repeat(65), 7]) {
    assert(!isClientName(name), String(name));
  }
});

Deno.test("parseTokenList() reads what formatTokenList() writes", () => {
  const entries = [draw("a").entry, draw("b", 86_400_000).entry];
  const text = formatTokenList(entries);
  assertEquals(parseTokenList(text, "t"), entries);
  assertEquals(parseTokenList(text.replaceAll("\n", "\r\n\r\n"), "t"), entries);
  assertEquals(parseTokenList("", "t"), []);
});

Deno.test("parseTokenList() refuses a file whole, and says where", () => {
  const [a, b] = [draw("a").entry, draw("b").entry];
  const parse = (...lines: readonly string[]) => () =>
    parseTokenList(lines.join("\n"), "clients");
  const lines = formatTokenList([a, b]).trimEnd().split("\n");
  assertThrows(parse(...lines, "x"), FileFormatError, "clients:3: expected");
  const again = formatEntry({ ...draw().entry, name: "a" });
  assertThrows(parse(...lines, again), FileFormatError, "clients:3: a comes");
  const sameId = formatEntry({ ...b, name: "c" });
  assertThrows(parse(...lines, sameId), FileFormatError, "clients:3: c comes");
});
