import { assertEquals, assertThrows } from "@std/assert";
import { UsageError } from "../../src/base/errors.ts";
import {
  flag,
  optionalFlag,
  parseAddresses,
  parseChoice,
  parseFlags,
  parsePort,
  parseText,
  parseWords,
  requiredFlag,
  switchFlag,
} from "../../src/cli/flags.ts";

const text = { placeholder: "X", summary: "an x" };
const TABLE = {
  file: requiredFlag(text, parseText),
  main: flag({ ...text, fallback: "[::1]:1" }, parseAddresses),
  "tcp-port": optionalFlag(text, parsePort),
  output: flag({ ...text, fallback: "text" }, parseChoice("text", "json")),
  expect: optionalFlag(text, parseWords),
  loud: switchFlag("be loud"),
};

/** Parses with the one flag that is required. */
const parse = (...args: string[]) => parseFlags(["--file=a", ...args], TABLE);

Deno.test("parseFlags() gives fallbacks for what is not there", () => {
  assertEquals(parse(), {
    flags: {
      file: "a",
      main: [{ host: "::1", port: 1 }],
      "tcp-port": undefined,
      output: "text",
      expect: undefined,
      loud: false,
    },
    rest: [],
  });
});

Deno.test("parseFlags() takes values after a space or an equals sign", () => {
  const args = ["--tcp-port", "7", "--main=h:2,[::1]:3", "--expect", "A,B"];
  const { flags } = parse(...args, "--loud", "--output=json");
  assertEquals(flags, {
    file: "a",
    main: [{ host: "h", port: 2 }, { host: "::1", port: 3 }],
    "tcp-port": 7,
    output: "json",
    expect: ["A", "B"],
    loud: true,
  });
});

Deno.test("parseFlags() takes values that begin with a dash", () => {
  for (const value of ["-x", "-", "- lunch", "-5 people", "-B,-C"]) {
    assertEquals(parse("--expect", value), parse(`--expect=${value}`));
  }
  const { expect } = parse("--expect", "-B,-C").flags;
  assertEquals(expect, ["-B", "-C"]);
});

Deno.test("parseFlags() leaves operands in order and as they are", () => {
  const { rest } = parse("007", "--loud", "a,b", "--", "--main", "-1");
  assertEquals(rest, ["007", "a,b", "--main", "-1"]);
});

const REFUSED: [args: string[], message: string][] = [
  [
    ["--tcp-prot", "1"],
    'Cannot read "--tcp-prot" as a flag: expected --file, ',
  ],
  [["--tcp-prot=1"], "the nearest is --tcp-port"],
  [["--fiel=a"], "the nearest is --file"],
  [["--OUTPUT=json"], "the nearest is --output"],
  [["-x"], 'Cannot read "-x" as a flag'],
  [["-1"], 'Cannot read "-1" as a flag'],
  [["-expect", "A"], 'Cannot read "-expect" as a flag'],
  [["-loud"], "the nearest is --loud"],
  [["-main=h:1"], "the nearest is --main"],
  [["--no-loud"], "the nearest is --loud"],
  [
    ["--file", "b"],
    "Cannot read --file as it is given 2 times: expected it once",
  ],
  [["--loud", "--loud"], "--loud as it is given 2 times"],
  [["--loud=false"], 'takes no value: got "--loud=false"'],
  [["--help=yes"], 'Cannot read --help as it takes no value: got "--help=yes"'],
  [["--main"], "Cannot read --main without a value: expected --main X, an x"],
  [["--main="], "Cannot read --main without a value"],
  [["--main", "--loud"], "Cannot read --main without a value"],
  [["--main", "h"], '--main: Cannot read "h" as an address'],
  [["--main", "h:0"], '--main: Cannot read "h:0" as an address'],
  [["--main", "h:1,[::1]:00"], 'Cannot read "[::1]:00" as an address'],
  [["--main", "h:1,"], "as a list"],
  [["--main", "h:1,h:1"], "each once"],
  [["--main", "::1:5"], "like 127.0.0.1:23849 or [::1]:23849"],
  [["--tcp-port", "65536"], "expected a whole number from 0 to 65535"],
  [["--tcp-port", "-1"], '--tcp-port: Cannot read "-1" as a port'],
  [["--tcp-port=-1"], '--tcp-port: Cannot read "-1" as a port'],
  [["--tcp-port", "1.5"], "as a port"],
  [["--tcp-port", "0x10"], "as a port"],
  [["--tcp-port", "1e3"], "as a port"],
  [["--tcp-port", " 1"], "as a port"],
  [["--tcp-port", "99999999999999999999"], "as a port"],
  [["--output", "jsno"], "expected text or json; the nearest is json"],
  [["--output", "JSON"], "the nearest is json"],
  [["--output", "a\nb"], 'Cannot read "a\\nb" as a choice'],
];
for (const [args, message] of REFUSED) {
  Deno.test(`parseFlags() refuses ${JSON.stringify(args)}`, () => {
    const error = assertThrows(() => parse(...args), UsageError, message);
    assertEquals(error.message.includes("\n"), false);
  });
}

Deno.test("parseFlags() refuses to go on without a required flag", () => {
  assertThrows(
    () => parseFlags([], TABLE),
    UsageError,
    "Cannot go on without a flag: expected --file X, an x",
  );
});

Deno.test("parsePort() takes every port", () => {
  assertEquals(["0", "1", "65535", "00080"].map(parsePort), [0, 1, 65535, 80]);
});
