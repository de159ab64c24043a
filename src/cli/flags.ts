/**
 * Flags as tables: each names its value, its default and how it is read, so
 * that parsing, refusing and help come from one place.
 */

import { parseArgs } from "@std/cli/parse-args";
import { type Address, parseAddress } from "../base/address.ts";
import { quote, reason, UsageError } from "../base/errors.ts";
import { nearestWord } from "./nearest.ts";

/** One long flag, without its dashes and its name. */
export interface Flag<Value> {
  /** How help calls the value; null if the flag takes none. */
  readonly placeholder: string | null;
  readonly summary: string;
  /** As the user would type it; null if there is none. */
  readonly fallback: string | null;
  readonly isRequired: boolean;
  /** @param text What was given or the fallback; null without both. */
  read(text: string | null): Value;
}

/** Flags by their names. */
export type FlagTable = Readonly<Record<string, Flag<unknown>>>;

/** What was given, by the flags' names. */
export type FlagValues<Table extends FlagTable> = {
  readonly [Name in keyof Table]: ReturnType<Table[Name]["read"]>;
};

interface FlagText {
  readonly placeholder: string;
  readonly summary: string;
}

/** A flag that always has a value. */
export function flag<Value>(
  text: FlagText & { readonly fallback: string },
  parse: (text: string) => Value,
): Flag<Value> {
  return { ...text, isRequired: false, read: (text) => parse(text ?? "") };
}

/** A flag whose absence means something: undefined. */
export function optionalFlag<Value>(
  text: FlagText,
  parse: (text: string) => Value,
): Flag<Value | undefined> {
  return {
    ...text,
    fallback: null,
    isRequired: false,
    read: (text) => text === null ? undefined : parse(text),
  };
}

/** A flag without which there is nothing to do. */
export function requiredFlag<Value>(
  text: FlagText,
  parse: (text: string) => Value,
): Flag<Value> {
  return {
    ...text,
    fallback: null,
    isRequired: true,
    read: (text) => parse(text ?? ""),
  };
}

/** A flag without a value: there or not. */
export function switchFlag(summary: string): Flag<boolean> {
  return {
    placeholder: null,
    summary,
    fallback: null,
    isRequired: false,
    read: (text) => text !== null,
  };
}

/** What a command line says. */
export interface Parsed<Table extends FlagTable> {
  readonly flags: FlagValues<Table>;
  /** What belongs to no flag, in order. */
  readonly rest: readonly string[];
}

/**
 * @throws {UsageError} If a flag is unknown, repeated, missing or malformed.
 *
 * @example A flag takes its value with and without an equals sign
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const table = { port: flag(
 *   { placeholder: "PORT", summary: "", fallback: "24849" },
 *   parsePort,
 * ) };
 * assertEquals(parseFlags(["--port=1"], table).flags, { port: 1 });
 * assertEquals(parseFlags(["--port", "1"], table).flags, { port: 1 });
 * assertEquals(parseFlags(["zein"], table).rest, ["zein"]);
 * ```
 */
export function parseFlags<Table extends FlagTable>(
  args: readonly string[],
  table: Table,
): Parsed<Table> {
  const names = Object.keys(table);
  const switches = names.filter((name) => table[name]?.placeholder === null);
  const valued = names.filter((name) => !switches.includes(name));
  const joined = joinDashed(args, valued);
  refuseMistakable(joined, { names, switches: [...switches, "help"] });
  const parsed = parseArgs(joined, {
    string: [...valued, "_"],
    boolean: switches,
    collect: names,
    unknown: (arg, key) => key === undefined || refuseUnknown(arg, names),
  });
  const flags: Record<string, unknown> = {};
  for (const [name, flag] of Object.entries(table)) {
    flags[name] = readFlag(name, { flag, given: parsed[name] });
  }
  return { flags: flags as FlagValues<Table>, rest: parsed._.map(String) };
}

/** `--from -5` becomes `--from=-5`: the parser would take -5 for a flag. */
function joinDashed(args: readonly string[], valued: readonly string[]) {
  const joined: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    if (arg === "--") return [...joined, ...args.slice(i)];
    const isValued = arg.startsWith("--") && valued.includes(arg.slice(2));
    if (!isValued || !/^-(?!-)/.test(args[i + 1] ?? "")) joined.push(arg);
    else joined.push(`${arg}=${args[++i]}`);
  }
  return joined;
}

/**
 * To the parser any value of a switch means "yes", `--_` all operands, and one
 * dash is as good as two.
 */
function refuseMistakable(
  args: readonly string[],
  { names, switches }: {
    readonly names: readonly string[];
    readonly switches: readonly string[];
  },
): void {
  for (const arg of args) {
    if (arg === "--") return;
    if (/^(?:-[^-]|--_(?:=|$))/.test(arg)) refuseUnknown(arg, names);
    const name = switches.find((name) => arg.startsWith(`--${name}=`));
    if (name === undefined) continue;
    throw new UsageError(
      `Cannot read --${name} as it takes no value: got ${quote(arg)}`,
    );
  }
}

function refuseUnknown(arg: string, names: readonly string[]): never {
  const typed = arg.replace(/=.*/s, "");
  const flags = [...names, "help"].map((name) => `--${name}`);
  throw new UsageError(
    `Cannot read ${quote(typed)} as a flag: expected ${flags.join(", ")}; ` +
      `the nearest is ${nearestWord(typed, flags)}`,
  );
}

function readFlag(
  name: string,
  { flag, given }: {
    readonly flag: Flag<unknown>;
    readonly given: readonly (string | boolean)[];
  },
): unknown {
  if (given.length > 1) {
    throw new UsageError(
      `Cannot read --${name} as it is given ${given.length} times: expected it once`,
    );
  }
  const expected = `--${name} ${flag.placeholder}, ${flag.summary}`;
  const [value] = given;
  if (value === undefined) {
    if (!flag.isRequired) return flag.read(flag.fallback);
    throw new UsageError(`Cannot go on without a flag: expected ${expected}`);
  }
  if (value === "") {
    throw new UsageError(
      `Cannot read --${name} without a value: expected ${expected}`,
    );
  }
  try {
    return flag.read(String(value));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`--${name}: ${reason(error)}`);
  }
}

/** A port from 0, which asks the system for a free one, to 65,535. */
export function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  if (port <= 65_535) return port;
  throw new UsageError(
    `Cannot read ${
      quote(text)
    } as a port: expected a whole number from 0 to 65535`,
  );
}

/** Addresses separated by commas; at least one, each once. */
export function parseAddresses(text: string): readonly Address[] {
  return parseWords(text).map(parseAddress);
}

/** Words separated by commas; at least one, each once. */
export function parseWords(text: string): readonly string[] {
  const words = text.split(",").map((word) => word.trim());
  if (words.every((word, i) => word !== "" && words.indexOf(word) === i)) {
    return words;
  }
  throw new UsageError(
    `Cannot read ${
      quote(text)
    } as a list: expected words, separated by commas, each once`,
  );
}

/** One of a few words. */
export function parseChoice<Word extends string>(
  ...words: readonly Word[]
): (text: string) => Word {
  return (text) => {
    const word = words.find((word) => word === text);
    if (word !== undefined) return word;
    throw new UsageError(
      `Cannot read ${quote(text)} as a choice: expected ${
        words.join(" or ")
      }; the nearest is ${nearestWord(text, words)}`,
    );
  };
}

/** Text as it is. */
export function parseText(text: string): string {
  return text;
}
