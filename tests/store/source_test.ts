import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { FileFormatError, UnavailableError } from "../../src/base/errors.ts";
import { CALENDAR_BYTES_MAX, FOLDER_FILES_MAX } from "../../src/base/limits.ts";
import { formatInstant } from "../../src/calendar/moment.ts";
import { parseWorkingHours } from "../../src/calendar/working_hours.ts";
import { setOf } from "../../src/intervals/columns.ts";
import { Source, type SourceOptions } from "../../src/store/source.ts";
import type { SourceEvent } from "../../src/store/source_events.ts";
import { filesIn, watchedPaths } from "../../src/store/source_files.ts";
import { stubbed } from "../support/stubbed.ts";
import { TempFolder } from "../support/temp_folder.ts";

/** Tuesday, 24 November 2026, in UTC. */
const DAY = { from: 1_795_478_400, to: 1_795_564_800 };

function calendarText(...events: [start: string, end: string][]): string {
  const lines = events.flatMap(([start, end], i) => [
    "BEGIN:VEVENT",
    `UID:${i}@test`,
    "DTSTAMP:20260101T000000Z",
    `DTSTART:20261124T${start}`,
    `DTEND:20261124T${end}`,
    "END:VEVENT",
  ]);
  return ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:test", ...lines]
    .concat("END:VCALENDAR", "").join("\r\n");
}

const BUSY = calendarText(["090000", "100000"]);
const BROKEN = "BEGIN:VCALENDAR\r\nnonsense\r\n";

/** A folder of files with which a test does as it likes. */
class Home implements Disposable {
  readonly folder = new TempFolder();
  readonly events: SourceEvent[] = [];
  #source: Source | null = null;

  write(files: Record<string, string | null>): string[] {
    for (const [name, text] of Object.entries(files)) {
      if (text === null) Deno.removeSync(this.path(name));
      else Deno.writeTextFileSync(this.path(name), text);
    }
    return Object.keys(files).map((name) => this.path(name));
  }

  path(name: string): string {
    return `${this.folder.path}/${name}`;
  }

  async open(options: Partial<SourceOptions> = {}): Promise<Source> {
    return this.#source = await Source.open({
      path: this.folder.path,
      shownAs: "team",
      skipBadLines: false,
      timezone: "UTC",
      ...options,
    }, (event) => this.events.push(event));
  }

  /** Writes files and has them taken up; tells what is told of them. */
  async change(files: Record<string, string | null>) {
    this.events.length = 0;
    const settled = this.write(files);
    const isOther = await this.#source!.refresh({ settled, restless: [] });
    return { isOther, events: [...this.events] };
  }

  /** When everybody is free on that day; null for who cannot be read. */
  get free(): Record<string, string | null> {
    const { names, columns, calendars, unreadable } = this.#source!.people;
    const entries = Array.from({ length: names.size }, (_, i) => {
      const calendar = calendars.get(i);
      const free = calendar?.free(DAY, "busy") ?? setOf(columns, i);
      const hours = Array.from(free, (s) => formatInstant(s).slice(11, 16));
      return [names.keyAt(i), unreadable.has(i) ? null : hours.join(" ")];
    });
    return Object.fromEntries(entries.sort());
  }

  [Symbol.dispose](): void {
    this.folder[Symbol.dispose]();
  }
}

const LILITH = "lilith;[[2026-11-24T09:00,2026-11-24T11:00]]\n";

Deno.test("Source reads a folder's calendars and free-time files, and no other", async () => {
  using home = new Home();
  home.write({
    "zein.ics": BUSY,
    "Zoë.ICS": calendarText(["160000Z", "180000Z"]),
    "more.txt": LILITH,
    ".hidden.ics": BROKEN,
    "notes.md": "nobody",
    "zein.ics~": BROKEN,
  });
  Deno.mkdirSync(home.path("old.ics"));
  const source = await home.open();
  assertEquals(home.free, {
    lilith: "09:00 11:00",
    zein: "10:00 17:00",
    zoë: "09:00 16:00",
  });
  assertEquals([source.people.times, home.events], ["instants", []]);
});

