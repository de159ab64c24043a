/**
 * The corpus: what once escaped, and what was made by hand to. Each file of
 * `tests/corpus/TARGET/` has a line or a few that begin with `#` and say why
 * it is there, then the input on one line, as the fuzzer prints it.
 */

import { fromFileUrl } from "@std/path";
import type { Target } from "./target.ts";

const FOLDER = fromFileUrl(new URL("../corpus/", import.meta.url));

export interface CorpusFile {
  /** Below `tests/corpus/`. */
  readonly path: string;
  readonly input: unknown;
}

/** The folders, by the names of their targets. */
export function corpusFolders(): string[] {
  return [...Deno.readDirSync(FOLDER)].map(({ name }) => name).sort();
}

/** All files of one target, by their names. */
export function corpusOf(target: Target<unknown>): CorpusFile[] {
  return [...Deno.readDirSync(FOLDER + target.name)]
    .map(({ name }) => `${target.name}/${name}`)
    .sort()
    .map((path) => {
      const text = Deno.readTextFileSync(FOLDER + path);
      return { path, input: target.form.read(inputLine(text)) };
    });
}

/** @throws {Error} If nobody says why the file is there. */
function inputLine(text: string): string {
  const lines = text.replace(/\n$/, "").split("\n");
  const reasons = lines.filter((line) => line.startsWith("# "));
  if (reasons.length === 0 || reasons.length !== lines.length - 1) {
    throw new Error(`Cannot read corpus file as reasons and one line: ${text}`);
  }
  return lines.at(-1)!;
}
