/** The names of a request: each person once. */

import { nameKey } from "../calendar/name.ts";

/** As many names as most ask for, or fewer. */
const FEW = 8;

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
  if (names.length <= FEW) return distinctOfFew(names);
  const seen = new Map<string, string>();
  for (const name of names) {
    const key = personKey(name);
    if (!seen.has(key)) seen.set(key, name);
  }
  return [...seen.values()];
}

/** Spares the map, which takes longer than to compare a few names. */
function distinctOfFew(names: readonly string[]): string[] {
  const keys: string[] = [];
  const distinct: string[] = [];
  for (const name of names) {
    const key = personKey(name);
    if (keys.includes(key)) continue;
    keys.push(key);
    distinct.push(name);
  }
  return distinct;
}

/** What no person's name is, stands for itself. */
function personKey(name: string): string {
  return nameKey(name) ?? name;
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