Deno.test("Source reads one calendar, whose owner is its stem's or named", async () => {
  using home = new Home();
  const [path] = home.write({ "zein.ics": BUSY });
  const file = { path: path!, shownAs: "zein.ics" };
  await home.open(file);
  assertEquals(home.free, { zein: "10:00 17:00" });
  await home.open({ ...file, person: "Zoë" });
  assertEquals(home.free, { zoë: "10:00 17:00" });
  await home.open({
    ...file,
    timezone: "Asia/Tokyo",
    workingHours: parseWorkingHours("Mon-Sun 08:00-12:00"),
  });
  assertEquals(home.free, { zein: "01:00 03:00 23:00 00:00" });
});

Deno.test("Source takes a person's settings before the flags, and these before the folder's", async () => {
  using home = new Home();
  home.write({
    "a.ics": calendarText(),
    "b.ics": calendarText(),
    "c.txt": LILITH,
    "convene.toml": `timezone = "Asia/Tokyo"
working-hours = "Mon-Fri 10:00-12:00"
[people.b]
timezone = "Europe/Berlin"`,
  });
  await home.open();
  const utc = { a: "10:00 12:00", b: "09:00 11:00", lilith: "09:00 11:00" };
  assertEquals(home.free, utc);
  await home.open({ timezone: undefined });
  assertEquals(home.free, {
    a: "01:00 03:00",
    b: "09:00 11:00",
    lilith: "00:00 02:00",
  });
});

Deno.test("Source does not know when somebody is free whose calendar is broken", async () => {
  using home = new Home();
  home.write({ "zein.ics": BROKEN, "callie.ics": BUSY });
  await home.open();
  assertEquals(home.free, { callie: "10:00 17:00", zein: null });
  const [event, ...more] = home.events;
  assertEquals([event?.kind, more], ["unreadable", []]);
  const reason = event?.kind === "unreadable" ? event.reason : "";
  assertEquals(reason.startsWith("team/zein.ics:"), true, reason);
  assertEquals(reason.includes("\n"), false, reason);

  const mended = await home.change({ "zein.ics": BUSY });
  assertEquals(mended, {
    isOther: true,
    events: [{ kind: "readable", name: "zein" }],
  });
  assertEquals(home.free, { callie: "10:00 17:00", zein: "10:00 17:00" });

  const broken = await home.change({ "zein.ics": BROKEN });
  assertEquals(broken.events.map(({ kind }) => kind), ["unreadable"]);
  assertEquals(home.free, { callie: "10:00 17:00", zein: null });
  const worse = await home.change({ "zein.ics": `nonsense\r\n${BROKEN}` });
  assertEquals(worse.events.map(({ kind }) => kind), ["unreadable"]);
  // Who has been told of it is not told again because of others.
  const other = await home.change({ "callie.ics": calendarText() });
  assertEquals(other, { isOther: true, events: [] });
  assertEquals(home.free, { callie: "09:00 17:00", zein: null });
});

Deno.test("Source of one calendar that is gone does not know when its owner is free", async () => {
  using home = new Home();
  const [path] = home.write({ "zein.ics": BUSY });
  await home.open({ path: path!, shownAs: "zein.ics" });
  const { isOther, events } = await home.change({ "zein.ics": null });
  const reason = 'Cannot read "zein.ics": no such file';
  assertEquals([isOther, events], [true, [
    { kind: "unreadable", name: "zein", reason },
  ]]);
  assertEquals(home.free, { zein: null });
});

