/**
 * `convene.toml`: read, or refused with the places of all that is wrong; and
 * what is written plainly is read as it stands.
 */

import * as toml from "smol-toml";
import { FileFormatError } from "../../src/base/errors.ts";
import type { Random } from "../../src/base/ports.ts";
import {
  type FolderSettings,
  type OwnerSettings,
  readSettings,
} from "../../src/calendar/folder_settings.ts";
import { isTimezone } from "../../src/calendar/moment.ts";
import { nameKey } from "../../src/calendar/name.ts";
import { parseWorkingHours } from "../../src/calendar/working_hours.ts";
import { isCanonical } from "../../src/intervals/interval_set.ts";
import { below, pick } from "../support/seeded_random.ts";
import { damageTokens } from "./damage.ts";
import { TEXT } from "./forms.ts";
import { ODD_MARKS, ODD_NUMBERS, someName } from "./odd_texts.ts";
import { promise, type Target } from "./target.ts";

const PATH = "convene.toml";

export const SETTINGS: Target<string> = {
  name: "settings",
  share: 4,
  form: TEXT,
  generate: randomSettings,
  run(text) {
    const plain = readPlainly(text);
    const settings = settingsIn(text);
    if (settings === undefined) {
      return promise(plain === undefined, () => "refused, and it is plain");
    }
    checkAll(settings, toml.parse(text));
    if (plain === undefined) return;
    const [got, meant] = [settings, plain].map(textOf);
    promise(got === meant, () => `${got}, not ${meant}`);
  },
};

function settingsIn(text: string): FolderSettings | undefined {
  try {
    return readSettings(text, PATH, toml);
  } catch (error) {
    if (!(error instanceof FileFormatError)) throw error;
    const lines = error.message.split("\n");
    const isListed = lines.every((line) =>
      /^convene\.toml:\d+:\d+: \P{Cc}+$|^… and \d+ more\.$/u.test(line)
    );
    promise(isListed, () => `no list of places: ${error.message}`);
    const last = text.split("\n").length;
    const isThere = lines.every((line) =>
      !line.startsWith(PATH) || Number(line.split(":")[1]) <= last
    );
    promise(isThere, () => `beyond line ${last}: ${error.message}`);
    return undefined;
  }
}

/** Nothing of what is written is left out. */
function checkAll(
  settings: FolderSettings,
  { people = {}, ...own }: Record<string, unknown>,
): void {
  checkOwner(settings, own);
  const tables = Object.entries(people as Record<string, object>);
  const isAll = tables.length === settings.people.size;
  promise(isAll, () => `${settings.people.size} of ${tables.length} people`);
  for (const [name, table] of tables) {
    checkOwner(settings.people.get(nameKey(name)!)!, table);
  }
}

function checkOwner(
  { timezone, workingHours }: OwnerSettings,
  table: object,
): void {
  const known = [timezone, workingHours].filter((each) => each !== undefined);
  const isAll = known.length === Object.keys(table).length;
  promise(isAll, () => `${known.length} of ${JSON.stringify(table)}`);
  const isZone = timezone === undefined || isTimezone(timezone);
  promise(isZone, () => `the zone ${timezone}`);
  const isWeek = workingHours?.every(isCanonical) ?? true;
  promise(isWeek, () => `the hours ${workingHours}`);
}

function textOf({ people, ...own }: FolderSettings): string {
  return JSON.stringify([own, [...people].sort()]);
}

/** Undefined unless each line is as the README has it, and none repeated. */
function readPlainly(text: string): FolderSettings | undefined {
  const people = new Map<string, OwnerSettings>();
  const own: Record<string, unknown> = {};
  let table = own;
  for (const line of text.split("\n")) {
    const [, key, value] = LINE.exec(line) ?? [];
    const [, name] = /^\[people\.([a-z]+)\]$/.exec(line) ?? [];
    if (name !== undefined) {
      if (people.has(name)) return undefined;
      people.set(name, table = {});
    } else if (key === "timezone" && ZONES.includes(value!)) {
      if ("timezone" in table) return undefined;
      table.timezone = value;
    } else if (key === "working-hours" && HOURS.includes(value!)) {
      if ("workingHours" in table) return undefined;
      table.workingHours = parseWorkingHours(value!);
    } else if (line !== "") return undefined;
  }
  const sorted = ({ timezone, workingHours }: OwnerSettings) => ({
    timezone,
    workingHours,
  });
  const all = [...people].map(([name, owner]) =>
    [name, sorted(owner)] as const
  );
  return { ...sorted(own), people: new Map(all) };
}

const LINE = /^(timezone|working-hours) = "([^"\\]*)"$/;
const ZONES: readonly string[] = ["Europe/Berlin", "Asia/Tokyo", "UTC"];
const ODD_ZONES: readonly string[] = ["Mars", "+01:00", "", "\\u0000", "a\\tb"];
const HOURS: readonly string[] = [
  "Mon-Fri 09:00-17:00",
  "Sat 10:00-12:00, Sun 00:00-24:00",
];
const ODD_HOURS: readonly string[] = ["9-5", "", "Mon", "\\u001b[2J"];
const ODD_LINES: readonly string[] = [
  ...["[people]", "[people.zein]", "people = 1", "[[people]]", "colour = 1"],
  ...["people.zein = {}", "timezone = 1979-05-27", "a = '''", 'b = """', "nan"],
  ...[
    "__proto__ = 1",
    "[people.__proto__]",
    "timezone.a = 1",
    "# comment",
    "[",
  ],
  ...["[people.constructor]", "working-hours = [1, 2]", "\0", "\ufeff", "\r"],
];

function randomSettings(random: Random): string {
  const tokens = settingTokens(random);
  if (random() < 0.4) return tokens.join("");
  return damageTokens(random, tokens, {
    other: () => settingTokens(random),
    odd: pick(random, [ODD_LINES, ODD_MARKS, ODD_NUMBERS]),
  }).join("");
}

function settingTokens(random: Random): string[] {
  const tokens = ownTokens(random);
  for (let left = below(random, 4); left > 0; left--) {
    const name = random() < 0.8
      ? pick(random, ["zein", "lilith", "callie", "Zein"])
      : JSON.stringify(someName(random));
    tokens.push("[people.", name, "]", "\n", ...ownTokens(random));
    if (random() < 0.1) tokens.push(pick(random, ODD_LINES), "\n");
  }
  return tokens;
}

function ownTokens(random: Random): string[] {
  const tokens: string[] = [];
  const value = (good: readonly string[], odd: readonly string[]) =>
    pick(random, random() < 0.96 ? good : odd);
  if (random() < 0.5) {
    tokens.push("timezone", " = ", `"${value(ZONES, ODD_ZONES)}"`, "\n");
  }
  if (random() < 0.5) {
    tokens.push("working-hours", " = ", `"${value(HOURS, ODD_HOURS)}"`, "\n");
  }
  return tokens;
}
