/**
 * The map of the house is a test: who may import whom, who may touch the
 * world, and how long things may get. The README and the rooms' own comments
 * lean on it.
 */

import { assert, assertEquals } from "@std/assert";
import { fromFileUrl } from "@std/path";

const ROOT = fromFileUrl(new URL("../", import.meta.url));

/** The rooms, and those that each may import besides itself. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  base: [],
  intervals: ["base"],
  calendar: ["base", "intervals"],
  // What owners' calendars say, in RFC 5545: from text to free time.
  icalendar: ["base", "intervals", "calendar"],
  wire: ["base", "intervals", "calendar"],
  protocol: ["base", "intervals", "calendar", "wire"],
  net: ["base", "wire"],
  store: ["base", "calendar", "icalendar"],
  roles: [
    "base",
    "intervals",
    "calendar",
    "icalendar",
    "wire",
    "protocol",
    "net",
    "store",
  ],
  // The command line prints the client protocol's own texts, hence wire.
  cli: ["base", "calendar", "icalendar", "wire", "net", "store", "roles"],
};

/** Rooms that may touch sockets, files, clocks, chance and secrets. */
const WORLDLY = ["net", "store", "cli"];

/** What the world looks like in code; everyone else is handed a port. */
const WORLD =
  /\bDeno\.|\bprocess\.|\bDate\.now\b|\bnew Date\(\)|\bperformance\.|\bMath\.random\b|\bset(?:Timeout|Interval|Immediate)\b|\bqueueMicrotask\b|\bgetRandomValues\b|\brandom(?:Bytes|UUID|Fill|FillSync|Int)\b|\bfetch\(/g;

/** Built-in modules that compute and touch nothing. */
const PURE_BUILTINS = ["node:crypto", "node:zlib"];

const FILE_LINES_MAX = 250;
const FUNCTION_LINES_MAX = 40;

/** Files that are longer for a reason; none may grow beyond what it is. */
const LONG_FILES: Readonly<Record<string, number>> = {
  // The writer and the reader are two halves of one table of bytes.
  "src/base/bytes.ts": 290,
  // One list of all bounds, as each leans on others.
  "src/base/limits.ts": 300,
};

interface SourceFile {
  /** From the root, like `src/base/limits.ts`. */
  readonly path: string;
  readonly room: string;
  readonly text: string;
}

const files = [...sources("src")].sort((a, b) => a.path < b.path ? -1 : 1);

function* sources(folder: string): Generator<SourceFile> {
  for (const entry of Deno.readDirSync(ROOT + folder)) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory) yield* sources(path);
    if (!entry.name.endsWith(".ts")) continue;
    const room = path.split("/")[1] ?? "";
    // The stand-ins are packages of their own, and no room of this house.
    if (room === "std") continue;
    yield { path, room, text: Deno.readTextFileSync(ROOT + path) };
  }
}

/** The modules that a file imports, and passes on, by name. */
function imports(text: string): string[] {
  const statements = withoutComments(text).matchAll(
    /\b(?:from|import)[\s(]+"([^"]+)"/g,
  );
  return [...statements].map(([, name]) => name ?? "");
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "");
}

Deno.test("every file of src lives in a room", () => {
  const strays = files.filter(({ room }) => !Object.hasOwn(MAY_IMPORT, room));
  assertEquals(strays.map(({ path }) => path), []);
  assert(files.length > 20, "the files were found");
});

Deno.test("rooms import only what the map allows", () => {
  const strays = files.flatMap(({ path, room, text }) =>
    imports(text)
      .map((name) => /^\.\.\/(\w+)\//.exec(name)?.[1])
      .filter((other) => other !== undefined && other !== room)
      .filter((other) => !MAY_IMPORT[room]?.includes(`${other}`))
      .map((other) => `${path} imports ${other}`)
  );
  assertEquals(strays, []);
});

Deno.test("who reads no calendar does not load what that takes", () => {
  const loads =
    /^(?:\.\.\/icalendar\/|ical\.js|rrule-temporal|windows-iana|smol-toml)/;
  const strays = files.filter(({ room }) => room !== "icalendar")
    .flatMap(({ path, text }) =>
      importsAtOnce(text).filter((name) => loads.test(name))
        .map((name) => `${path} imports ${name}`)
    );
  assertEquals(strays, []);
});

/** Modules that are loaded with a file, and for more than their types. */
function importsAtOnce(text: string): string[] {
  const statements = withoutComments(text).matchAll(
    /^(?:import|export) (?!type )[^;]*?from "([^"]+)"/gm,
  );
  return [...statements].map(([, name]) => name ?? "");
}