Deno.test("Source takes up new files of a folder and drops those that are gone", async () => {
  using home = new Home();
  home.write({ "zein.ics": BUSY, "more.txt": LILITH });
  await home.open();
  await home.change({ "callie.ics": BUSY, "more.txt": null });
  assertEquals(home.free, { callie: "10:00 17:00", zein: "10:00 17:00" });
  const { isOther, events } = await home.change({ "zein.ics": null });
  assertEquals([isOther, events], [true, []]);
  assertEquals(home.free, { callie: "10:00 17:00" });
  await home.change({ "callie.ics": BROKEN, "more.txt": LILITH });
  assertEquals((await home.change({ "callie.ics": null })).events, []);
  assertEquals(home.free, { lilith: "09:00 11:00" });
});

Deno.test("Source does not know when somebody is free whose calendar is too large", async () => {
  using home = new Home();
  home.write({ "zein.ics": BUSY });
  Deno.truncateSync(home.path("zein.ics"), CALENDAR_BYTES_MAX + 1);
  await home.open();
  const reason = 'Cannot read "team/zein.ics" as a calendar has at most ' +
    "67108864 bytes";
  assertEquals(home.events, [{ kind: "unreadable", name: "zein", reason }]);
});

Deno.test("Source waits for no calendar that is no file and may not end", async () => {
  using home = new Home();
  home.write({ "zein.ics": BUSY });
  Deno.symlinkSync("/dev/null", home.path("null.ics"));
  Deno.mkdirSync(home.path("folder"));
  Deno.symlinkSync(home.path("folder"), home.path("link.ics"));
  await home.open();
  assertEquals(home.free, { link: null, null: null, zein: "10:00 17:00" });
  const reason = (name: string, why: string) =>
    ({
      kind: "unreadable",
      name,
      reason: `Cannot read "team/${name}.ics": ${why}`,
    }) as const;
  assertEquals(home.events, [
    reason("link", "it is a folder"),
    reason("null", "it is no file"),
  ]);
});

Deno.test("Source reads no settings or free times without an end", async () => {
  for (const name of ["convene.toml", "more.txt"]) {
    using home = new Home();
    home.write({ "zein.ics": BUSY });
    const source = await home.open();
    Deno.symlinkSync("/dev/null", home.path(name));
    const reason = `Cannot read "team/${name}": it is no file`;
    await source.refresh({ settled: [home.path(name)], restless: [] });
    const shownAs = `team/${name}`;
    assertEquals(home.events, [{ kind: "kept", shownAs, reason }]);
    // Others are taken up all the same.
    await home.change({ "zein.ics": calendarText() });
    assertEquals(home.free, { zein: "09:00 17:00" });
    await assertRejects(() => home.open(), UnavailableError, reason);
  }
});

Deno.test("Source reads no calendar further than it was long", async () => {
  using home = new Home();
  home.write({ "zein.ics": BUSY });
  const { statSync } = Deno;
  using _ = stubbed(Deno, "statSync", (path) => {
    const info = statSync(path);
    return { ...info, size: info.size - 1 };
  });
  await home.open();
  const reason = 'Cannot read "team/zein.ics": it grows while it is read';
  assertEquals(home.events, [{ kind: "unreadable", name: "zein", reason }]);
});

Deno.test("Source tells events apart in a calendar that is no UTF-8", async () => {
  using home = new Home();
  const text = calendarText(["090000", "100000"], ["140000", "150000"])
    .replace("UID:0@", "UID:caf\xe8@").replace("UID:1@", "UID:caf\xe9@");
  const latin1 = Uint8Array.from(text, (char) => char.charCodeAt(0));
  Deno.writeFileSync(home.path("zein.ics"), latin1);
  await home.open();
  assertEquals(home.free, { zein: "10:00 14:00 15:00 17:00" });
});

