/** What `convene check` prints: for people, or for programs. */

import { counted } from "../base/counted.ts";
import { quote } from "../base/errors.ts";
import type { People } from "../calendar/people.ts";
import type { CheckedFile, CheckedSource } from "../store/source_check.ts";
import type { ReadCalendar } from "../store/source_reader.ts";
import { formatTime } from "../wire/slot_text.ts";

/** A block for each file, then the problems, then a line that counts. */
export function formatCheckText(path: string, checked: CheckedSource): string {
  const { files, people, errors, warnings } = checked;
  const count = people === null
    ? ""
    : `${counted(people.names.size, "person", "people")}, `;
  return [
    ...files.map(formatFile),
    ...warnings.map((warning) => `${warning} (warning)`),
    ...errors,
    `${path}: ${count}${counted(errors.length, "error")}, ` +
    counted(warnings.length, "warning"),
  ].join("\n") + "\n";
}

function formatFile(file: CheckedFile): string {
  if (file.kind === "calendar") return formatCalendar(file.read);
  const { names } = file.people;
  return `${file.shownAs}: ${counted(names.size, "person", "people")}, ${
    formatTimes(file.people)
  }`;
}

function formatTimes({ columns, times }: People): string {
  if (times === null) return "no free time";
  const { first, last } = ends(columns.bounds);
  const count = counted(columns.bounds.length / 2, "interval");
  const span = `${formatTime(first, times)} to ${formatTime(last, times)}`;
  return `${count} of ${times} from ${span}`;
}

function ends(bounds: Float64Array) {
  let [first, last] = [Infinity, -Infinity];
  for (const bound of bounds) {
    if (bound < first) first = bound;
    if (bound > last) last = bound;
  }
  return { first, last };
}

function formatCalendar(
  { shownAs, name, timezone, examined }: ReadCalendar,
): string {
  const head = `${shownAs}: ${name}, ${timezone ?? "time zone unknown"}`;
  if (!examined?.calendar) return `${head}, cannot be read`;
  const { events, recurring, rules, zones, busyHoursAWeek } = examined.summary;
  const kinds = [...rules].map(([rule, count]) => `${count} ${rule}`);
  const ofRules = kinds.length > 0 ? ` (${kinds.join(", ")})` : "";
  return [
    `${head}, ${counted(events, "event")}, ${recurring} recurring${ofRules}`,
    `${busyHoursAWeek.toFixed(1)} busy hours a week`,
    ...(zones.length > 0 ? [`zones ${zones.map(formatZone).join(", ")}`] : []),
  ].join(", ");
}

/** A calendar gives its own zones any names. */
function formatZone(name: string): string {
  return /^[\w/+-]{1,60}$/.test(name) ? name : quote(name);
}

/** One object on one line. */
export function formatCheckJson(path: string, checked: CheckedSource): string {
  const { files, people, errors, warnings } = checked;
  return JSON.stringify({
    path,
    people: people?.names.size ?? null,
    times: people?.times ?? null,
    files: files.map(describeFile),
    errors,
    warnings,
  }) + "\n";
}

function describeFile(file: CheckedFile): Record<string, unknown> {
  if (file.kind === "listed") {
    const { names, columns, times } = file.people;
    const intervals = columns.bounds.length / 2;
    return { path: file.shownAs, people: names.size, intervals, times };
  }
  const { shownAs: path, name: person, timezone, examined } = file.read;
  if (examined === null) return { path, person, timezone, readable: false };
  const { events, recurring, rules, zones, busyHoursAWeek } = examined.summary;
  const readable = examined.calendar !== null;
  return {
    ...{ path, person, timezone, readable, events, recurring, zones },
    rules: Object.fromEntries(rules),
    busyHoursAWeek,
  };
}
