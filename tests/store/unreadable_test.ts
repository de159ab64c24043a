import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { UnavailableError } from "../../src/base/errors.ts";
import { RotatingFile } from "../../src/store/rotating_file.ts";
import { updateSecretFile } from "../../src/store/secret_update.ts";
import { readSmallFile } from "../../src/store/text_file.ts";
import { stubbed } from "../support/stubbed.ts";
import { TempFolder } from "../support/temp_folder.ts";

const BAD_PATHS: [path: string, written: string, read: string][] = [
  ["none/a.txt", "no such folder", "no such file"],
  ["folder", "it is a folder", "it is a folder"],
  [
    "file/a.txt",
    "a file stands where its folder should be",
    "a file stands where its folder should be",
  ],
];

for (const [bad, written, read] of BAD_PATHS) {
  Deno.test(`what cannot be read or written is said in words: ${bad}`, async () => {
    using home = new TempFolder();
    Deno.mkdirSync(`${home.path}/folder`);
    Deno.writeTextFileSync(`${home.path}/file`, "");
    const path = `${home.path}/${bad}`;
    const said = [
      assertThrows(
        () => new RotatingFile({ path, bytesMax: 10, kept: 1 }),
        UnavailableError,
      ),
      await assertRejects(
        () => updateSecretFile(path, { what: "file", change: () => "" }),
        UnavailableError,
      ),
      assertThrows(() => readSmallFile(path, "file"), UnavailableError),
    ];
    assertEquals(said.map(({ message, exitCode }) => [message, exitCode]), [
      [`Cannot write to "${path}": ${written}`, 2],
      [`Cannot write to "${path}": ${written}`, 2],
      [`Cannot read "${path}": ${read}`, 2],
    ]);
  });
}

const REASONS: [error: Error, reason: string][] = [
  [
    new Deno.errors.PermissionDenied("EACCES"),
    "the system gives no permission",
  ],
  [
    new Deno.errors.NotCapable("Requires write access"),
    "Deno was started without the permission, see --allow-write",
  ],
  [new Error("Input/output error (os error 5)"), "Input/output error"],
];

for (const [error, reason] of REASONS) {
  Deno.test(`RotatingFile says why: ${reason}`, () => {
    using _stub = stubbed(Deno, "openSync", () => {
      throw error;
    });
    assertThrows(
      () => new RotatingFile({ path: "none", bytesMax: 10, kept: 1 }),
      UnavailableError,
      `Cannot write to "none": ${reason}`,
    );
  });
}
