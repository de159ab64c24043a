/** `convene check`: what is wrong with a source, and what is understood. */

import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { UnavailableError, UsageError } from "../../src/base/errors.ts";
import { runCommand } from "../../src/cli/commands.ts";
import { calendarText, eventLines } from "../support/calendar_text.ts";
import { fakeIo } from "../support/fake_io.ts";
import { TempFolder } from "../support/temp_folder.ts";

const CALENDAR = calendarText(
  ...eventLines("20261124T090000Z", "20261124T100000Z"),
);

/** What is printed of files in a folder that is shown as `team`. */
async function check(
  files: Record<string, string>,
  { path = "", args = [] }: { path?: string; args?: string[] } = {},
) {
  using home = new TempFolder();
  const team = `${home.path}/team`;
  Deno.mkdirSync(team);
  for (const [name, text] of Object.entries(files)) {
    Deno.writeTextFileSync(`${team}/${name}`, text);
  }
  const { io, printed } = fakeIo();
  const whole = ["check", team + path, "--timezone=UTC", ...args];
  const exitCode = await runCommand(whole, io);
  const { stdout, stderr } = await printed();
  assertEquals(stderr, "");
  return { exitCode, stdout: stdout.replaceAll(team, "team") };
}

Deno.test("convene check tells what is understood of a folder", async () => {
  const { exitCode, stdout } = await check({
    "more.txt": "a;[[2026-11-24T09:00,2026-11-24T10:00]]\nb;[]\n",
    "none.txt": "c;[]",
    "zein.ics": CALENDAR,
    "notes.md": "nothing",
    "convene.toml": '[people.zein]\ntimezone = "Asia/Tokyo"',
  });
  const lines = stdout.split("\n");
  assertEquals(lines.slice(0, 2), [
    "team/more.txt: 2 people, 1 interval of instants from " +
    "2026-11-24T09:00:00Z to 2026-11-24T10:00:00Z",
    "team/none.txt: 1 person, no free time",
  ]);
  const calendar = /^team\/zein.ics: zein, Asia\/Tokyo, 1 event, 0 recurring, /;
  assertMatch(lines[2]!, calendar);
  assertEquals(lines.slice(3), ["team: 4 people, 0 errors, 0 warnings", ""]);
  assertEquals(exitCode, 0);
});

Deno.test("convene check lists every problem of every file", async () => {
  const { exitCode, stdout } = await check({
    "bad.txt": "bad\n".repeat(30) + "lilith;[]\n",
    "more.txt": "lilith;[]\n",
    "a b.ics": CALENDAR,
    "zein.ics": "BEGIN:VCALENDAR\r\nnonsense\r\n",
    "convene.toml": "colour = 1\n",
  });
  const lines = stdout.split("\n");
  const bad = lines.filter((line) => line.startsWith("team/bad.txt:"));
  // What is understood of it, and all that is not.
  assertEquals(bad.length, 1 + 30);
  for (
    const problem of [
      /^team\/convene\.toml:1:1: expected timezone, /m,
      /^team\/a b\.ics: expected a name of 1 to 64 letters, /m,
      /^team\/zein\.ics:1: Cannot read "VCALENDAR" as it does not end$/m,
      /^team\/zein\.ics:2: Cannot read "nonsense" as a property$/m,
      /^team\/more\.txt: "lilith" is in team\/bad\.txt as well$/m,
      /^team: 2 people, 35 errors, 0 warnings$/m,
    ]
  ) assertMatch(stdout, problem);
  assertEquals(exitCode, 1);
});

Deno.test("convene check warns of settings for nobody", async () => {
  const { exitCode, stdout } = await check({
    "zein.ics": CALENDAR,
    "convene.toml": '[people.zien]\ntimezone = "Asia/Tokyo"',
  });
  assertMatch(
    stdout,
    /^team\/convene.toml: nobody here is "zien" \(warning\)$/m,
  );
  assertMatch(stdout, /^team: 1 person, 0 errors, 1 warning$/m);
  assertEquals(exitCode, 0);
});

Deno.test("convene check lists more lines than a function takes arguments", async () => {
  const { exitCode, stdout } = await check({ "a.txt": "?\n".repeat(200_000) });
  assertMatch(
    stdout.slice(-99),
    /^team: 0 people, 200000 errors, 0 warnings$/m,
  );
  assertEquals(exitCode, 1);
});

Deno.test("convene check shows names of zones that calendars made up, quoted", async () => {
  const zone = [
    "BEGIN:VTIMEZONE",
    "TZID:My\x1b[2J Zone",
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0100",
    "END:STANDARD",
    "END:VTIMEZONE",
  ];
  const text = CALENDAR.replace("PRODID:test", zone.join("\r\n"))
    .replace("DTEND:", "DTEND;TZID=Asia/Tokyo:")
    .replace("DTSTART:2026", "DTSTART;TZID=My\x1b[2J Zone:2026")
    .replaceAll(/(T\d{6})Z$/gm, "$1").replace("T100000", "T190000");
  const { exitCode, stdout } = await check({ "zein.ics": text });
  assertMatch(stdout, /, zones Asia\/Tokyo, "My\\u001b\[2J Zone"$/m);
  assertEquals(exitCode, 0, stdout);
});

Deno.test("convene check says that numbers and instants are mixed", async () => {
  const { exitCode, stdout } = await check({
    "zein.ics": CALENDAR,
    "a.txt": "lilith;[[-3,2],[1,12]]",
  });
  assertMatch(
    stdout,
    /^team\/a.txt: 1 person, 1 interval of numbers from -3 to 12$/m,
  );
  assertMatch(stdout, /^Cannot serve numbers \(team\/a.txt\) together with/m);
  assertMatch(stdout, /^team: 1 error, 0 warnings$/m);
  assertEquals(exitCode, 1);
});

Deno.test("convene check --output json prints one object", async () => {
  const files = { "zein.ics": CALENDAR, "a.txt": "lilith;[]\nbad" };
  const { stdout } = await check(files, { args: ["--output=json"] });
  const found = JSON.parse(stdout);
  const busy = found.files[1].busyHoursAWeek;
  assertEquals(found, {
    path: "team",
    people: 2,
    times: "instants",
    files: [
      { path: "team/a.txt", people: 1, intervals: 0, times: null },
      {
        path: "team/zein.ics",
        person: "zein",
        timezone: "UTC",
        readable: true,
        events: 1,
        recurring: 0,
        zones: [],
        rules: {},
        busyHoursAWeek: busy,
      },
    ],
    errors: [
      'team/a.txt:2:4: expected ";" after the name, got the end of the line',
    ],
    warnings: [],
  });
  const [one] = JSON.parse(
    (await check(files, {
      path: "/zein.ics",
      args: ["--output=json", "--person=Zoë"],
    })).stdout,
  ).files;
  assertEquals(one.person, "Zoë");
});

Deno.test("convene check takes no folder for one person's calendar", async () => {
  await assertRejects(
    () => check({ "zein.ics": CALENDAR }, { args: ["--person=zein"] }),
    UsageError,
    "expected an .ics file",
  );
});

Deno.test("convene check says that there is no such path", async () => {
  const error = await assertRejects(
    () => check({}, { path: "/none" }),
    UnavailableError,
    "no such file",
  );
  assertEquals(error.exitCode, 2);
});
