import { assertEquals, assertThrows } from "@std/assert";
import { FileFormatError } from "../../src/base/errors.ts";
import {
  FreeTimeParser,
  type ParsedFile,
} from "../../src/calendar/free_time_file.ts";
import { setOf } from "../../src/intervals/columns.ts";
import { toPairs } from "../../src/intervals/interval_set.ts";

const encode = (text: string) => new TextEncoder().encode(text);

function parse(text: string | Uint8Array, skipBadLines = false): ParsedFile {
  const parser = new FreeTimeParser({ path: "a.txt", skipBadLines });
  parser.push(typeof text === "string" ? encode(text) : text);
  return parser.finish();
}

/** `key [[start,end],…]` of everybody, sorted. */
function peopleOf({ people: { names, columns } }: ParsedFile): string[] {
  const people = Array.from({ length: names.size }, (_, i) => {
    return `${names.keyAt(i)} ${JSON.stringify(toPairs(setOf(columns, i)))}`;
  });
  return people.sort();
}

const FILE = `\ufeff# comments and blank lines are allowed
lilith;[[1,3],[4,6],[7,9]]\r
\t  Zein  ; [ [ 1 ,4 ] , [6\v,\f8]] \t\r

  # a comment; [[with]] anything: \ud83d\ude00
Zoë;[[7,9],[1,2],[2,3],[8,12]]
busybee;[ ]
edge;[[-9007199254740991,-0],[3,9007199254740991]]`;

const PEOPLE = [
  "busybee []",
  "edge [[-9007199254740991,0],[3,9007199254740991]]",
  "lilith [[1,3],[4,6],[7,9]]",
  "zein [[1,4],[6,8]]",
  "zoë [[1,3],[7,12]]",
];

Deno.test("FreeTimeParser reads all that a file may have", () => {
  assertEquals(peopleOf(parse(FILE)), PEOPLE);
  assertEquals(peopleOf(parse(FILE + "\n")), PEOPLE);
  assertEquals(peopleOf(parse(FILE.replaceAll("\n", "\r\n"))), PEOPLE);
});

Deno.test("FreeTimeParser reads minus zero as zero", () => {
  const { columns } = parse("edge;[[-0,4]]").people;
  assertEquals(Object.is(columns.bounds[0], 0), true);
});

Deno.test("FreeTimeParser reads nothing as nobody", () => {
  for (const text of ["", "\n", "\ufeff", "\ufeff\n", " \r\n\t", "# hi"]) {
    assertEquals(peopleOf(parse(text)), [], JSON.stringify(text));
  }
});

Deno.test("FreeTimeParser takes pieces cut anywhere, and single bytes", () => {
  const bytes = encode(FILE);
  for (let cut = 0; cut <= bytes.length; cut++) {
    const parser = new FreeTimeParser({ path: "a.txt", skipBadLines: false });
    // One buffer for all pieces, as a file is read: nothing may be kept of it.
    const buffer = new Uint8Array(bytes.length);
    for (const piece of [bytes.subarray(0, cut), bytes.subarray(cut)]) {
      buffer.fill(0).set(piece);
      parser.push(buffer.subarray(0, piece.length));
    }
    assertEquals(peopleOf(parser.finish()), PEOPLE, `cut at ${cut}`);
  }
  const parser = new FreeTimeParser({ path: "a.txt", skipBadLines: false });
  for (const byte of bytes) parser.push(Uint8Array.of(byte));
  assertEquals(peopleOf(parser.finish()), PEOPLE, "byte by byte");
});

Deno.test("FreeTimeParser takes a line of 10,000 intervals in any order", () => {
  const pairs = Array.from({ length: 10_000 }, (_, i) => [2 * i, 2 * i + 1]);
  const want = `many ${JSON.stringify(pairs)}`;
  const pages = `many;${JSON.stringify(pairs)}\nfew;[]\n`;
  assertEquals(peopleOf(parse(pages)), ["few []", want]);
  const reversed = `many;${JSON.stringify(pairs.toReversed())}`;
  assertEquals(peopleOf(parse(reversed)), [want]);
});

const TIME = "expected a whole number from -(2^53-1) to 2^53-1, got";
const NAME = "expected a name of 1 to 64 letters, digits or . _ - @ + ', got";

