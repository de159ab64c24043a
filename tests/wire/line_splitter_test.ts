import { assertEquals, assertLessOrEqual } from "@std/assert";
import { LineSplitter } from "../../src/wire/line_splitter.ts";

const LINE_BYTES_MAX = 12;

/** Everything that `chunks` make, the end of the stream included. */
function split(...chunks: Uint8Array[]): (string | null)[] {
  const lines: (string | null)[] = [];
  const splitter = new LineSplitter(LINE_BYTES_MAX);
  const take = (line: string | null) => lines.push(line);
  for (const chunk of chunks) {
    splitter.push(chunk, take);
    assertLessOrEqual(splitter.pendingBytes, LINE_BYTES_MAX + 1);
  }
  splitter.finish(take);
  return lines;
}

const encode = (text: string) => new TextEncoder().encode(text);

const STREAMS: [name: string, bytes: Uint8Array, lines: (string | null)[]][] = [
  ["nothing", encode(""), []],
  ["one line", encode("lilith\n"), ["lilith"]],
  ["a last line without an end", encode("a\nb"), ["a", "b"]],
  ["blank lines", encode("\n\r\n\na\n\n"), ["", "", "", "a", ""]],
  ["CR LF and LF mixed", encode("a\r\nb\nc\r\n"), ["a", "b", "c"]],
  ["a CR inside a line", encode("a\rb\n"), ["a\rb"]],
  ["a CR at the very end", encode("a\r"), ["a"]],
  ["characters of 2, 3 and 4 bytes", encode("é€😀\nü\n"), ["é€😀", "ü"]],
  ["a byte-order mark", encode("\ufeffa\nb\n"), ["\ufeffa", "b"]],
  ["invalid UTF-8", Uint8Array.of(0x61, 0xff, 0x0a), ["a\ufffd"]],
  ["a cut character", Uint8Array.of(0xe2, 0x82, 10, 98), ["\ufffd", "b"]],
  ["a zero byte", encode("a\0b\n"), ["a\0b"]],
  ["lines that just fit", encode("123456789012\n123456789012\r\n"), [
    "123456789012",
    "123456789012",
  ]],
  ["a line one byte too long", encode("1234567890123\na\n"), [null, "a"]],
  ["one too long with CR", encode("1234567890123\r\na\n"), [null, "a"]],
  ["one too long by its last character", encode("12345678901é\na\n"), [
    null,
    "a",
  ]],
  ["a line far too long between others", encode(`a\n${"x".repeat(99)}\nb\n`), [
    "a",
    null,
    "b",
  ]],
  ["a line too long that never ends", encode("x".repeat(99)), [null]],
  ["many lines in few bytes", encode("a\nb\nc\nd\ne\nf\ng\nh\ni\n"), [
    ..."abcdefghi",
  ]],
];

for (const [name, bytes, lines] of STREAMS) {
  Deno.test(`LineSplitter splits ${name}, whole`, () => {
    assertEquals(split(bytes), lines);
  });

  Deno.test(`LineSplitter splits ${name}, byte by byte`, () => {
    assertEquals(split(...Array.from(bytes, (b) => Uint8Array.of(b))), lines);
  });

  Deno.test(`LineSplitter splits ${name}, cut at every two offsets`, () => {
    for (let i = 0; i <= bytes.length; i++) {
      for (let j = i; j <= bytes.length; j++) {
        const parts = [bytes.slice(0, i), bytes.slice(i, j), bytes.slice(j)];
        assertEquals(split(...parts), lines, `cut at ${i} and ${j}`);
      }
    }
  });
}

Deno.test("LineSplitter keeps nothing of a chunk that is used again", () => {
  const lines: (string | null)[] = [];
  const splitter = new LineSplitter(LINE_BYTES_MAX);
  const buffer = encode("lil");
  splitter.push(buffer, (line) => lines.push(line));
  buffer.set(encode("zzz"));
  splitter.push(encode("ith\n"), (line) => lines.push(line));
  assertEquals(lines, ["lilith"]);
});

Deno.test("LineSplitter refuses a long line before it ends, and once", () => {
  const lines: (string | null)[] = [];
  const splitter = new LineSplitter(LINE_BYTES_MAX);
  const take = (line: string | null) => lines.push(line);
  splitter.push(encode("x".repeat(LINE_BYTES_MAX + 2)), take);
  assertEquals([lines, splitter.pendingBytes], [[null], 0]);
  splitter.push(encode("x".repeat(99)), take);
  splitter.push(encode("\na\n"), take);
  assertEquals(lines, [null, "a"]);
});

Deno.test("LineSplitter.pendingBytes counts a line that has not ended", () => {
  const splitter = new LineSplitter(LINE_BYTES_MAX);
  const pending = ["ab", "c", "\nd", "\n"].map((chunk) => {
    splitter.push(encode(chunk), () => {});
    return splitter.pendingBytes;
  });
  assertEquals(pending, [2, 3, 1, 0]);
});
