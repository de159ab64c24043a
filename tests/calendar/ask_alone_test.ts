import { assertEquals, assertThrows } from "@std/assert";
import { FileFormatError } from "../../src/base/errors.ts";
import { parseAskAlone } from "../../src/calendar/ask_alone.ts";

Deno.test("parseAskAlone() reads names as a free-time file does", () => {
  const text =
    "\ufeff# who may\r\n\n  Lilith\t\r\nZOE\u0308\nlilith\n#zein\nlast";
  const names = parseAskAlone(text, "alone.txt");
  assertEquals([...names], ["lilith", "zo\u00eb", "last"]);
});

Deno.test("parseAskAlone() of an empty file lets nobody be asked alone", () => {
  for (const text of ["", "\n", "# nobody\n", "\ufeff"]) {
    assertEquals(parseAskAlone(text, "alone.txt").size, 0);
  }
});

const RULE = "expected a name of 1 to 64 letters, digits or . _ - @ + '";
const BAD: [text: string, message: string][] = [
  ["ok\n  a;b\n", `alone.txt:2:3: ${RULE}, got "a;b"`],
  ["lilith,zein", `alone.txt:1:1: ${RULE}, got "lilith,zein"`],
  [`${"x".repeat(65)}`, `alone.txt:1:1: ${RULE}, got "${"x".repeat(60)}…"`],
  [
    "zoë # the boss\r\n",
    'alone.txt:1:5: expected the end of the line, got "# the boss"',
  ],
  ["\u{1d400} b", 'alone.txt:1:3: expected the end of the line, got "b"'],
  ["zo\ufeffe", 'alone.txt:1:4: expected the end of the line, got "e"'],
  ["a\ufffd", `alone.txt:1:1: ${RULE}, got "a\ufffd"`],
  [
    "?\n!\n",
    `alone.txt:1:1: ${RULE}, got "?"\nalone.txt:2:1: ${RULE}, got "!"`,
  ],
];
for (const [text, message] of BAD) {
  Deno.test(`parseAskAlone() refuses ${JSON.stringify(text.slice(0, 20))}`, () => {
    const error = assertThrows(
      () => parseAskAlone(text, "alone.txt"),
      FileFormatError,
    );
    assertEquals(error.message, message);
  });
}

Deno.test("parseAskAlone() lists twenty bad lines and counts the rest", () => {
  const { message } = assertThrows(
    () => parseAskAlone("?\n".repeat(25), "alone.txt"),
    FileFormatError,
  );
  assertEquals(message.split("\n").length, 21);
  assertEquals(message.split("\n").at(-1), "… and 5 more.");
});
