import { assertEquals, assertThrows } from "@std/assert";
import { FileFormatError } from "../../src/base/errors.ts";
import { FreeTimeParser } from "../../src/calendar/free_time_file.ts";
import { setOf } from "../../src/intervals/columns.ts";
import { toPairs } from "../../src/intervals/interval_set.ts";
import { below, pick, seededRandom } from "../support/seeded_random.ts";
import { parseSlowly } from "../support/slow_free_time_parser.ts";

const LINES = 200_000;
const LINES_PER_FILE = 50;
const RANDOM_FILES = 4_000;

const SAMPLES = [
  "lilith;[[1,3],[4,6],[7,9]]",
  "  Zein  ;  [[1  ,4], [6,8]]\r",
  "busybee;[]",
  "Zoë;[[9,12],[-5,-0],[0,3],[10,11]]",
  "edge;[[-9007199254740991,9007199254740991]]",
  "# comment",
  "e\u0301İΣ.o'neil@x+y_z-1;[ [ 1 , 2 ] ]",
  "",
].map((line) => new TextEncoder().encode(line));

const PIECES = [
  ..." \t\r\v\f\n#;[],-+.0123456789aZ'\0",
  ..."\u0301ë😀\ufeffİ",
  "[[",
  "],[",
  "[1,2]",
  "9007199254740992",
].map((piece) => new TextEncoder().encode(piece));

const random = seededRandom(20261123);

/** Up to three pieces put in, taken out or broken. */
function mutated(line: Uint8Array): Uint8Array {
  let bytes = [...line];
  for (let times = below(random, 4); times > 0; times--) {
    const at = below(random, bytes.length + 1);
    const kind = below(random, 4);
    if (kind === 0) bytes.splice(at, 1 + below(random, 3));
    if (kind === 1) bytes.splice(at, 0, ...pick(random, PIECES));
    if (kind === 2) bytes.splice(at, 1, ...pick(random, PIECES));
    if (kind === 3 && at < bytes.length) bytes[at]! ^= 1 << below(random, 8);
    if (random() < 0.02) bytes = bytes.slice(0, at);
  }
  return Uint8Array.from(bytes);
}

/** Both parsers must agree on `bytes`, in pieces of any size. */
function check(bytes: Uint8Array): void {
  const slow = parseSlowly(bytes);
  const { people, badLines, problems } = feed(bytes, true);
  const listed = problems.split("\n").filter((line) => line.startsWith("f:"))
    .map((line) => Number(line.split(":")[1]));
  const want = [slow.badLines.length, `${slow.badLines.slice(0, 20)}`];
  const shown = () => JSON.stringify(new TextDecoder().decode(bytes));
  if (`${[badLines, listed]}` !== `${want}`) {
    assertEquals([badLines, `${listed}`], want, shown());
  }
  if (badLines > 0) assertThrows(() => feed(bytes, false), FileFormatError);
  if (people.names.size !== slow.people.size) assertEquals(0, 1, shown());
  for (const [key, pairs] of slow.people) {
    const got = toPairs(setOf(people.columns, people.names.position(key)));
    if (`${got}` !== `${pairs}`) assertEquals(got, pairs, key + shown());
  }
}

function feed(bytes: Uint8Array, skipBadLines: boolean) {
  const parser = new FreeTimeParser({ path: "f", skipBadLines });
  for (let at = 0; at < bytes.length;) {
    const end = at + 1 + below(random, 400);
    parser.push(bytes.slice(at, end));
    at = end;
  }
  return parser.finish();
}

Deno.test(`FreeTimeParser agrees with an oracle on ${LINES} mutated lines`, () => {
  for (let file = 0; file < LINES / LINES_PER_FILE; file++) {
    const lines = Array.from({ length: LINES_PER_FILE }, (_, i) => {
      const line = pick(random, SAMPLES);
      // Most names are told apart, or most lines would only be repeats.
      const letter = line[0] !== undefined && line[0] >= 97 && random() < 0.9;
      return mutated(
        letter ? Uint8Array.of(97 + i % 26, 65 + i / 26, ...line) : line,
      );
    });
    check(Uint8Array.from(lines.flatMap((line) => [...line, 10])));
  }
});

Deno.test("FreeTimeParser agrees with an oracle on random bytes", () => {
  const alphabet = [..."a;[[]],1,2 \n"].map((char) => char.charCodeAt(0));
  for (let file = 0; file < RANDOM_FILES; file++) {
    const bytes = Uint8Array.from(
      { length: below(random, 60) },
      () => random() < 0.1 ? below(random, 256) : pick(random, alphabet),
    );
    check(bytes);
  }
});
