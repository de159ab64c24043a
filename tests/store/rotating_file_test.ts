import { assertEquals, assertThrows } from "@std/assert";
import { UnavailableError } from "../../src/base/errors.ts";
import { RotatingFile } from "../../src/store/rotating_file.ts";
import { stubbed } from "../support/stubbed.ts";

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

Deno.test("append() leaves a line apart that was cut off before a restart", async () => {
  await withFolder((folder) => {
    const path = `${folder}/audit.jsonl`;
    Deno.writeTextFileSync(path, "one\ntw");
    for (const line of ["six", "ten"]) {
      const file = new RotatingFile({ path, bytesMax: 1_000, kept: 1 });
      file.append(line);
      file.close();
    }
    assertEquals(lines(path), ["one", "tw", "six", "ten"]);
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

Deno.test("append() goes on once files can be renamed again", async () => {
  await withFolder((folder) => {
    const path = `${folder}/audit.jsonl`;
    const file = new RotatingFile({ path, bytesMax: 4, kept: 1 });
    file.append("one");
    Deno.mkdirSync(`${path}.1`);
    assertThrows(() => file.append("two"), UnavailableError, "Cannot write to");
    Deno.removeSync(`${path}.1`);
    file.append("six");
    file.close();
    assertEquals([lines(path), lines(`${path}.1`)], [["six"], ["one"]]);
  });
});

Deno.test("append() loses no old file while there can be no new one", async () => {
  await withFolder((folder) => {
    const path = `${folder}/audit.jsonl`;
    const file = new RotatingFile({ path, bytesMax: 4, kept: 2 });
    for (const line of ["one", "two", "six"]) file.append(line);
    {
      using _ = stubbed(Deno, "openSync", () => {
        throw new Error("Too many open files (os error 24)");
      });
      for (let i = 0; i < 3; i++) {
        assertThrows(() => file.append("ten"), UnavailableError, "os error 24");
      }
    }
    file.append("end");
    file.close();
    const kept = [lines(path), lines(`${path}.1`), lines(`${path}.2`)];
    assertEquals(kept, [["end"], ["six"], ["two"]]);
  });
});

Deno.test("append() begins a new file when the old one is moved or removed", async () => {
  await withFolder((folder) => {
    const path = `${folder}/audit.jsonl`;
    const file = new RotatingFile({ path, bytesMax: 1_000, kept: 1 });
    file.append("one");
    Deno.renameSync(path, `${folder}/moved`);
    file.append("two");
    file.append("six");
    assertEquals(lines(`${folder}/moved`), ["one"]);
    assertEquals(lines(path), ["two", "six"]);
    Deno.removeSync(path);
    file.append("ten");
    file.close();
    assertEquals(lines(path), ["ten"]);
    assertEquals(Deno.statSync(path).mode! & 0o777, 0o600);
  });
});

Deno.test("append() leaves lines apart, though a disk was full amid one", async () => {
  await withFolder((folder) => {
    const path = `${folder}/audit.jsonl`;
    const { openSync } = Deno;
    let roomBytes = 6;
    using _ = stubbed(Deno, "openSync", (path, options) => {
      const file = openSync(path, options);
      const { writeSync } = file;
      file.writeSync = (bytes) => {
        if (roomBytes === 0) throw new Error("No space left on device");
        const count = writeSync.call(file, bytes.subarray(0, roomBytes));
        roomBytes -= count;
        return count;
      };
      return file;
    });
    const file = new RotatingFile({ path, bytesMax: 1_000, kept: 1 });
    file.append("one");
    assertThrows(() => file.append("two"), UnavailableError, "No space left");
    assertThrows(() => file.append("six"), UnavailableError, "No space left");
    roomBytes = 9;
    file.append("ten");
    assertThrows(() => file.append("seven"), UnavailableError, "No space left");
    roomBytes = 2_000;
    const long = "x".repeat(990);
    file.append(long);
    file.close();
    // What begins a new file is behind no half of a line.
    assertEquals(lines(path), [long]);
    assertEquals(Deno.readTextFileSync(`${path}.1`), "one\ntw\nten\nseve");
  });
});

Deno.test("RotatingFile waits for nobody to read from a named pipe", async () => {
  await withFolder((folder) => {
    const path = `${folder}/audit.jsonl`;
    Deno.writeTextFileSync(path, "");
    const { statSync } = Deno;
    using _ = stubbed(Deno, "statSync", (path) => {
      return { ...statSync(path), isFifo: true };
    });
    assertThrows(
      () => new RotatingFile({ path, bytesMax: 14, kept: 1 }),
      UnavailableError,
      `Cannot write to "${path}": it is no file`,
    );
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
