import { assertEquals, assertRejects } from "@std/assert";
import { FileFormatError, UnavailableError } from "../../src/base/errors.ts";
import { setOf } from "../../src/intervals/columns.ts";
import { readFreeTimes } from "../../src/store/free_time_store.ts";
import { stubbed } from "../support/stubbed.ts";

const STRICT = { skipBadLines: false };

/** A folder that is gone with the test. */
async function folder() {
  const path = await Deno.makeTempDir({ prefix: "convene-" });
  const dispose = () => Deno.remove(path, { recursive: true });
  return { path, [Symbol.asyncDispose]: dispose };
}

Deno.test("readFreeTimes() reads a file in pieces, whole", async () => {
  await using home = await folder();
  const path = `${home.path}/a.txt`;
  // More than one piece, so that names and numbers are cut in two.
  const lines = Array.from(
    { length: 40_000 },
    (_, i) => `p${i};[[${i},${i + 1}],[1000000,1000001]]\n`,
  );
  await Deno.writeTextFile(path, lines.join(""));
  const { people, badLines, problems } = await readFreeTimes(path, STRICT);
  assertEquals([people.names.size, badLines, problems], [40_000, 0, ""]);
  for (const i of [0, 1, 7_777, 39_999]) {
    const free = setOf(people.columns, people.names.position(`p${i}`));
    assertEquals(free, Float64Array.of(i, i + 1, 1_000_000, 1_000_001));
  }
});

Deno.test("readFreeTimes() names the lines that are bad", async () => {
  await using home = await folder();
  const path = `${home.path}/a.txt`;
  await Deno.writeTextFile(path, "lilith;[[1,3]]\nzein;[[4,2]]\n");
  const error = await assertRejects(
    () => readFreeTimes(path, STRICT),
    FileFormatError,
    `${path}:2:`,
  );
  const shown = await assertRejects(
    () => readFreeTimes(path, { ...STRICT, shownAs: "data/a.txt" }),
    FileFormatError,
  );
  assertEquals(shown.message, error.message.replaceAll(path, "data/a.txt"));
});

Deno.test("readFreeTimes() serves the good lines if it may", async () => {
  await using home = await folder();
  const path = `${home.path}/a.txt`;
  await Deno.writeTextFile(path, "lilith;[[1,3]]\nzein;[[4,2]]\n");
  const options = { skipBadLines: true, shownAs: "a.txt" };
  const { people, badLines, problems } = await readFreeTimes(path, options);
  assertEquals([people.names.size, badLines], [1, 1]);
  assertEquals(problems.startsWith("a.txt:2:"), true, problems);
});

Deno.test("readFreeTimes() says that there is no such file", async () => {
  await using home = await folder();
  const path = `${home.path}/none.txt`;
  await assertUnreadable(path, `Cannot read "a.txt": no such file`);
  await Deno.writeTextFile(path, "");
  await assertUnreadable(`${path}/a.txt`, `Cannot read "a.txt": `);
});

Deno.test("readFreeTimes() says that it is a folder", async () => {
  await using home = await folder();
  await assertUnreadable(home.path, `Cannot read "a.txt": it is a folder`);
});

const REASONS: [error: Error, reason: string][] = [
  [
    new Deno.errors.PermissionDenied("EACCES"),
    "the system gives no permission",
  ],
  [
    new Deno.errors.NotCapable("Requires read access"),
    "Deno was started without the permission, see --allow-read",
  ],
  [new Error("Input/output error (os error 5)"), "Input/output error"],
];
for (const [error, reason] of REASONS) {
  Deno.test(`readFreeTimes() says why: ${reason}`, async () => {
    using _stub = stubbed(Deno, "open", () => Promise.reject(error));
    await assertUnreadable("a.txt", `Cannot read "a.txt": ${reason}`);
  });
}

async function assertUnreadable(path: string, message: string): Promise<void> {
  const error = await assertRejects(
    () => readFreeTimes(path, { ...STRICT, shownAs: "a.txt" }),
    UnavailableError,
    message,
  );
  assertEquals(error.exitCode, 2);
}
