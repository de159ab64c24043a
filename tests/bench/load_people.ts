/**
 * Loads a million people, each way in a process of its own, and prints
 * `load people=… ms=… peakRssMb=…` for ours and for what everybody would
 * write first.
 *
 *     deno run -A tests/bench/load_people.ts [PEOPLE]
 */

import { FreeTimeParser } from "../../src/calendar/free_time_file.ts";
import { makePeople } from "./make_people.ts";
import { print } from "./report.ts";

const PEOPLE = 1_000_000;
const PIECE_BYTES = 1_048_576;

/** Reads the file at a path and tells how many people it has. */
const LOADERS: Readonly<Record<string, (path: string) => number>> = {
  convene(path) {
    const parser = new FreeTimeParser({ path, skipBadLines: false });
    using file = Deno.openSync(path);
    const buffer = new Uint8Array(PIECE_BYTES);
    for (let count; (count = file.readSync(buffer)) !== null;) {
      parser.push(buffer.subarray(0, count));
    }
    return parser.finish().people.names.size;
  },
  splitAndParse(path) {
    const people = new Map<string, [number, number][]>();
    for (const line of Deno.readTextFileSync(path).split("\n")) {
      const [name, times] = line.split(";");
      if (times !== undefined) people.set(name!, JSON.parse(times));
    }
    return people.size;
  },
};

/** Each of `names` once, as lines with their figures. */
export async function loadPeople(
  people = PEOPLE,
  names: readonly string[] = Object.keys(LOADERS),
): Promise<string[]> {
  const folder = await Deno.makeTempDir();
  try {
    const path = `${folder}/people.txt`;
    await makePeople(path, people);
    const lines = [];
    for (const name of names) lines.push(await inOwnProcess(name, path));
    return lines;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function inOwnProcess(name: string, path: string): Promise<string> {
  const args = ["run", "-A", import.meta.url, "--load", name, path];
  const { stdout, success, stderr } = await new Deno.Command(Deno.execPath(), {
    args,
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout).trim();
}

function loadHere(name: string, path: string): string {
  const beganMs = performance.now();
  const people = LOADERS[name]!(path);
  const ms = performance.now() - beganMs;
  return `load people=${people} ms=${ms.toFixed(0)} peakRssMb=${
    peakRssMb().toFixed(0)
  } by=${name}`;
}

/** The most memory that this process ever had, by Linux's count. */
function peakRssMb(): number {
  const status = Deno.readTextFileSync("/proc/self/status");
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024;
}

if (import.meta.main) {
  const [first, name, path] = Deno.args;
  if (first === "--load") print(loadHere(name!, path!));
  else {for (const line of await loadPeople(Number(first ?? PEOPLE))) {
      print(line);
    }}
}
