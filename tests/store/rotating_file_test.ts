import { assertEquals, assertThrows } from "@std/assert";
import { UnavailableError } from "../../src/base/errors.ts";
import { RotatingFile } from "../../src/store/rotating_file.ts";

async function withFolder(run: (folder: string) => void): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "convene-" });
  try {
    run(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function lines(path: string): string[] {
  return Deno.readTextFileSync(path).split("\n").slice(0, -1);
}

Deno.test("append() keeps the newest lines, in files that are not too long", async () => {
  await withFolder((folder) => {
    const path = `${folder}/audit.jsonl`;
    // Three lines of four bytes fit.
    const file = new RotatingFile({ path, bytesMax: 14, kept: 2 });
    for (let i = 100; i < 110; i++) file.append(`${i}`);
    file.close();
    assertEquals(lines(path), ["109"]);
    assertEquals(lines(`${path}.1`), ["106", "107", "108"]);
    assertEquals(lines(`${path}.2`), ["103", "104", "105"]);
    assertEquals([...Deno.readDirSync(folder)].length, 3);
  });
});

Deno.test("append() goes on with the file that is there", async () => {
  await withFolder((folder) => {
    const path = `${folder}/audit.jsonl`;
    for (const line of ["one", "two"]) {
      const file = new RotatingFile({ path, bytesMax: 1_000, kept: 1 });
      file.append(line);
      file.close();
    }
    assertEquals(lines(path), ["one", "two"]);
    assertEquals(Deno.statSync(path).mode! & 0o777, 0o600);
  });
});

Deno.test("append() writes a line that is longer than a file may be", async () => {
  await withFolder((folder) => {
    const path = `${folder}/audit.jsonl`;
    const file = new RotatingFile({ path, bytesMax: 10, kept: 1 });
    for (let i = 0; i < 3; i++) file.append("x".repeat(40));
    file.close();
    assertEquals([lines(path).length, lines(`${path}.1`).length], [1, 1]);
  });
});

Deno.test("RotatingFile says in one line that it cannot be written", async () => {
  await withFolder((folder) => {
    assertThrows(
      () => new RotatingFile({ path: folder, bytesMax: 10, kept: 1 }),
      UnavailableError,
      "Cannot write to",
    );
  });
});
