/** Bookings as khal reads them, where it is installed. */

import { assertEquals } from "@std/assert";
import { formatCalendar } from "../../src/cli/icalendar.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { instants } from "../support/timed_slots.ts";

const CONFIG = `
[calendars]
[[bookings]]
path = FOLDER/bookings
[sqlite]
path = FOLDER/khal.db
[locale]
local_timezone = Europe/Berlin
default_timezone = Europe/Berlin
timeformat = %H:%M
dateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdateformat = %Y-%m-%d
longdatetimeformat = %Y-%m-%d %H:%M
`;

const IS_INSTALLED = (Deno.env.get("PATH") ?? "").split(":")
  .some((folder) => exists(`${folder}/khal`));

function exists(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

/** @returns What it prints. */
async function khal(
  { path }: TempFolder,
  ...args: string[]
): Promise<string> {
  const command = new Deno.Command("khal", {
    args: [`--config=${path}/config`, ...args],
    // It would look for settings of whoever runs the tests.
    env: { HOME: path, LC_ALL: "C.UTF-8" },
  });
  const { stdout, stderr } = await command.output();
  assertEquals(new TextDecoder().decode(stderr), "");
  return new TextDecoder().decode(stdout);
}

Deno.test({
  name: "khal shows bookings of instants on the clock of whoever reads them",
  ignore: !IS_INSTALLED,
}, async () => {
  using temp = new TempFolder();
  const { path } = temp;
  await Deno.mkdir(`${path}/bookings`);
  await Deno.writeTextFile(`${path}/config`, CONFIG.replaceAll("FOLDER", path));
  const bookings = [{
    id: "8Q2KD0M5WZ8H3RTA",
    // Half an hour before clocks are put back, and half an hour after.
    slot: instants("2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"),
    names: ["zoë"],
    title: "",
  }, {
    id: "7Q2KD0M5WZ8H3RTA",
    slot: instants("2026-11-24T08:00:00Z", "2026-11-24T09:30:00Z"),
    names: ["jonas", "amara"],
    title: 'Büro; "Review", 2',
  }];
  const nowMs = Date.UTC(2026, 9, 1);
  await Deno.writeTextFile(`${path}/a.ics`, formatCalendar(bookings, nowMs));
  await khal(temp, "import", "--batch", `${path}/a.ics`);
  const format = "--format={start-long} {end-long} {title}";
  const listed = await khal(temp, "list", format, "2026-10-25", "31d");
  assertEquals(listed.split("\n").filter((line) => line.startsWith("20")), [
    "2026-10-25 02:30 2026-10-25 02:30 zoë",
    '2026-11-24 09:00 2026-11-24 10:30 Büro; "Review", 2',
  ]);
});
