/**
 * The measuring tools that are not this project's own: C++ sources beside the
 * repository, built where there is a compiler. Only a ratio to what they
 * measure on the same machine in the same minute says anything.
 */

import { fromFileUrl } from "@std/path";
import { parseLine } from "./report.ts";

const SOURCES = new URL("../../../shared/tools/bench/", import.meta.url);

export interface LoadOptions {
  readonly port: number;
  readonly clients: number;
  readonly depth: number;
  readonly seconds: number;
  /** Lines of `name name ...<TAB>[[s,e],...]`. */
  readonly queriesPath: string;
}

/** What was measured; `wrong` and `failed` must be 0 for it to count. */
export interface LoadFigures {
  readonly qps: number;
  readonly p50us: number;
  readonly p99us: number;
  readonly wrong: number;
  readonly failed: number;
}

/** One client at a time through three processes, and nothing computed. */
export interface FloorFigures {
  readonly qps: number;
  readonly p50us: number;
}

export class NativeTools {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** @returns The tools, or why they cannot be had. */
  static async build(folder: string): Promise<NativeTools | string> {
    for (const tool of ["floor", "load"]) {
      const source = fromFileUrl(new URL(`${tool}.cpp`, SOURCES));
      const args = ["-O2", "-pthread", "-o", `${folder}/${tool}`, source];
      try {
        await output("g++", args);
      } catch (error) {
        return error instanceof Deno.errors.NotFound
          ? "there is no g++"
          : `${tool}.cpp beside the repository cannot be built`;
      }
    }
    return new NativeTools(folder);
  }

  async floor(rounds: number): Promise<FloorFigures> {
    const line = await output(`${this.#folder}/floor`, [`${rounds}`]);
    const { qps = 0, p50us = 0 } = parseLine(line);
    return { qps, p50us };
  }

  async load(options: LoadOptions): Promise<LoadFigures> {
    const { port, clients, seconds, depth, queriesPath } = options;
    const line = await output(`${this.#folder}/load`, [
      ...[port, clients, seconds, depth].map(String),
      queriesPath,
    ]);
    const { qps = 0, p50us = 0, p99us = 0, wrong = 1, failed = 1 } = parseLine(
      line,
    );
    return { qps, p50us, p99us, wrong, failed };
  }
}

async function output(command: string, args: string[]): Promise<string> {
  const child = new Deno.Command(command, { args });
  const { stdout, stderr } = await child.output();
  const decoder = new TextDecoder();
  const text = decoder.decode(stdout);
  if (text === "" && stderr.length > 0) {
    throw new Error(`${command}: ${decoder.decode(stderr)}`);
  }
  return text;
}