Deno.test("Source reads a calendar with a mark whose lines are cut within characters", async () => {
  using home = new Home();
  const text = `\ufeff${BUSY}`.replace("BEGIN:VEVENT", "$&\r\nSUMMARY:Tür");
  const bytes = new TextEncoder().encode(text);
  const middle = bytes.indexOf(0xc3) + 1;
  const fold = new TextEncoder().encode("\r\n ");
  const whole = [...bytes.slice(0, middle), ...fold, ...bytes.slice(middle)];
  Deno.writeFileSync(home.path("zein.ics"), Uint8Array.from(whole));
  await home.open();
  assertEquals(home.events, []);
  assertEquals(home.free, { zein: "10:00 17:00" });
});

for (const [first, isLittle] of [["fffe", true], ["feff", false]] as const) {
  Deno.test(`Source reads a calendar in UTF-16 that begins with ${first}`, async () => {
    using home = new Home();
    const text = `\ufeff${BUSY}`;
    const view = new DataView(new ArrayBuffer(2 * text.length));
    for (let i = 0; i < text.length; i++) {
      view.setUint16(2 * i, text.charCodeAt(i), isLittle);
    }
    Deno.writeFileSync(home.path("zein.ics"), new Uint8Array(view.buffer));
    await home.open();
    assertEquals(home.events, []);
    assertEquals(home.free, { zein: "10:00 17:00" });
  });
}

Deno.test("Source does not know when somebody is free whose calendar changes all the time", async () => {
  using home = new Home();
  home.write({ "zein.ics": BUSY, "more.txt": LILITH });
  const source = await home.open();
  const restless = [home.path("zein.ics"), home.path("more.txt")];
  assertEquals(await source.refresh({ settled: [], restless }), true);
  const reason = (name: string) =>
    `Cannot read "team/${name}": it changes all the time`;
  // A list of free times goes on to hold, as ever.
  const [more, zein] = ["more.txt", "zein.ics"];
  assertEquals(home.events, [
    { kind: "kept", shownAs: `team/${more}`, reason: reason(more!) },
    { kind: "unreadable", name: "zein", reason: reason(zein!) },
  ]);
  assertEquals(home.free, { lilith: "09:00 11:00", zein: null });
  const { events } = await home.change({ "zein.ics": calendarText() });
  assertEquals(events, [{ kind: "readable", name: "zein" }]);
  assertEquals(home.free, { lilith: "09:00 11:00", zein: "09:00 17:00" });
});

Deno.test("filesIn() takes no more files than can be looked at", () => {
  using home = new Home();
  const source = { path: home.folder.path, shownAs: "team" };
  const [path = ""] = home.write({ "0.ics": "" });
  // Links are made and removed in a tenth of the time that files take.
  for (let i = 1; i < FOLDER_FILES_MAX; i++) {
    Deno.linkSync(path, home.path(`${i}.ics`));
  }
  assertEquals(filesIn(source).files.length, FOLDER_FILES_MAX);
  home.write({ "one.txt": "" });
  const message = 'Cannot serve "team" as a folder has at most 4096 files: ' +
    "got 4097";
  assertThrows(() => filesIn(source), FileFormatError, message);
});

Deno.test("Source reads only files that it is told have changed", async () => {
  using home = new Home();
  home.write({ "zein.ics": BUSY, "callie.ics": BUSY });
  await home.open();
  home.write({ "callie.ics": calendarText() });
  assertEquals((await home.change({ "zein.ics": BROKEN })).isOther, true);
  assertEquals(home.free, { callie: "10:00 17:00", zein: null });
  assertEquals((await home.change({ "notes.md": "" })).isOther, false);
});

