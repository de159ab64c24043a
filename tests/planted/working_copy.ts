/**
 * A copy of what the simulator needs, in which bugs are planted one at a time:
 * the house itself stays as it is.
 */

import { fromFileUrl } from "@std/path";
import { plant, type PlantedBug } from "./planted_bug.ts";

const HOUSE = fromFileUrl(new URL("../../", import.meta.url));
const PARTS = [
  "deno.json",
  "src",
  "tests/planted",
  "tests/sim",
  "tests/support",
];

export class WorkingCopy implements AsyncDisposable {
  readonly root: string;

  private constructor(root: string) {
    this.root = root;
  }

  static async make(): Promise<WorkingCopy> {
    const root = await Deno.makeTempDir({ prefix: "convene_planted_" });
    for (const part of PARTS) await copy(HOUSE + part, `${root}/${part}`);
    return new WorkingCopy(root);
  }

  /** Does something while the bug is there. */
  async withBug<T>(bug: PlantedBug, run: () => Promise<T>): Promise<T> {
    const path = `${this.root}/${bug.file}`;
    const sound = await Deno.readTextFile(path);
    await Deno.writeTextFile(path, plant(bug, sound));
    try {
      return await run();
    } finally {
      await Deno.writeTextFile(path, sound);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.root, { recursive: true });
  }
}

async function copy(from: string, to: string): Promise<void> {
  if ((await Deno.stat(from)).isFile) return await Deno.copyFile(from, to);
  await Deno.mkdir(to, { recursive: true });
  for await (const { name } of Deno.readDir(from)) {
    await copy(`${from}/${name}`, `${to}/${name}`);
  }
}
