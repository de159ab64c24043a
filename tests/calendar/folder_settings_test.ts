import { assertEquals, assertRejects } from "@std/assert";
import { FileFormatError } from "../../src/base/errors.ts";
import { parseSettings } from "../../src/calendar/folder_settings.ts";
import { parseWorkingHours } from "../../src/calendar/working_hours.ts";

const FILE = `# the team in Berlin, and one in Tokyo
timezone = "Europe/Berlin"
working-hours = "Mon-Fri 08:00-16:00"

[people.Mirai]
timezone = "Asia/Tokyo"

[people."zoë"]
working-hours = "Mon-Thu 09:00-15:00"
`;

Deno.test("parseSettings() reads what holds for all, and for some", async () => {
  const { people, ...ofAll } = await parseSettings(FILE, "convene.toml");
  assertEquals(ofAll, {
    timezone: "Europe/Berlin",
    workingHours: parseWorkingHours("Mon-Fri 08:00-16:00"),
  });
  assertEquals([...people], [
    ["mirai", { timezone: "Asia/Tokyo", workingHours: undefined }],
    ["zoë", {
      timezone: undefined,
      workingHours: parseWorkingHours("Mon-Thu 09:00-15:00"),
    }],
  ]);
});

Deno.test("parseSettings() of nothing sets nothing", async () => {
  const { people, timezone, workingHours } = await parseSettings("", "x");
  assertEquals([people.size, timezone, workingHours], [
    0,
    undefined,
    undefined,
  ]);
});

const BAD: [name: string, text: string, problem: string][] = [
  ["what is no TOML", "timezone = = 1", "c.toml:1:12: expected TOML"],
  [
    "text that is in no quotes",
    "timezone = Europe/Berlin",
    "c.toml:1:12: expected TOML, with text in quotes: invalid value",
  ],
  [
    "an unknown key",
    'timezone = "UTC"\ncolour = 1',
    "c.toml:2:1: expected timezone, working-hours or [people.NAME]",
  ],
  [
    "an unknown key of a person, after the same key of others",
    '[people.a]\nzone = "x"\n[people.b]\n zone = "x"',
    "c.toml:2:1: expected timezone, working-hours\n" +
    "c.toml:4:2: expected timezone, working-hours",
  ],
  [
    "an unknown zone, of one and not of all",
    'timezone = "UTC"\n[people.a]\ntimezone = "UTC"\n[people.b]\n' +
    'timezone = "Mars"\n[people.c]\ntimezone = "UTC"',
    'c.toml:5:1: expected an IANA time zone like Europe/Berlin, got "Mars"',
  ],
  [
    "an unknown key, and not what speaks of it before or later",
    "# colour\ncolour = 1\n# colour\n# colour\n# colour",
    "c.toml:2:1: expected timezone",
  ],
  [
    "a zone that is a number",
    "timezone = 1",
    "c.toml:1:1: expected an IANA time zone like Europe/Berlin, in quotes",
  ],
  ["a table of hours", "working-hours.a = 1", "c.toml:1:1: expected working"],
  [
    "a list of hours",
    'working-hours = ["Mon 09:00-12:00"]',
    'c.toml:1:1: expected working hours like "Mon-Fri 09:00-12:00 ' +
    '13:00-17:00, Sat 10:00-12:00", in quotes',
  ],
  ["a table for a zone", "timezone = { a = 1 }", "c.toml:1:1: expected an"],
  ["a list of people", "[[people]]", "c.toml:1:3: expected tables"],
  [
    "an offset for a zone",
    'timezone = "+01:00"',
    "c.toml:1:1: expected an IANA time zone",
  ],
  [
    "hours that are none",
    '\n\n  working-hours = "Mon 9-5"',
    'c.toml:3:3: Cannot read "Mon 9-5" as working hours',
  ],
  ["people who are no table", "people = 1", "c.toml:1:1: expected tables"],
  [
    "a person who is no table",
    "people.zein = 1",
    "c.toml:1:8: expected a table",
  ],
  [
    "a name that is none",
    '[people."a b"]',
    "c.toml:1:10: expected a name of 1 to 64",
  ],
  [
    "a name with a dot and without quotes, and says how it is written",
    '[people.anna.b]\ntimezone = "UTC"',
    "c.toml:1:14: expected timezone, working-hours, or a name with a dot in " +
    'quotes, like [people."anna.b"]',
  ],
  [
    "a name twice, as names are compared",
    "[people.Zein]\n[people.zein]",
    'c.toml:2:9: name "zein" is repeated',
  ],
  ["an escaped key", '"\\u0061" = 1', "c.toml:1:1: expected timezone"],
  [
    "a key in a value of several lines",
    'colour = """\ncolour\n"""\n',
    "c.toml:1:1: expected timezone",
  ],
];
for (const [name, text, problem] of BAD) {
  Deno.test(`parseSettings() refuses ${name}`, async () => {
    await assertRejects(
      () => parseSettings(text, "c.toml"),
      FileFormatError,
      problem,
    );
  });
}

Deno.test("parseSettings() lists twenty problems and counts the rest", async () => {
  const keys = Array.from({ length: 50 }, (_, i) => `key${i} = ${i}`);
  const error = await assertRejects(
    () => parseSettings(keys.join("\n"), "c.toml"),
    FileFormatError,
  );
  const lines = error.message.split("\n");
  assertEquals(lines.slice(0, 20).map((line) => line.split(":")[1]), [
    ...Array.from({ length: 20 }, (_, i) => `${i + 1}`),
  ]);
  assertEquals(lines.slice(20), ["… and 30 more."]);
});