const BAD: [line: string | Uint8Array, problem: string][] = [
  ["lilith", '7: expected ";" after the name, got the end of the line'],
  ["lil ith;[]", '4: expected ";" after the name, got "ith"'],
  ["lil*ith;[]", '4: expected ";" after the name, got "*ith"'],
  ["lilith[[1,3]]", '7: expected ";" after the name, got "["'],
  ["lilith;[] # busy", '11: expected the end of the line, got "#"'],
  ["lilith;[]]", '10: expected the end of the line, got "]"'],
  ["lilith;", "8: expected a list like [[1,3],[4,6]], got the end of the line"],
  ["lilith;1,3", '8: expected a list like [[1,3],[4,6]], got "1"'],
  ["lilith;[1,3]", '9: expected an interval like [1,3], got "1"'],
  ["lilith;[[1,3],]", '15: expected an interval like [1,3], got "]"'],
  ["lilith;[,[1,3]]", '9: expected an interval like [1,3], got ","'],
  ["lilith;[[1,3][4,6]]", '14: expected "," or "]" after an interval, got "["'],
  [
    "lilith;[[1,3]",
    '14: expected "," or "]" after an interval, got the end of the line',
  ],
  ["lilith;[[1 3]]", '12: expected "," between start and end, got "3"'],
  ["lilith;[[1]]", '11: expected "," between start and end, got "]"'],
  ["lilith;[[1,2,3]]", '13: expected "]" after the end, got ","'],
  ["lilith;[[3,1]]", '9: expected a start before its end, got "[3,1]"'],
  ["lilith;[[ 2 , 2 ]]", '9: expected a start before its end, got "[2,2]"'],
  ["lilith;[[-0,0]]", '9: expected a start before its end, got "[0,0]"'],
  ["lilith;[[1.5,2]]", `10: ${TIME} "1.5"`],
  ["lilith;[[1,2e3]]", `12: ${TIME} "2e3"`],
  ["lilith;[[+1,2]]", `10: ${TIME} "+1"`],
  ["lilith;[[01,2]]", `10: ${TIME} "01"`],
  ["lilith;[[- 1,2]]", `10: ${TIME} "-"`],
  ["lilith;[[,2]]", `10: ${TIME} ","`],
  ['lilith;[["1",2]]', `10: ${TIME} "\\"1\\""`],
  ["lilith;[[1,9007199254740992]]", `12: ${TIME} "9007199254740992"`],
  ["lilith;[[1,99999999999999999999]]", `12: ${TIME} "99999999999999999999"`],
  ["lilith;[[-9007199254740992,2]]", `10: ${TIME} "-9007199254740992"`],
  [";[]", `1: ${NAME} ";"`],
  ["  ;[]", `3: ${NAME} ";"`],
  ["😀;[]", `1: ${NAME} "😀"`],
  ["zoë😀;[]", `1: ${NAME} "zoë😀"`],
  ["\u0301a;[]", `1: ${NAME} "\u0301a"`],
  ["zo\ufeffe;[]", `1: ${NAME} "zo\\ufeffe"`],
  ["zein\u00a0;[]", `1: ${NAME} "zein\\u00a0"`],
  ["zein;\u3000[]", '6: expected a list like [[1,3],[4,6]], got "\\u3000"'],
  [`${"a".repeat(65)};[]`, `1: ${NAME} "${"a".repeat(60)}…"`],
  ["zoë;[[1,é]]", `9: ${TIME} "é"`],
  [Uint8Array.of(0xc3, 0x28, 59, 91, 93), `1: ${NAME} "\ufffd("`],
  [
    Uint8Array.of(97, 0, 59, 91, 93),
    '2: expected ";" after the name, got "\\u0000"',
  ],
];

for (const [line, problem] of BAD) {
  const shown = typeof line === "string" ? JSON.stringify(line) : line;
  Deno.test(`FreeTimeParser refuses ${shown}`, () => {
    const bytes = typeof line === "string" ? encode(line) : line;
    const file = Uint8Array.of(...encode("# hi\n"), ...bytes, 10);
    assertThrows(() => parse(file), FileFormatError, `a.txt:2:${problem}`);
    const { problems, badLines } = parse(file, true);
    assertEquals([problems, badLines], [`a.txt:2:${problem}`, 1]);
  });
}

Deno.test("FreeTimeParser tells where a repeated name was first", () => {
  const text = "a;[]\n\nZein;[[1,2]]\n  zein;[[3,4]]\nZEIN;[]\nzein;[[2,1]]\n";
  const problems = [
    'a.txt:4:3: name "zein" is repeated, first on line 3',
    'a.txt:5:1: name "zein" is repeated, first on line 3',
    'a.txt:6:7: expected a start before its end, got "[2,1]"',
  ].join("\n");
  assertThrows(() => parse(text), FileFormatError, problems);
  const file = parse(text, true);
  assertEquals(file.problems, problems);
  assertEquals(peopleOf(file), ["a []", "zein [[1,2]]"]);
});

Deno.test("FreeTimeParser does not take a bad line for a name's first", () => {
  const file = parse("zein;[[2,1]]\nzein;[[1,2]]\n", true);
  assertEquals([peopleOf(file), file.badLines], [["zein [[1,2]]"], 1]);
});

Deno.test("FreeTimeParser lists the first twenty problems by line", () => {
  const lines = Array.from({ length: 60 }, (_, i) => i % 2 ? "a;[]" : "bad");
  const { problems, badLines } = parse(lines.join("\n"), true);
  assertEquals(badLines, 59);
  const listed = problems.split("\n");
  assertEquals(listed.pop(), "… and 39 more.");
  const want = [1, ...Array.from({ length: 19 }, (_, i) => i + 3)];
  assertEquals(listed.map((line) => Number(line.split(":")[1])), want);
});
