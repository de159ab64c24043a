/**
 * Lines of clients: each is a question, a refusal or nothing, and whatever is
 * answered to it is one line that its client reads as it was meant.
 */

import type { Random } from "../../src/base/ports.ts";
import { nameKey } from "../../src/calendar/name.ts";
import { fromPairs } from "../../src/intervals/interval_set.ts";
import { formatRequest } from "../../src/wire/client_answers.ts";
import {
  type Findings,
  formatJsonAnswer,
  formatTextAnswer,
  parseRequest,
  PLAIN,
  type QueryRequest,
} from "../../src/wire/client_lines.ts";
import type { Terms } from "../../src/wire/terms.ts";
import { formatRefusal, type Refusal } from "../../src/wire/refusals.ts";
import { below, pick } from "../support/seeded_random.ts";
import { damageTokens } from "./damage.ts";
import { TEXT } from "./forms.ts";
import {
  fieldText,
  joinJson,
  listTokens,
  numberToken,
  objectTokens,
  spelling,
  strayTokens,
  textToken,
} from "./json_tokens.ts";
import { BLANKS, ODD_MARKS, ODD_NUMBERS, someName } from "./odd_texts.ts";
import { isOneLine, promise, type Target } from "./target.ts";

const CODES = ["bad_request", "too_many_names"];

export const REQUESTS: Target<string> = {
  name: "requests",
  share: 20,
  form: TEXT,
  generate: randomRequest,
  run(line) {
    const request = parseRequest(line);
    if (request === null) {
      const isBlank = line.split(/[\s,]/).every((word) => word === "");
      return promise(isBlank, () => "a line with something was ignored");
    }
    const isJson = line.trim().startsWith("{");
    promise(request.json === isJson, () => "answered in the other form");
    if (isJson) checkId(request.id, line);
    else promise(request.id === "", () => "an id that nobody gave");
    if (request.kind === "refusal") checkRefusal(request);
    else if (request.kind === "query") checkQuery(request);
    else {
      const isSaid = line.includes(request.kind);
      promise(isSaid, () => `a ${request.kind} that nobody said`);
    }
  },
};

/** The id of a readable request comes back, digit for digit if it must. */
function checkId(id: string, line: string): void {
  const asked = objectIn(line);
  if (asked === undefined || typeof asked.id === "boolean") {
    return promise(id === "", () => `an id of nowhere: ${id}`);
  }
  if (typeof asked.id !== "number" && typeof asked.id !== "string") {
    return promise(id === "", () => `an id that is none: ${id}`);
  }
  // Nested too deeply: refused without its id.
  if (id === "" && line.length > 5_000) return;
  const isSame = JSON.parse(id) === asked.id;
  promise(isSame, () => `${asked.id} came back as ${id}`);
  if (typeof asked.id === "string" || Number.isSafeInteger(asked.id)) return;
  const text = fieldText(line.trim(), "id");
  promise(id === text, () => `${text} came back as ${id}`);
}

function objectIn(line: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(line.trim());
  } catch {
    return undefined;
  }
}

function checkRefusal(refusal: Refusal): void {
  const { code, json, id, message } = refusal;
  promise(CODES.includes(code), () => `the code ${code}`);
  const line = formatRefusal(refusal);
  promise(isOneLine(line), () => `more than a line: ${line}`);
  if (!json) return;
  const said = JSON.parse(line);
  const isSaid = said.error.code === code && said.error.message === message;
  promise(isSaid, () => `not what was refused: ${line}`);
  promise("id" in said === (id !== ""), () => `the id in ${line}`);
}

function checkQuery({ id, names, terms }: QueryRequest): void {
  if (terms) checkTerms(names, terms);
  promise(names.length > 0 && names.length <= 256, () => `${names.length}`);
  const keys = new Set(names.map(keyOf));
  promise(keys.size === names.length, () => "somebody is asked twice");
  const found = someFindings(names);
  const line = formatJsonAnswer(id, found);
  promise(isOneLine(line), () => `more than a line: ${line}`);
  const said = JSON.parse(line);
  const expected = JSON.stringify([
    found.slots && [[-3, 0], [2, 9007199254740991]].slice(0, names.length),
    found.unknown,
    found.pending,
    found.unreachable,
  ]);
  const got = [said.slots, said.unknown, said.pending, said.unreachable];
  promise(JSON.stringify(got) === expected, () => `${line} <> ${expected}`);
  const text = formatTextAnswer(found);
  const isPlain = text.endsWith("\n") && !/(?!\n)\p{Cc}/u.test(text);
  promise(isPlain, () => `controls in ${text}`);
  const count = found.unknown.length + found.pending.length +
    found.unreachable.length + (found.slots === null ? 0 : 1);
  const lines = text.split("\n").length - 1;
  promise(lines === count, () => `${lines}, not ${count} lines: ${text}`);
}

