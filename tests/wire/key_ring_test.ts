import { assert, assertEquals, assertThrows } from "@std/assert";
import { FileFormatError } from "../../src/base/errors.ts";
import { KEY_BYTES, parseKeyRing, speaksFor } from "../../src/wire/key_ring.ts";
import { keyLine, keysOf } from "../support/keys.ts";

Deno.test("parseKeyRing() reads what drawKeyLine() has drawn", () => {
  const text = `# two\r\n\n${keyLine(1)}\r\n  ${keyLine(2, "Büro 6")}`;
  const keys = parseKeyRing(text, "cluster.key");
  assertEquals(keys.first.secret.length, KEY_BYTES);
  assertEquals(keys.first.server, null);
  const id = parseInt(keyLine(2).slice(0, 8), 16);
  assertEquals(keys.find(id)?.server, "Büro 6");
  assertEquals(keys.find(id ^ 1), undefined);
});

Deno.test("a key of one server speaks for no other", () => {
  const { first } = parseKeyRing(keyLine(1, "A"), "cluster.key");
  assert(speaksFor(first, "A"));
  assert(!speaksFor(first, "B"));
  assert(speaksFor(keysOf(1).first, "B"));
});

Deno.test("holds() and isFirst() look at the secret, not only at the id", () => {
  const [id] = keyLine(1).split(" ");
  const [, secret] = keyLine(2).split(" ");
  const other = parseKeyRing(`${id} ${secret}`, "cluster.key");
  assert(keysOf(1, 2).holds(keysOf(2).first));
  assert(keysOf(1, 2).isFirst(keysOf(1).first));
  assert(!keysOf(1, 2).isFirst(keysOf(2).first));
  assert(!other.holds(keysOf(1).first));
  assert(!other.isFirst(keysOf(1).first));
});

const SECRET = keyLine(1).split(" ")[1]!;
const BAD: [text: string, message: string][] = [
  ["", "k: there is no key in it"],
  ["# nothing\n", "k: there is no key in it"],
  [`${keyLine(1)}\n${keyLine(1)}`, `k:2: key ${keyLine(1).slice(0, 8)} comes`],
  [SECRET, 'k:1: expected "ID SECRET"'],
  [`0000000g ${SECRET}`, 'k:1: expected "ID SECRET"'],
  [`00000000 ${SECRET.slice(1)}`, 'k:1: expected "ID SECRET"'],
  [`00000000 ${SECRET}A`, 'k:1: expected "ID SECRET"'],
  [`00000000 ${SECRET.slice(1)}+`, 'k:1: expected "ID SECRET"'],
  [`00000000 ${SECRET} server=`, 'k:1: expected "ID SECRET"'],
  [`00000000 ${SECRET} A`, 'k:1: expected "ID SECRET"'],
];
for (const [text, message] of BAD) {
  Deno.test(`parseKeyRing() refuses ${JSON.stringify(text)}`, () => {
    const error = assertThrows(
      () => parseKeyRing(text, "k"),
      FileFormatError,
      message,
    );
    assert(!error.message.includes(SECRET.slice(1)), "no secret is shown");
  });
}
