/**
 * What this program relies upon in `@std`. It passes on the stand-ins under
 * `src/std` and on JSR's own packages alike, so either can take the other's
 * place.
 */

import {
  assert,
  assertEquals,
  assertGreater,
  AssertionError,
  assertLess,
  assertLessOrEqual,
  assertMatch,
  assertNotEquals,
  assertRejects,
  assertStrictEquals,
  assertThrows,
  fail,
  unreachable,
} from "@std/assert";
import { parseArgs } from "@std/cli/parse-args";
import { fromFileUrl, parse } from "@std/path";

const EQUAL: [name: string, a: unknown, b: unknown][] = [
  ["NaN and itself", NaN, NaN],
  ["0 and -0", 0, -0],
  ["nested objects", { a: [1, { b: "c" }] }, { a: [1, { b: "c" }] }],
  ["objects in another order", { a: 1, b: 2 }, { b: 2, a: 1 }],
  ["maps", new Map([["a", [1]]]), new Map([["a", [1]]])],
  ["sets", new Set(["a", "b"]), new Set(["b", "a"])],
  ["bytes and a view of them", Uint8Array.of(1, 2), viewOf(0, 1, 2)],
  ["columns with NaN", Float64Array.of(NaN, 1), Float64Array.of(NaN, 1)],
];
for (const [name, a, b] of EQUAL) {
  Deno.test(`assertEquals() holds ${name} equal`, () => {
    assertEquals(a, b);
    assertThrows(() => assertNotEquals(a, b), AssertionError);
  });
}

function viewOf(...bytes: number[]): Uint8Array {
  return Uint8Array.from(bytes).subarray(1);
}

const UNEQUAL: [name: string, a: unknown, b: unknown][] = [
  ["1 and its text", 1, "1"],
  ["null and undefined", null, undefined],
  ["an array and a longer one", [1], [1, 2]],
  ["a missing field and an undefined one", {}, { a: undefined }],
  ["bytes and other bytes", Uint8Array.of(1), Uint8Array.of(2)],
  ["columns of two kinds", Float64Array.of(1), Int32Array.of(1)],
  ["a typed array and an array", Float64Array.of(1), [1]],
  ["maps with other values", new Map([[1, 2]]), new Map([[1, 3]])],
];
for (const [name, a, b] of UNEQUAL) {
  Deno.test(`assertEquals() tells ${name} apart`, () => {
    assertThrows(() => assertEquals(a, b), AssertionError, "not equal");
    assertNotEquals(a, b);
  });
}

Deno.test("assertEquals() shows both values and the caller's words", () => {
  const error = assertThrows(
    () => assertEquals({ slots: [2, 3] }, { slots: [2, 4] }, "seed 17"),
    AssertionError,
    "Values are not equal: seed 17",
  );
  assertMatch(error.message, /3/);
  assertMatch(error.message, /4/);
});

Deno.test("assertStrictEquals() wants the same object", () => {
  const one = {};
  assertStrictEquals(one, one);
  assertThrows(() => assertStrictEquals({}, {}), AssertionError);
});

Deno.test("assert() throws its message, word for word", () => {
  assert(true);
  const error = assertThrows(() => assert(0, "zero"), AssertionError);
  assertStrictEquals(error.message, "zero");
});

Deno.test("fail() and unreachable() always throw", () => {
  assertThrows(() => fail("why"), AssertionError, "why");
  assertThrows(() => unreachable(), AssertionError);
});

Deno.test("the conditions hold, or throw", () => {
  assertMatch("abc", /b/);
  assertLess(1, 2);
  assertLessOrEqual(2, 2);
  assertGreater(2, 1);
  assertThrows(() => assertMatch("abc", /x/), AssertionError);
  assertThrows(() => assertLess(2, 2), AssertionError);
  assertThrows(() => assertLessOrEqual(3, 2), AssertionError);
  assertThrows(() => assertGreater(2, 2), AssertionError);
});

Deno.test("assertThrows() checks class and message, and gives the error", () => {
  const thrown = new RangeError("out of range: got 7");
  const act = () => {
    throw thrown;
  };
  assertStrictEquals(assertThrows(act), thrown);
  assertStrictEquals(assertThrows(act, RangeError, "got 7"), thrown);
  assertThrows(() => assertThrows(act, TypeError), AssertionError, "RangeErr");
  assertThrows(() => assertThrows(act, Error, "got 8"), AssertionError);
  assertThrows(() => assertThrows(() => {}, "why"), AssertionError, "why");
});

Deno.test("assertRejects() checks class and message, and gives the error", async () => {
  const thrown = new RangeError("out of range: got 7");
  const act = () => Promise.reject(thrown);
  assertStrictEquals(await assertRejects(act), thrown);
  assertStrictEquals(await assertRejects(act, RangeError, "got 7"), thrown);
  await assertRejects(() => assertRejects(act, TypeError), AssertionError);
  await assertRejects(
    () => assertRejects(() => Promise.resolve()),
    AssertionError,
  );
});

const FLAGS = {
  string: ["main", "port", "_"],
  boolean: ["help", "h"],
  collect: ["main", "port", "help", "h"],
};

Deno.test("parseArgs() takes a value after a space or an equals sign", () => {
  const parsed = parseArgs(["--port", "1", "--port=2", "--main==a b"], FLAGS);
  assertEquals([parsed.port, parsed.main], [["1", "2"], ["=a b"]]);
});

Deno.test("parseArgs() gives empty lists for flags that are not there", () => {
  const { _, port, main } = parseArgs([], FLAGS);
  assertEquals({ _, port, main }, { _: [], port: [], main: [] });
});

Deno.test("parseArgs() leaves positional arguments as they were typed", () => {
  const parsed = parseArgs(["007", "--port", "1", "-", "a=b"], FLAGS);
  assertEquals(parsed._, ["007", "-", "a=b"]);
});

Deno.test("parseArgs() reads nothing behind two dashes", () => {
  const parsed = parseArgs(["a", "--", "--port", "-h", "7"], FLAGS);
  assertEquals([parsed._, parsed.port], [["a", "--port", "-h", "7"], []]);
});

Deno.test("parseArgs() does not take a switch's neighbour for its value", () => {
  const parsed = parseArgs(["--help", "query", "-h"], FLAGS);
  assertEquals([parsed._, parsed.help], [["query"], [true]]);
});

Deno.test("parseArgs() gives an empty value where none follows", () => {
  const parsed = parseArgs(["--main", "--port=", "1", "--main"], FLAGS);
  assertEquals([parsed.main, parsed.port], [["", ""], [""]]);
});

Deno.test("parseArgs() asks about every flag that it does not know", () => {
  const asked: string[] = [];
  const unknown = (arg: string, key?: string) => {
    if (key !== undefined) asked.push(arg);
    return key === undefined;
  };
  const args = ["a", "--prot=1", "-x", "--port=1", "--no-help"];
  assertEquals(parseArgs(args, { ...FLAGS, unknown })._, ["a"]);
  assertEquals(asked, ["--prot=1", "-x", "--no-help"]);
});

Deno.test("the path functions take paths apart and put them together", () => {
  assertEquals(parse("/data/a.txt").name, "a");
  assertEquals(fromFileUrl("file:///data/a%20b.txt"), "/data/a b.txt");
});
