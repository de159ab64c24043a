/**
 * A calendar's text as components with their properties, each with its line.
 *
 * ical.js reads properties that have parameters, a line at a time, so that what
 * it refuses has a line, and only those that matter to time: descriptions are
 * most of a calendar. It does not see whether an `END` is that of its `BEGIN`,
 * so the nesting is checked here.
 *
 * @see RFC 5545 §3.1, §3.4, §3.6
 */

import ICAL from "ical.js";
import { CALENDAR_PARAMETERS_CHARS_MAX } from "../base/calendar_limits.ts";
import { quote } from "../base/errors.ts";
import { contentLines } from "./content_lines.ts";
import type { CalendarProblems } from "./problems.ts";

export interface Property {
  /** In upper case. */
  readonly name: string;
  /** By names in lower case; values are text, or lists of it. */
  readonly params: Readonly<Record<string, unknown>>;
  /** As it is written. */
  readonly value: string;
  readonly line: number;
}

export interface Component {
  /** In upper case. */
  readonly name: string;
  readonly line: number;
  readonly properties: Property[];
  readonly components: Component[];
}

const KEPT_PROPERTIES: ReadonlySet<string> = new Set([
  "BUSYTYPE",
  "DTEND",
  "DTSTAMP",
  "DTSTART",
  "DURATION",
  "EXDATE",
  "EXRULE",
  "FREEBUSY",
  "LAST-MODIFIED",
  "PRIORITY",
  "RDATE",
  "RECURRENCE-ID",
  "RRULE",
  "SEQUENCE",
  "STATUS",
  "TRANSP",
  "TZID",
  "TZOFFSETFROM",
  "TZOFFSETTO",
  "UID",
  "X-MICROSOFT-CDO-BUSYSTATUS",
]);

/** What stands in a calendar itself. */
const TAKES_TIME: ReadonlySet<string> = new Set([
  "VAVAILABILITY",
  "VEVENT",
  "VFREEBUSY",
]);

/**
 * The calendars of a text; what is wrong with its lines are problems.
 *
 * @throws {CalendarError} If there are too many lines.
 */
export function parseComponents(
  text: string,
  problems: CalendarProblems,
): readonly Component[] {
  const nesting = new Nesting(problems);
  let last = 1;
  for (const { text: line, number } of contentLines(text)) {
    nesting.take(line, number);
    last = number;
    if (problems.isFull) return [];
  }
  return nesting.finish(last);
}

class Nesting {
  readonly #problems: CalendarProblems;
  readonly #roots: Component[] = [];
  readonly #open: Component[] = [];

  constructor(problems: CalendarProblems) {
    this.#problems = problems;
  }

  take(text: string, line: number): void {
    // Some programs' own names have an underscore, or a dot.
    const [, name] = /^([\w.-]+)[;:]/.exec(text) ?? [];
    if (name === undefined || !text.includes(":")) {
      this.#refuse(text, line, "a property");
      return;
    }
    const key = name.toUpperCase();
    if (key === "BEGIN") this.#begin(valueOf(text), line);
    else if (key === "END") this.#end(valueOf(text), text, line);
    else if (this.#open.length === 0) {
      this.#refuse(text, line, "a property of a calendar");
    } else if (KEPT_PROPERTIES.has(key)) {
      this.#add(key, text, line);
    }
  }

  finish(line: number): readonly Component[] {
    for (const { name, line: begun } of this.#open) {
      const message = `Cannot read ${quote(name)} as it does not end`;
      this.#problems.error(begun, message);
    }
    if (this.#roots.length === 0 && this.#problems.errors === 0) {
      this.#problems.error(line, "Cannot read a calendar as there is none");
    }
    return this.#roots;
  }

  #begin(value: string, line: number): void {
    const name = value.toUpperCase();
    const parent = this.#open.at(-1);
    const component = { name, line, properties: [], components: [] };
    this.#open.push(component);
    if (parent !== undefined) {
      parent.components.push(component);
      // It would not be looked for there, and its time be free.
      const isMisplaced = name === "VCALENDAR" ||
        TAKES_TIME.has(name) && parent.name !== "VCALENDAR";
      if (isMisplaced) {
        const within = `within ${quote(parent.name)}`;
        this.#problems.error(line, `Cannot read a ${name} ${within}`);
      }
    } else if (name === "VCALENDAR") {
      this.#roots.push(component);
    } else {
      this.#problems.error(line, `Cannot read ${quote(name)} as a calendar`);
    }
  }

  #end(value: string, text: string, line: number): void {
    const component = this.#open.at(-1);
    if (component?.name !== value.toUpperCase()) {
      const open = component === undefined ? "anything" : quote(component.name);
      this.#refuse(text, line, `the end of ${open}`);
      return;
    }
    this.#open.pop();
  }

  #add(name: string, text: string, line: number): void {
    const params = paramsOf(name, text);
    if (params === undefined) {
      this.#refuse(text, line, "a property of iCalendar");
      return;
    }
    const property = { name, params, value: valueOf(text), line };
    this.#open.at(-1)!.properties.push(property);
  }

  #refuse(text: string, line: number, what: string): void {
    this.#problems.error(line, `Cannot read ${quote(text)} as ${what}`);
  }
}

const NO_PARAMS: Property["params"] = {};

/** Undefined if they are none: what ical.js says would repeat the line. */
function paramsOf(name: string, text: string): Property["params"] | undefined {
  // Most lines have none, and their values are read elsewhere.
  if (text[name.length] === ":") return NO_PARAMS;
  // ical.js takes the square of their length, and others wait meanwhile.
  const length = colonOf(text);
  if (length < 0 || length > CALENDAR_PARAMETERS_CHARS_MAX) return undefined;
  try {
    return namedParams(ICAL.parse.property(text)[1]);
  } catch {
    return undefined;
  }
}

/**
 * By names as they are looked up. ical.js takes whatever stands before `=` for
 * a name, and where programs fold with two blanks it begins with one; a zone
 * that is not found under its name would be the owner's.
 */
function namedParams(
  params: Property["params"],
): Property["params"] | undefined {
  const named: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(params)) {
    const key = name.trim();
    if (!/^[\w.-]+$/.test(key)) return undefined;
    named[key] = value;
  }
  return named;
}

/** What comes after the first colon that is in no quotes. */
function valueOf(text: string): string {
  return text.slice(colonOf(text) + 1).trim();
}

/** Where that colon is; -1 if there is none. */
function colonOf(text: string): number {
  let at = text.indexOf(":");
  let quoteAt = text.indexOf('"');
  while (quoteAt >= 0 && quoteAt < at) {
    const end = text.indexOf('"', quoteAt + 1);
    if (end < 0) return -1;
    if (end > at) at = text.indexOf(":", end);
    quoteAt = text.indexOf('"', end + 1);
  }
  return at;
}
