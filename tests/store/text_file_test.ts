import { assertEquals, assertThrows } from "@std/assert";
import { UnavailableError } from "../../src/base/errors.ts";
import { readSmallFile } from "../../src/store/text_file.ts";
import { stubbed } from "../support/stubbed.ts";
import { TempFolder } from "../support/temp_folder.ts";

Deno.test("readSmallFile() waits for nobody to write to a named pipe", () => {
  using folder = new TempFolder();
  const path = `${folder.path}/groups`;
  Deno.writeTextFileSync(path, "design: lilith\n");
  const { statSync } = Deno;
  using _ = stubbed(Deno, "statSync", (path) => {
    return { ...statSync(path), isFifo: true };
  });
  const message = `Cannot read "${path}": it is no file`;
  assertThrows(() => readSmallFile(path, "list"), UnavailableError, message);
  // As a shell's own pipe is called, in which something comes, and an end.
  assertEquals(readSmallFile("/dev/null", "list"), "");
});

Deno.test("readSmallFile() reads no more of a device than a small file has", () => {
  assertThrows(
    () => readSmallFile("/dev/zero", "list"),
    UnavailableError,
    'Cannot use "/dev/zero" as a list as it has more than 1048576 bytes',
  );
});

Deno.test("readSmallFile() tells a folder from a file", () => {
  using folder = new TempFolder();
  assertThrows(
    () => readSmallFile(folder.path, "list"),
    UnavailableError,
    `Cannot read "${folder.path}": it is a folder`,
  );
});
