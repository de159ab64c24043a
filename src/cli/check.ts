/** `convene check`: what is wrong with a source, and what is understood. */

import { quote, UsageError } from "../base/errors.ts";
import { checkSource } from "../store/source_check.ts";
import { formatCheckJson, formatCheckText } from "./check_output.ts";
import { defineCommand } from "./command.ts";
import { flag, parseChoice } from "./flags.ts";
import {
  CALENDAR_FLAGS,
  checkPerson,
  PERSON_FLAG,
  sourceOf,
} from "./sources.ts";

const FLAGS = {
  person: PERSON_FLAG,
  ...CALENDAR_FLAGS,
  output: flag({
    placeholder: "text|json",
    summary: "how findings are printed: as text, or one JSON object",
    fallback: "text",
  }, parseChoice("text", "json")),
};

const DETAILS = `
PATH is what serve-backend takes: a free-time file, an .ics calendar, or a
folder of these. Every problem is listed with its file and line; with an error
the exit code is 1, and 2 if there is no such path, or a folder with nothing in
it that could be served. Busy hours a week are the mean of the four weeks from
now.

Examples:
  convene check data/team
  convene check zein.ics --timezone Europe/Berlin
`;

export const CHECK = defineCommand({
  name: "check",
  operands: "PATH",
  summary: "List what is wrong with calendars, and what is understood",
  flags: FLAGS,
  details: DETAILS,
}, async ({ flags, operands }, io) => {
  const [path, second] = operands;
  if (path === undefined) {
    throw new UsageError("Cannot check nothing: expected PATH");
  }
  if (second !== undefined) {
    throw new UsageError(
      `Cannot check ${quote(second)} as well: expected one PATH`,
    );
  }
  const source = sourceOf(path);
  checkPerson(source, flags.person);
  const checked = await checkSource({
    ...source,
    person: flags.person,
    timezone: flags.timezone,
    workingHours: flags["working-hours"],
  });
  const format = flags.output === "json" ? formatCheckJson : formatCheckText;
  io.stdout.write(format(path, checked));
  return checked.errors.length > 0 ? 1 : 0;
});
