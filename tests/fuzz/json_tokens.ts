/** JSON as tokens, in the many ways in which the same can be written. */

import type { Random } from "../../src/base/ports.ts";
import { below, pick } from "../support/seeded_random.ts";
import { ODD_NUMBERS } from "./odd_texts.ts";

type Tokens = readonly string[];

/** A text, its characters escaped or not. */
export function textToken(random: Random, text: string): string {
  const plain = JSON.stringify(text);
  if (random() < 0.95) return plain;
  const escaped = Array.from(
    { length: text.length },
    (_, i) => `\\u${text.charCodeAt(i).toString(16).padStart(4, "0")}`,
  );
  return `"${escaped.join("")}"`;
}

export function numberToken(random: Random): string {
  return random() < 0.7
    ? `${below(random, 40) - 10}`
    : pick(random, ODD_NUMBERS);
}

export function listTokens(items: readonly Tokens[]): string[] {
  return [
    "[",
    ...items.flatMap((item, i) => i === 0 ? item : [",", ...item]),
    "]",
  ];
}

/** Names of fields may repeat; the last one counts. */
export function objectTokens(
  random: Random,
  fields: readonly (readonly [name: string, value: Tokens])[],
): string[] {
  const tokens = fields.flatMap(([name, value], i) => [
    ...i === 0 ? [] : [","],
    textToken(random, name),
    ":",
    ...value,
  ]);
  return ["{", ...tokens, "}"];
}

/** One number that no double keeps as it was written, in a few ways. */
export function spelling(random: Random): string {
  return pick(random, ["1.5", "1.50", "15e-1", "1.5e0"]);
}

/** What JSON has, in the wrong place. */
export function strayTokens(random: Random): Tokens {
  switch (below(random, 6)) {
    case 0:
      return [pick(random, ["null", "true", "false", '""', '"x"'])];
    case 1:
      return [numberToken(random)];
    case 2:
      return listTokens([[numberToken(random)], ["[", "]"]]);
    case 3:
      return objectTokens(random, [["id", [spelling(random)]]]);
    case 4: {
      const depth = 1 + below(random, 30);
      return ["[".repeat(depth), "]".repeat(depth)];
    }
    default:
      return objectTokens(random, [["__proto__", ['{"id":7}']]]);
  }
}

/** White space of JSON between tokens, now and then. */
export function joinJson(random: Random, tokens: Tokens): string {
  if (random() < 0.7) return tokens.join("");
  return tokens.map((token) =>
    random() < 0.8 ? token : pick(random, [" ", "\t", "\r"]) + token
  ).join("");
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s"{}[\]:,]+/gs;

/**
 * The text of the field `name` of the object in `json`, digit for digit; of
 * repeated ones the last.
 *
 * @param json Known to be an object, so that its tokens can be trusted.
 */
export function fieldText(json: string, name: string): string | undefined {
  let depth = 0;
  let found: string | undefined;
  const tokens = json.match(TOKEN) ?? [];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    if (token === "{" || token === "[") depth++;
    else if (token === "}" || token === "]") depth--;
    else if (depth === 1 && tokens[i + 1] === ":") {
      if (JSON.parse(token) === name) found = tokens[i + 2];
    }
  }
  return found;
}
