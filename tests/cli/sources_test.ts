import { assertEquals, assertThrows } from "@std/assert";
import { UsageError } from "../../src/base/errors.ts";
import { parseFlags } from "../../src/cli/flags.ts";
import {
  CALENDAR_FLAGS,
  checkPerson,
  PERSON_FLAG,
  serverNameOf,
  sourceOf,
  sourcesOf,
} from "../../src/cli/sources.ts";
import { TempFolder } from "../support/temp_folder.ts";

function nameOf(path: string): string {
  return serverNameOf({ path, shownAs: path });
}

Deno.test("serverNameOf() is a file's stem or a folder's name, in capitals", () => {
  using home = new TempFolder();
  const folder = `${home.path}/team.berlin`;
  Deno.mkdirSync(folder);
  assertEquals(nameOf("data/a.txt"), "A");
  assertEquals(nameOf("not/there/zein.ics"), "ZEIN");
  assertEquals(nameOf(folder), "TEAM.BERLIN");
  assertEquals(nameOf(`${folder}/`), "TEAM.BERLIN");
  const name = Deno.realPathSync(".").split("/").at(-1);
  assertEquals(nameOf("."), name?.toUpperCase());
});

Deno.test("sourceOf() takes a sample that there is none of for what it says", () => {
  const path = "data/nobody.txt";
  assertEquals(sourceOf(path), { path, shownAs: path });
});

Deno.test("sourcesOf() names each source apart", () => {
  const sources = sourcesOf(["x/a.txt", "y/a.txt", "b.ics"]);
  assertEquals(sources.map(({ name }) => name), ["A", "A2", "B"]);
  assertEquals(sourcesOf([]).map(({ name }) => name), ["A", "B"]);
});

Deno.test("checkPerson() lets only calendars have an owner", () => {
  using home = new TempFolder();
  const path = `${home.path}/team.ics`;
  Deno.mkdirSync(path);
  const check = (path: string, person?: string) =>
    checkPerson({ path, shownAs: "it" }, person);
  check("zein.ics", "Zoë");
  check("a.txt");
  const message =
    'Cannot take "it" for the calendar of "Zoë": expected an .ics';
  for (const other of [path, home.path, "a.txt"]) {
    assertThrows(() => check(other, "Zoë"), UsageError, message);
  }
});

const TABLE = { ...CALENDAR_FLAGS, person: PERSON_FLAG };

const REFUSED: [arg: string, message: string][] = [
  [
    "--timezone=Berlin",
    '--timezone: Cannot read "Berlin" as a time zone: expected an IANA time ' +
    "zone like Europe/Berlin",
  ],
  [
    "--working-hours=9-5",
    '--working-hours: Cannot read "9-5" as working hours like',
  ],
  ["--person=zein s", '--person: Cannot read "zein s" as a name: expected'],
];
for (const [arg, message] of REFUSED) {
  Deno.test(`parseFlags() refuses ${arg}`, () => {
    assertThrows(() => parseFlags([arg], TABLE), UsageError, message);
  });
}