/** Terms are about all who are asked, and the same when they are read again. */
function checkTerms(names: readonly string[], terms: Terms): void {
  const shared = new Set([...terms.required, ...terms.optional].map(keyOf));
  const isShared = shared.size === names.length &&
    terms.required.length + terms.optional.length === names.length &&
    names.every((name) => shared.has(keyOf(name)));
  promise(isShared, () => `${names} <> ${JSON.stringify(terms)}`);
  const again = parseRequest(formatRequest(1, { names, terms }));
  const isSame = again?.kind === "query" &&
    JSON.stringify(again.terms) === JSON.stringify(terms);
  promise(isSame, () => `${JSON.stringify(terms)} <> ${JSON.stringify(again)}`);
}

function keyOf(name: string): string {
  return nameKey(name) ?? name;
}

/** Findings with some names in each of their places. */
function someFindings(names: readonly string[]): Findings {
  const share = (part: number) => names.filter((_, i) => i % 4 === part);
  const pairs: [number, number][] = [[-3, 0], [2, Number.MAX_SAFE_INTEGER]];
  return {
    names: [...share(0), ...share(1)],
    slots: names.length < 3 ? fromPairs(pairs.slice(0, names.length)) : null,
    unknown: share(2),
    unreachable: names.length > 1 ? [{ server: "B", names: share(1) }] : [],
    pending: share(3),
    waitingFor: share(3).length > 0 ? ["C"] : [],
    ...PLAIN,
  };
}

function randomRequest(random: Random): string {
  const kind = below(random, 20);
  if (kind === 0) return noiseLine(random);
  const make = kind < 12 ? jsonRequest : textRequest;
  const tokens = make(random);
  const damaged = random() < 0.4 ? tokens : damageTokens(random, tokens, {
    other: () => jsonRequest(random),
    odd: pick(random, [ODD_MARKS, ODD_NUMBERS, BLANKS]),
  });
  return kind < 12 ? joinJson(random, damaged) : damaged.join("");
}

/** Any code units, surrogates and controls among them. */
export function noiseLine(random: Random): string {
  const ends = [0x80, 0x300, 0xd900, 0xe000, 0x10000];
  const codes = Array.from(
    { length: below(random, 40) },
    () => below(random, pick(random, ends)),
  );
  return (random() < 0.5 ? "{" : "") + String.fromCharCode(...codes);
}

function jsonRequest(random: Random): string[] {
  const fields: [string, readonly string[]][] = [];
  if (random() < 0.8) fields.push(["id", idTokens(random)]);
  const names = manyOrFew(random).map((name) =>
    random() < 0.98 ? [textToken(random, name)] : strayTokens(random)
  );
  fields.push(["names", listTokens(names)]);
  if (random() < 0.4) fields.push(...termFields(random, names));
  if (random() < 0.15) {
    const name = pick(random, ["id", "names", "__proto__", "toString", ""]);
    fields.push([name, strayTokens(random)]);
  }
  if (random() < 0.2) fields.reverse();
  return objectTokens(random, fields);
}

const TERMS: readonly (readonly [field: string, values: readonly string[]])[] =
  [
    ["from", ["5", "now", "2026-03-29T02:30", "1970-01-01T00:00Z"]],
    ["to", ["9", "today", "+2w", "18:00"]],
    ["duration", ["2", "30m", "PT1H", "0"]],
    ["granularity", ["3", "15m", "25h"]],
    ["bufferBefore", ["0", "5m"]],
    ["timezone", ["UTC", "Asia/Tokyo", "Mars"]],
    ["sort", ["earliest", "longest", "best"]],
    ["tentative", ["busy", "free"]],
    ["minAttendees", ["2", "80%", "0"]],
    ["limit", ["1", "-1"]],
    ["explain", ["true", "false"]],
    ["coverage", ["true"]],
  ];

/** Some terms, a few of which are wrong; words are text, and so may numbers. */
function termFields(
  random: Random,
  names: readonly (readonly string[])[],
): [string, readonly string[]][] {
  const fields: [string, readonly string[]][] = [];
  for (let count = 1 + below(random, 3); count > 0; count--) {
    const [field, values] = pick(random, TERMS);
    const value = pick(random, values);
    const isBare = /^(?:-?\d+|true|false)$/.test(value) && random() < 0.8;
    fields.push([field, [isBare ? value : textToken(random, value)]]);
  }
  const field = pick(random, ["required", "optional"]);
  if (random() < 0.3) fields.push([field, listTokens(names.slice(1))]);
  return fields;
}

function idTokens(random: Random): readonly string[] {
  if (random() < 0.1) return [spelling(random)];
  if (random() < 0.5) return [numberToken(random)];
  return random() < 0.8
    ? [textToken(random, someName(random))]
    : strayTokens(random);
}

function textRequest(random: Random): string[] {
  return manyOrFew(random).flatMap((name) => [
    name,
    random() < 0.8 ? pick(random, [" ", ",", ", "]) : pick(random, BLANKS),
  ]);
}

/** A few names; in one line of 500 as many as go and a few more. */
function manyOrFew(random: Random): string[] {
  const names = Array.from(
    { length: below(random, 5) },
    () => someName(random),
  );
  if (random() < 0.998) return names;
  const count = 254 + below(random, 4);
  return Array.from({ length: count }, (_, i) => `n${i}`);
}