Deno.test("Source keeps what a free-time file said that is broken now", async () => {
  for (const skipBadLines of [false, true]) {
    using home = new Home();
    home.write({ "zein.ics": BUSY, "more.txt": LILITH });
    await home.open({ skipBadLines });
    const bad = await home.change({ "more.txt": "bad\n" });
    const reason = 'team/more.txt:1:4: expected ";" after the name, ' +
      "got the end of the line";
    assertEquals(bad, {
      isOther: false,
      events: [{ kind: "kept", shownAs: "team/more.txt", reason }],
    });
    // Others are taken up all the same.
    await home.change({ "more.txt": "bad\n", "zein.ics": calendarText() });
    assertEquals(home.free, { lilith: "09:00 11:00", zein: "09:00 17:00" });
    await home.change({ "more.txt": `bad\n${LILITH}` });
    const text = reason;
    const skipped = { kind: "warned", text } as const;
    const kept = { kind: "kept", shownAs: "team/more.txt", reason } as const;
    assertEquals(home.events, [skipBadLines ? skipped : kept]);
  }
});

Deno.test("Source does not check who comes in two files, until one is gone", async () => {
  using home = new Home();
  home.write({ "lilith.ics": BUSY, "zein.ics": BUSY });
  await home.open();
  // In the order of the files' names, whichever came first.
  const { isOther, events } = await home.change({ "a.txt": LILITH });
  const reason = 'team/lilith.ics: "lilith" is in team/a.txt as well';
  assertEquals([isOther, events], [true, [
    { kind: "unreadable", name: "lilith", reason },
  ]]);
  assertEquals(home.free, { lilith: null, zein: "10:00 17:00" });
  const gone = await home.change({ "lilith.ics": null });
  assertEquals(gone.events, [{ kind: "readable", name: "lilith" }]);
  assertEquals(home.free, { lilith: "09:00 11:00", zein: "10:00 17:00" });
});

Deno.test("Source follows settings as they change, and keeps them if they are wrong", async () => {
  using home = new Home();
  home.write({ "zein.ics": calendarText() });
  await home.open();
  const late = '[people.zein]\nworking-hours = "Mon-Fri 12:00-20:00"\n';
  await home.change({ "convene.toml": late });
  assertEquals(home.free, { zein: "12:00 20:00" });
  // What is new, and may still be being written, waits for its own change.
  home.write({ "callie.ics": BUSY });
  await home.change({ "convene.toml": `${late}# again\n` });
  assertEquals(home.free, { zein: "12:00 20:00" });
  home.write({ "callie.ics": null });
  const wrong = await home.change({ "convene.toml": `hours = 1\n${late}` });
  assertEquals(wrong, {
    isOther: false,
    events: [{
      kind: "kept",
      shownAs: "team/convene.toml",
      reason: "team/convene.toml:1:1: expected timezone, working-hours or " +
        "[people.NAME]",
    }],
  });
  const typo = await home.change({
    "convene.toml": late.replace("zein", "zien"),
  });
  assertEquals(typo.events, [{
    kind: "warned",
    text: 'team/convene.toml: nobody here is "zien"',
  }]);
  assertEquals(home.free, { zein: "09:00 17:00" });
  await home.change({ "convene.toml": late });
  assertEquals(home.free, { zein: "12:00 20:00" });
  await home.change({ "convene.toml": null });
  assertEquals(home.free, { zein: "09:00 17:00" });
});

Deno.test("Source keeps everybody while its folder is empty", async () => {
  using home = new Home();
  home.write({ "zein.ics": BUSY, "callie.ics": BUSY });
  await home.open();
  const { isOther, events } = await home.change({
    "zein.ics": null,
    "callie.ics": null,
  });
  const reason =
    'Cannot serve "team" as the folder has no .ics and no .txt file';
  assertEquals(isOther, false);
  assertEquals(events, [{ kind: "kept", shownAs: "team", reason }]);
  assertEquals(home.free, { callie: "10:00 17:00", zein: "10:00 17:00" });
  await home.change({ "callie.ics": calendarText() });
  assertEquals(home.free, { callie: "09:00 17:00" });
});

