/** A process that tries seeds in a copy, and what becomes of it. */

import type { Failed, SeedLine } from "./seed_line.ts";

/** A seed takes a fraction of a second; after this it never ends. */
const HANG_MS = 60_000;
/** A bug that eats memory must not take the machine with it. */
const MEMORY_FLAG = "--v8-flags=--max-old-space-size=1500";
const FLAGS = ["--no-check", "--no-lock", "--no-prompt", MEMORY_FLAG];
const WHY_CHARS_MAX = 2_000;

/** The seeds `from`, `from + step`, … up to `to`. */
export interface Share {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

export interface SeedProcessOptions {
  /** The root of the copy. */
  readonly root: string;
  readonly share: Share;
  /** Called with each seed that passed; false ends the process. */
  readonly goesOn: (seed: number) => boolean;
}

/**
 * @returns The first seed of the share that fails, or null if all pass.
 * @throws {Error} If no seed is ever begun: then what is in the copy is no
 * program, which says nothing of the simulator.
 */
export async function trySeeds(
  { root, share, goesOn }: SeedProcessOptions,
): Promise<Failed | null> {
  const { from, to, step } = share;
  await using process = new SeedProcess(root, share);
  let [seed, isReady] = [from, false];
  for await (const line of process.lines()) {
    if (line.kind === "failed") return line;
    if (line.kind === "ready") isReady = true;
    if (line.kind !== "passed") continue;
    seed = line.seed + step;
    if (seed > to || !goesOn(line.seed)) return null;
  }
  const why = await process.lastWords();
  if (!isReady) throw new Error(`Cannot run seeds in ${root}: ${why}`);
  const by = process.hung ? "hang" : "crash";
  return { kind: "failed", seed, by, why };
}

class SeedProcess implements AsyncDisposable {
  /** Whether it was ended as it made no progress. */
  hung = false;
  readonly #child: Deno.ChildProcess;
  readonly #stderr: Promise<string>;

  constructor(root: string, { from, to, step }: Share) {
    const share = [from, to, step].map(String);
    this.#child = new Deno.Command(Deno.execPath(), {
      args: ["run", ...FLAGS, "tests/planted/seeds.ts", ...share],
      cwd: root,
      env: { NO_COLOR: "1" },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.#stderr = new Response(this.#child.stderr).text();
  }

  /** What it tells, until it ends or makes no progress. */
  async *lines(): AsyncGenerator<SeedLine> {
    const text = this.#child.stdout.pipeThrough(new TextDecoderStream());
    let rest = "";
    let watch = this.#watch();
    try {
      for await (const piece of text) {
        clearTimeout(watch);
        watch = this.#watch();
        const lines = (rest + piece).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) yield JSON.parse(line);
      }
    } finally {
      clearTimeout(watch);
    }
  }

  async lastWords(): Promise<string> {
    return (await this.#stderr).trim().slice(-WHY_CHARS_MAX);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#end();
    await this.#child.status;
    await this.#stderr;
  }

  #watch(): ReturnType<typeof setTimeout> {
    return setTimeout(() => {
      this.hung = true;
      this.#end();
    }, HANG_MS);
  }

  #end(): void {
    try {
      this.#child.kill("SIGKILL");
    } catch {
      // It has ended by itself, which is as good.
    }
  }
}
