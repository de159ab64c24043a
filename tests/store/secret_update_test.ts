import { assertEquals, assertRejects } from "@std/assert";
import { UnavailableError } from "../../src/base/errors.ts";
import { SMALL_FILE_BYTES_MAX } from "../../src/base/limits.ts";
import { updateSecretFile } from "../../src/store/secret_update.ts";
import { stubbed } from "../support/stubbed.ts";

const WHAT = "token file";
const isWindows = Deno.build.os === "windows";

async function inFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "convene-secret-" });
  try {
    await run(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("updateSecretFile() makes a file that only its owner may use", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/clients`;
    for (const expected of ["", "x", "xx"]) {
      await updateSecretFile(path, {
        what: WHAT,
        change(text) {
          assertEquals(text, expected);
          return `${text}x`;
        },
      });
    }
    assertEquals(Deno.readTextFileSync(path), "xxx");
    const { mode } = Deno.statSync(path);
    if (!isWindows) assertEquals(mode! & 0o777, 0o600);
    assertEquals([...Deno.readDirSync(folder)].length, 1, "nothing else");
  });
});

Deno.test("updateSecretFile() makes none, if there has to be one", async () => {
  await inFolder(async (folder) => {
    const change = () => "new";
    const options = { what: WHAT, mustExist: true, change };
    const update = () => updateSecretFile(`${folder}/no`, options);
    const error = await assertRejects(
      update,
      UnavailableError,
      "no such file",
    );
    assertEquals(error.exitCode, 2);
    assertEquals([...Deno.readDirSync(folder)], []);
    const path = `${folder}/clients`;
    Deno.writeTextFileSync(path, "old", { mode: 0o600 });
    await updateSecretFile(path, options);
    assertEquals(Deno.readTextFileSync(path), "new");
  });
});

Deno.test("updateSecretFile() changes what a link leads to", async () => {
  // There a link takes a right that few have.
  if (isWindows) return;
  await inFolder(async (folder) => {
    const [path, link] = [`${folder}/clients`, `${folder}/link`];
    Deno.symlinkSync("clients", link);
    for (const by of [path, link, link]) {
      const change = (text: string) => `${text}x`;
      await updateSecretFile(by, { what: WHAT, change });
    }
    assertEquals(Deno.readTextFileSync(path), "xxx");
    assertEquals(Deno.readLinkSync(link), "clients");
    assertEquals([...Deno.readDirSync(folder)].length, 2, "nothing else");
  });
});

Deno.test("updateSecretFile() leaves nothing behind, if the disk fails", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/clients`;
    using _stub = stubbed(Deno, "renameSync", () => {
      throw new Error("the disk is gone");
    });
    const update = () =>
      updateSecretFile(path, { what: WHAT, change: () => "new" });
    await assertRejects(update, UnavailableError, "the disk is gone");
    assertEquals([...Deno.readDirSync(folder)].length, 1);
    assertEquals(Deno.readTextFileSync(path), "");
  });
});

Deno.test("updateSecretFile() leaves a file to whom it belongs", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/clients`;
    Deno.writeTextFileSync(path, "old", { mode: 0o600 });
    const [uid, gid] = [12_345, 54_321];
    try {
      Deno.chownSync(path, uid, gid);
    } catch {
      // Only root gives files away, or changes those of others.
      return;
    }
    await updateSecretFile(path, { what: WHAT, change: () => "new" });
    const after = Deno.statSync(path);
    assertEquals([after.uid, after.gid], [uid, gid]);
    assertEquals(after.mode! & 0o777, 0o600);
    assertEquals(Deno.readTextFileSync(path), "new");
  });
});

Deno.test("updateSecretFile() loses none of many changes at once", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/clients`;
    const change = (text: string) => `${text}x`;
    await Promise.all(
      Array.from(
        { length: 30 },
        () => updateSecretFile(path, { what: WHAT, change }),
      ),
    );
    assertEquals(Deno.readTextFileSync(path).length, 30);
  });
});

Deno.test("updateSecretFile() begins anew, if its file is removed meanwhile", async () => {
  if (isWindows) return;
  await inFolder(async (folder) => {
    const path = `${folder}/clients`;
    Deno.writeTextFileSync(path, "old", { mode: 0o600 });
    using held = Deno.openSync(path, { read: true, write: true });
    await held.lock(true);
    const change = (text: string) => `${text}new`;
    const updating = updateSecretFile(path, { what: WHAT, change });
    Deno.removeSync(path);
    await held.unlock();
    await updating;
    assertEquals(Deno.readTextFileSync(path), "new");
  });
});

Deno.test("updateSecretFile() changes nothing, if the change fails", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/clients`;
    Deno.writeTextFileSync(path, "old", { mode: 0o600 });
    const change = () => {
      throw new RangeError("no");
    };
    const update = () => updateSecretFile(path, { what: WHAT, change });
    await assertRejects(update, RangeError);
    assertEquals(Deno.readTextFileSync(path), "old");
    assertEquals([...Deno.readDirSync(folder)].length, 1);
  });
});

Deno.test("updateSecretFile() writes nothing that nobody would read again", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/clients`;
    const most = "x".repeat(SMALL_FILE_BYTES_MAX - 1) + "\n";
    await updateSecretFile(path, { what: WHAT, change: () => most });
    const more = { what: WHAT, change: (text: string) => `${text}\n` };
    const error = await assertRejects(
      () => updateSecretFile(path, more),
      UnavailableError,
      "would have more than 1048576 bytes",
    );
    assertEquals(error.exitCode, 2);
    assertEquals(Deno.readTextFileSync(path), most);
    const less = { what: WHAT, change: () => "" };
    await updateSecretFile(path, less);
    assertEquals([...Deno.readDirSync(folder)].length, 1);
  });
});

Deno.test("updateSecretFile() refuses what it cannot write or keep", async () => {
  await inFolder(async (folder) => {
    const update = (path: string) =>
      updateSecretFile(path, { what: WHAT, change: () => "new" });
    for (const path of [folder, `${folder}/no/clients`]) {
      const error = await assertRejects(() => update(path), UnavailableError);
      assertEquals(error.exitCode, 2);
    }
    if (isWindows) return;
    const open = `${folder}/open`;
    Deno.writeTextFileSync(open, "old");
    Deno.chmodSync(open, 0o640);
    await assertRejects(() => update(open), UnavailableError, "chmod 600");
    assertEquals(Deno.readTextFileSync(open), "old");
  });
});