Deno.test("Source keeps everybody while its folder is gone", async () => {
  using home = new Home();
  home.write({ "zein.ics": BUSY });
  const source = await home.open();
  const away = `${home.folder.path}.away`;
  Deno.renameSync(home.folder.path, away);
  home.events.length = 0;
  const changes = { settled: [home.path("zein.ics")], restless: [] };
  assertEquals(await source.refresh(changes), false);
  Deno.renameSync(away, home.folder.path);
  const reason = 'Cannot read "team": no such file';
  assertEquals(home.events, [{ kind: "kept", shownAs: "team", reason }]);
  assertEquals(home.free, { zein: "10:00 17:00" });
});

Deno.test("Source keeps all while a folder has numbers and instants", async () => {
  using home = new Home();
  home.write({ "zein.ics": BUSY });
  await home.open();
  const mixed = await home.change({ "n.txt": "lilith;[[1,2]]" });
  const reason = "Cannot serve numbers (team/n.txt) together with instants " +
    "(team/zein.ics)";
  assertEquals(mixed, {
    isOther: false,
    events: [{ kind: "kept", shownAs: "team", reason }],
  });
  assertEquals(home.free, { zein: "10:00 17:00" });
  await home.change({ "n.txt": LILITH });
  assertEquals(home.free, { lilith: "09:00 11:00", zein: "10:00 17:00" });
});

const REFUSED: [name: string, files: Record<string, string>, why: string][] = [
  [
    "somebody in two files",
    { "zein.ics": BUSY, "a.txt": "Zein;[]" },
    'team/zein.ics: "zein" is in team/a.txt as well',
  ],
  [
    "numbers and instants",
    { "zein.ics": BUSY, "a.txt": "lilith;[[1,2]]" },
    "Cannot serve numbers (team/a.txt) together with instants (team/zein.ics)",
  ],
  [
    "a file whose name is nobody's",
    { "zein s.ics": BUSY },
    "team/zein s.ics: expected a name of 1 to 64 letters, digits or " +
    '. _ - @ + \' before .ics, got "zein s"',
  ],
  [
    "a free-time file that is bad",
    { "zein.ics": BUSY, "a.txt": "bad" },
    "team/a.txt:1:4: expected",
  ],
  [
    "no files that count",
    { "convene.toml": "", "notes.md": "" },
    'Cannot serve "team" as the folder has no .ics and no .txt file',
  ],
  [
    "settings that are wrong",
    { "a.txt": "", "convene.toml": "colour = 1" },
    "team/convene.toml:1:1: expected timezone",
  ],
];
for (const [name, files, why] of REFUSED) {
  Deno.test(`Source does not open with ${name}`, async () => {
    using home = new Home();
    home.write(files);
    await assertRejects(() => home.open(), FileFormatError, why);
  });
}

Deno.test("Source does not open what is not there", async () => {
  using home = new Home();
  for (const name of ["a.txt", "a.ics", "a"]) {
    const options = { path: home.path(name), shownAs: name };
    const message = `Cannot read "${name}": no such file`;
    await assertRejects(() => home.open(options), UnavailableError, message);
  }
});

Deno.test("Source lists twenty of those who are in two files", async () => {
  using home = new Home();
  const names = Array.from({ length: 23 }, (_, i) => `p${i};[]\n`).join("");
  home.write({ "a.txt": names, "b.txt": names });
  const error = await assertRejects(() => home.open(), FileFormatError);
  const lines = error.message.split("\n");
  assertEquals([lines.length, lines.at(-1)], [21, "… and 3 more."]);
});

Deno.test("watchedPaths() are a folder's files that count, or the file", () => {
  using home = new Home();
  const source = { path: home.folder.path, shownAs: "team" };
  home.write({ "b.ics": "", "a.TXT": "", "c.md": "", "convene.toml": "" });
  assertEquals(
    watchedPaths(source),
    ["a.TXT", "b.ics", "convene.toml"].map((name) => home.path(name)),
  );
  const gone = { path: home.path("d.ics"), shownAs: "d.ics" };
  assertEquals(watchedPaths(gone), [gone.path]);
});
