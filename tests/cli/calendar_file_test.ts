import { assertEquals, assertMatch } from "@std/assert";
import { CalendarFile } from "../../src/cli/calendar_file.ts";
import type { Io } from "../../src/cli/io.ts";
import { within } from "../support/deadline.ts";
import { fakeIo } from "../support/fake_io.ts";
import { stubbed } from "../support/stubbed.ts";
import { TempFolder } from "../support/temp_folder.ts";

/** Resolves when a line with `words` goes to stderr. */
function warned(io: Io, words: string): { io: Io; said: Promise<void> } {
  const { promise, resolve } = Promise.withResolvers<void>();
  const stderr = Object.assign(Object.create(io.stderr), {
    write: (text: string) => {
      io.stderr.write(text);
      if (text.includes(words)) resolve();
    },
  });
  return { io: { ...io, stderr }, said: promise };
}

async function withFile(
  text: string,
  run: (path: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "convene-" });
  try {
    await Deno.writeTextFile(`${folder}/a.txt`, text);
    await run(`${folder}/a.txt`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const OPTIONS = { name: "A", shownAs: "a.txt", skipBadLines: true };

Deno.test("CalendarFile keeps a change that comes before anybody listens", () =>
  withFile("lilith;[[1,3]]\n", async (path) => {
    const { io, said } = warned(fakeIo().io, "reloaded 2 names");
    const file = await CalendarFile.open({ ...OPTIONS, path }, io);
    try {
      await Deno.writeTextFile(path, "lilith;[[1,3]]\nzein;[]\n");
      await within(said, { ms: 5_000, what: () => "the reload" });
      assertEquals(file.people.names.size, 2);
    } finally {
      file.close();
    }
  }));

Deno.test("CalendarFile takes no file in which every line is bad", () =>
  withFile("lilith;[[1,3]]\n", async (path) => {
    const { io, printed } = fakeIo();
    const refusal = warned(io, "keeps its old free times");
    const reload = warned(refusal.io, "reloaded 2 names");
    const file = await CalendarFile.open({ ...OPTIONS, path }, reload.io);
    try {
      await Deno.writeTextFile(path, "lil\n");
      await within(refusal.said, { ms: 5_000, what: () => "the refusal" });
      assertEquals(file.people.names.size, 1);
      await Deno.writeTextFile(path, "lilith;[]\nzein;[]\n");
      await within(reload.said, { ms: 5_000, what: () => "the reload" });
    } finally {
      file.close();
    }
    assertEquals((await printed()).stderr.split("reloaded").length - 1, 1);
  }));

const CALENDAR = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n";

Deno.test("CalendarFile of a folder says whose calendar it cannot read", async () => {
  using home = new TempFolder();
  const path = `${home.path}/zein.ics`;
  await Deno.writeTextFile(path, CALENDAR);
  const { io, printed } = fakeIo();
  const options = { name: "TEAM", path: home.path, shownAs: "team" };
  const file = await CalendarFile.open({ ...options, skipBadLines: false }, io);
  try {
    for (const text of ["nonsense", CALENDAR]) {
      const changed = Promise.withResolvers<void>();
      file.onChange(() => changed.resolve());
      await Deno.writeTextFile(path, text);
      const what = () => "the reload";
      await within(changed.promise, { ms: 5_000, what });
      assertEquals(file.people.unreadable.size, text === CALENDAR ? 0 : 1);
    }
  } finally {
    file.close();
  }
  const lines = (await printed()).stderr.split("\n");
  assertMatch(
    lines[0]!,
    /^Server TEAM cannot read the calendar of zein: team\/zein\.ics:\d+: /,
  );
  assertEquals(lines.slice(1), [
    "Server TEAM reloaded 1 names from team.",
    "Server TEAM can read the calendar of zein again.",
    "Server TEAM reloaded 1 names from team.",
    "",
  ]);
});

/** Lets no file be opened so many times, as if too many were open. */
function refusing(times: number): Disposable {
  const { open } = Deno;
  return stubbed(Deno, "open", (path, options) => {
    if (times-- > 0) throw new Error("Too many open files (os error 24)");
    return open(path, options);
  });
}

Deno.test("CalendarFile tries again what could not be read, and says so once", () =>
  withFile("lilith;[[1,3]]\n", async (path) => {
    const { io, printed } = fakeIo();
    const reload = warned(io, "reloaded 2 names");
    const file = await CalendarFile.open({ ...OPTIONS, path }, reload.io);
    try {
      using _ = refusing(2);
      await Deno.writeTextFile(path, "lilith;[]\nzein;[]\n");
      await within(reload.said, { ms: 5_000, what: () => "the reload" });
    } finally {
      file.close();
    }
    assertEquals((await printed()).stderr.split("\n"), [
      "Server A keeps its old free times, as a.txt changed but cannot be " +
      "served:",
      'Cannot read "a.txt": Too many open files (os error 24)',
      "Server A reloaded 2 names from a.txt.",
      "",
    ]);
  }));

Deno.test("CalendarFile tries a calendar again that could not be read at the start", async () => {
  using home = new TempFolder();
  await Deno.writeTextFile(`${home.path}/zein.ics`, CALENDAR);
  const { io, printed } = fakeIo();
  const reload = warned(io, "reloaded 1 names");
  const options = { name: "TEAM", path: home.path, shownAs: "team" };
  using _ = refusing(3);
  const file = await CalendarFile.open(
    { ...options, skipBadLines: false },
    reload.io,
  );
  try {
    assertEquals(file.people.unreadable.size, 1);
    await within(reload.said, { ms: 5_000, what: () => "the reload" });
    assertEquals(file.people.unreadable.size, 0);
  } finally {
    file.close();
  }
  assertEquals((await printed()).stderr.split("\n"), [
    'Server TEAM cannot read the calendar of zein: Cannot read "team/zein.' +
    'ics": Too many open files (os error 24)',
    "Server TEAM can read the calendar of zein again.",
    "Server TEAM reloaded 1 names from team.",
    "",
  ]);
});