Deno.test("modules are found by one path only", () => {
  const allowed =
    /^(?:\.\/|\.\.\/\w+\/)[\w.]+$|^@std\/|^node:|^(?:ical\.js|rrule-temporal|smol-toml|windows-iana)$/;
  const strays = files.flatMap(({ path, text }) =>
    imports(text)
      .filter((name) => !allowed.test(name) && name !== "../../deno.json")
      .map((name) => `${path} imports ${name}`)
  );
  assertEquals(strays, []);
});

Deno.test("paths are read out of URLs by fromFileUrl()", () => {
  // A URL's own has %20 for a blank, and a clone may be in any folder.
  const strays = [...files, ...sources("tests")]
    .filter(({ text }) => /\bURL\([^;]*\)\.pathname\b/.test(text));
  assertEquals(strays.map(({ path }) => path), []);
});

Deno.test("only net, store and cli touch the world", () => {
  const strays = files
    .filter(({ room }) => !WORLDLY.includes(room))
    .flatMap(({ path, text }) => {
      const touched = withoutComments(text).match(WORLD) ?? [];
      const builtins = imports(text)
        .filter((name) => name.startsWith("node:"))
        .filter((name) => !PURE_BUILTINS.includes(name));
      return [...touched, ...builtins].map((what) => `${path}: ${what}`);
    });
  assertEquals(strays, []);
});

Deno.test("only main.ts exits", () => {
  const exits = files.filter(({ text }) =>
    /\b(?:Deno|process)\.exit\b/.test(withoutComments(text))
  );
  assertEquals(exits.map(({ path }) => path), []);
});

Deno.test("no file holds two ideas: 250 lines are enough", () => {
  const long = files
    .map(({ path, text }) => ({ path, lines: text.split("\n").length - 1 }))
    .filter(({ path, lines }) => lines > (LONG_FILES[path] ?? FILE_LINES_MAX));
  assertEquals(long, []);
  const gone = Object.keys(LONG_FILES)
    .filter((path) => !files.some((file) => file.path === path));
  assertEquals(gone, [], "exceptions for files that are no more");
});

Deno.test("no function holds two ideas: 40 lines are enough", () => {
  const functions = files.flatMap(functionsOf);
  assert(functions.length > 100, "the functions were found");
  const long = functions.filter(({ lines }) => lines > FUNCTION_LINES_MAX);
  assertEquals(long, []);
});

/** A function or a method begins like this, as `deno fmt` puts it. */
const HEADER =
  /^(?:export )?(?:async )?function\b.*[({]$|^(?:export )?const \w+ = .*(?:=> \{|\()$|^ {2}(?!(?:if|for|while|switch|return|throw|await|yield)\b)(?:static |override |async |get |set |\*)*#?\w+(?:<.*>)?\(.*[({]$/;

/** The formatter's indentation tells where each function ends. */
function functionsOf({ path, text }: SourceFile) {
  const lines = text.split("\n");
  return lines.flatMap((line, from) => {
    if (!HEADER.test(line)) return [];
    const indent = /^ */.exec(line)?.[0] ?? "";
    let open = from;
    while (!line.endsWith("{") && !lines[open]?.startsWith(`${indent})`)) {
      if (++open === lines.length) return [];
    }
    if (!lines[open]?.endsWith("{")) return [];
    const end = lines.findIndex((line, at) =>
      at > open && line.startsWith(`${indent}}`)
    );
    return [{ where: `${path}:${from + 1}`, lines: end - from + 1 }];
  });
}
