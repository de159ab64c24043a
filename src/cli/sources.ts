/** The files that `convene up` serves, and the names of their servers. */

import { fromFileUrl, parse } from "@std/path";

/** A file and the server that will serve it. */
export interface Source {
  readonly name: string;
  readonly path: string;
  /** What the file is called in messages. */
  readonly shownAs: string;
}

/** Comes with the program, also inside the executable. */
const SAMPLES = ["data/a.txt", "data/b.txt"];

/** @param files As given; without any, the samples. */
export function sourcesOf(files: readonly string[]): Source[] {
  const taken = new Set<string>();
  return (files.length > 0 ? files : SAMPLES).map((file) => {
    const name = distinctName(serverNameOf(file), taken);
    const path = files.length > 0 ? file : samplePath(file);
    return { name, path, shownAs: file };
  });
}

/** The file's stem in capitals: `data/a.txt` is A. */
export function serverNameOf(path: string): string {
  return parse(path).name.toUpperCase();
}

/** Two files of one stem are two servers, A and A2. */
function distinctName(stem: string, taken: Set<string>): string {
  let name = stem;
  for (let i = 2; taken.has(name); i++) name = `${stem}${i}`;
  taken.add(name);
  return name;
}

/** The sample here, if there is one, or the one that came with the program. */
function samplePath(file: string): string {
  try {
    if (Deno.statSync(file).isFile) return file;
  } catch {
    // Not here, so the program's own.
  }
  return fromFileUrl(new URL(`../../${file}`, import.meta.url));
}
