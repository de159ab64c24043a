/** The names of a request: each person once. */

import { nameKey } from "../calendar/name.ts";

/** Names in a line, split at spaces and commas. */
export function splitLine(line: string): string[] {
  return line.split(/[\s,]+/).filter((name) => name !== "");
}

/** Names in a line; a person counts once. */
export function splitNames(line: string): string[] {
  return distinctNames(splitLine(line));
}

/** Each person once, in the first spelling. */
export function distinctNames(names: readonly string[]): string[] {
  if (names.length < 2) return [...names];
  const seen = new Map<string, string>();
  for (const name of names) {
    const key = nameKey(name) ?? name;
    if (!seen.has(key)) seen.set(key, name);
  }
  return [...seen.values()];
}

/** Whether it is a list of names that were asked, spelt as they were. */
export function areAmong(
  names: unknown,
  asked: readonly string[],
): names is string[] {
  return Array.isArray(names) && names.every((name) => asked.includes(name));
}

/** As {@linkcode areAmong}, spelt as anybody may spell them. */
export function arePeopleAmong(
  names: unknown,
  asked: readonly string[],
): names is string[] {
  const keys = new Set(asked.map(nameKey));
  return isNameList(names) && names.every((name) => {
    const key = nameKey(name);
    return key !== undefined && keys.has(key);
  });
}

/** Whether it is a list of texts that somebody may be called. */
export function isNameList(value: unknown): value is string[] {
  return Array.isArray(value) &&
    value.every((name) => typeof name === "string" && name !== "");
}
