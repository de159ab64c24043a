import { assertEquals } from "@std/assert";
import { FileFormatError, UnavailableError } from "../../src/base/errors.ts";
import { WatchedFile } from "../../src/cli/watched_file.ts";
import { within } from "../support/deadline.ts";
import { fakeIo } from "../support/fake_io.ts";
import { TempFolder } from "../support/temp_folder.ts";

Deno.test("WatchedFile tries again what could not be read, and says so once", async () => {
  using folder = new TempFolder();
  const path = `${folder.path}/groups`;
  Deno.writeTextFileSync(path, "one");
  const { io, printed } = fakeIo();
  let failures = 0;
  const file = new WatchedFile({
    path,
    read(path) {
      if (failures-- > 0) throw new UnavailableError("Too many open files");
      return Deno.readTextFileSync(path);
    },
    taken: (text) => `Took ${text}.`,
    kept: "Kept",
  }, io);
  try {
    failures = 2;
    const changed = new Promise<string>((taken) => file.onChange(taken));
    Deno.writeTextFileSync(path, "three");
    const deadline = { ms: 20_000, what: () => "another try" };
    assertEquals(await within(changed, deadline), "three");
    const stderr = "Kept: Too many open files\nTook three.\n";
    assertEquals((await printed()).stderr, stderr);
  } finally {
    file.close();
  }
});

Deno.test("WatchedFile says anew what could not be read, after what was wrong", async () => {
  using folder = new TempFolder();
  const path = `${folder.path}/groups`;
  Deno.writeTextFileSync(path, "one");
  const { io, printed } = fakeIo();
  let isChanged = false;
  const change = (text: string) => Deno.writeTextFileSync(path, text);
  const failures = [
    new UnavailableError("Too many open files"),
    new FileFormatError("a bad line"),
    new UnavailableError("Too many open files"),
  ];
  const file = new WatchedFile({
    path,
    read(path) {
      const failure = isChanged ? failures.shift() : undefined;
      if (!failure) return Deno.readTextFileSync(path);
      // What could not be read is tried again, and this as it changes.
      if (failure instanceof FileFormatError) change("three");
      throw failure;
    },
    taken: (text) => `Took ${text}.`,
    kept: "Kept",
  }, io);
  try {
    const taken = new Promise<string>((taken) => file.onChange(taken));
    isChanged = true;
    change("two!");
    await within(taken, { ms: 20_000, what: () => "another try" });
    assertEquals(
      (await printed()).stderr,
      "Kept: Too many open files\nKept: a bad line\n" +
        "Kept: Too many open files\nTook three.\n",
    );
  } finally {
    file.close();
  }
});
