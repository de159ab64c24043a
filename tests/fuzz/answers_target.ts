/**
 * Lines of main servers, as a client reads them: refused, or findings that are
 * safe to be shown and stay the same when they are written and read again.
 */

import { WireError } from "../../src/base/errors.ts";
import type { Random } from "../../src/base/ports.ts";
import { formatInstant } from "../../src/calendar/moment.ts";
import { isCanonical } from "../../src/intervals/interval_set.ts";
import { parseAnswer } from "../../src/wire/client_answers.ts";
import {
  type Findings,
  formatJsonAnswer,
} from "../../src/wire/client_lines.ts";
import { below, pick } from "../support/seeded_random.ts";
import { damageTokens } from "./damage.ts";
import { TEXT } from "./forms.ts";
import {
  joinJson,
  listTokens,
  numberToken,
  objectTokens,
  strayTokens,
  textToken,
} from "./json_tokens.ts";
import { ODD_MARKS, ODD_NUMBERS, someName } from "./odd_texts.ts";
import { noiseLine } from "./requests_target.ts";
import { promise, type Target, unlessRefused } from "./target.ts";

/** What was asked, whatever the answer. */
const ASKED: readonly string[] = ["lilith", "Zo\u00eb", "__proto__", "a\x1bb"];

export const ANSWERS: Target<string> = {
  name: "answers",
  share: 14,
  form: TEXT,
  generate: randomAnswer,
  run(line) {
    const answer = unlessRefused(WireError, () => parseAnswer(line, ASKED));
    if (answer === undefined) return;
    if (answer.kind === "refusal") {
      const { code, message } = answer;
      return promise(isPlain(code + message), () => `${code}: ${message}`);
    }
    checkFindings(answer.findings);
    const again = formatJsonAnswer("", answer.findings);
    const read = parseAnswer(again, ASKED);
    const isSame = read.kind === "findings" &&
      formatJsonAnswer("", read.findings) === again;
    promise(isSame, () => `read again it is ${JSON.stringify(read)}`);
  },
};

/** Nothing may reach a terminal but what was typed there, and plain text. */
function checkFindings(findings: Findings): void {
  const { names, slots, unknown, unreachable, pending, waitingFor } = findings;
  const { unreadable, more } = findings;
  promise(slots === null || isCanonical(slots), () => `slots ${slots}`);
  const servers = [...unreachable, ...unreadable];
  const near = more?.reason?.nearest?.missing ?? [];
  const missing = [
    ...servers.flatMap(({ names }) => names),
    ...(more?.suggestions ?? []).flatMap(({ missing }) => missing),
    ...near,
  ];
  for (const name of [...names, ...unknown, ...pending, ...missing]) {
    promise(ASKED.includes(name), () => `nobody asked for ${name}`);
  }
  // All that is in it, and not only the fields that are known here.
  const shown = JSON.stringify([servers, waitingFor, more])
    .replaceAll(JSON.stringify(ASKED[3]), "");
  promise(isPlain(shown), () => `controls in ${shown}`);
  const fields = new Set(servers.flatMap(Object.keys));
  promise(
    [...fields].every((name) => name === "server" || name === "names"),
    () => `nobody knows ${[...fields]}`,
  );
}

function isPlain(text: string): boolean {
  return !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text);
}

function randomAnswer(random: Random): string {
  if (below(random, 20) === 0) return noiseLine(random);
  const tokens = answerTokens(random);
  if (random() < 0.4) return joinJson(random, tokens);
  const odd = pick(random, [ODD_MARKS, ODD_NUMBERS]);
  const other = () => answerTokens(random);
  return joinJson(random, damageTokens(random, tokens, { other, odd }));
}

type Fields = [name: string, value: readonly string[]][];

function answerTokens(random: Random): string[] {
  const fields: Fields = [];
  if (random() < 0.8) fields.push(["id", [numberToken(random)]]);
  if (random() < 0.15) {
    fields.push(["error", errorTokens(random)]);
    return objectTokens(random, fields);
  }
  fields.push(
    ["slots", random() < 0.2 ? ["null"] : slotTokens(random)],
    ["unknown", nameTokens(random)],
    ["unreachable", unreachableTokens(random)],
    ["pending", nameTokens(random)],
  );
  if (random() < 0.3) {
    const servers = [[textToken(random, someName(random))]];
    fields.push(["waitingFor", listTokens(servers)]);
  }
  if (random() < 0.1) fields.push(["unreadable", unreachableTokens(random)]);
  if (random() < 0.3) fields.push(...termFields(random));
  if (random() < 0.1) {
    const stray = pick(random, ["slots", "error", "names", "__proto__"]);
    fields.push([stray, strayTokens(random)]);
  }
  return objectTokens(random, fields);
}

/** What is only there if it was asked for. */
function termFields(random: Random): Fields {
  const sentence = () => [textToken(random, someName(random))];
  const near: Fields = [["nearest", suggestionTokens(random)]];
  const reason: Fields = [
    ["code", [textToken(random, "too_short")]],
    ["message", sentence()],
    ...random() < 0.5 ? near : [],
  ];
  const step: Fields = [["slot", slotToken(random)], ["free", ["1"]]];
  const all: Fields = [
    ["window", slotToken(random)],
    ["suggestions", listTokens([suggestionTokens(random)])],
    ["coverage", listTokens([objectTokens(random, step)])],
    ["reason", objectTokens(random, reason)],
    ["explanation", listTokens([sentence()])],
  ];
  return all.filter(() => random() < 0.5);
}

function suggestionTokens(random: Random): string[] {
  const fields: Fields = [
    ["slot", slotToken(random)],
    ["free", [`${below(random, 4)}`]],
    ["of", ["3"]],
  ];
  if (random() < 0.5) fields.push(["missing", nameTokens(random)]);
  return objectTokens(random, fields);
}

/** Instants now and then, which do not go with numbers. */
function slotToken(random: Random): string[] {
  const start = below(random, 9);
  const times = [start, start + below(random, 9)];
  return listTokens(
    times.map((time) =>
      random() < 0.2 ? [textToken(random, formatInstant(time))] : [`${time}`]
    ),
  );
}

function errorTokens(random: Random): string[] {
  const fields: Fields = [
    ["code", [textToken(random, pick(random, ["busy", "x", "\n"]))]],
    ["message", [textToken(random, someName(random))]],
  ];
  return objectTokens(random, random() < 0.9 ? fields : fields.slice(1));
}

/** Bounds that mostly grow. */
function slotTokens(random: Random): string[] {
  let time = below(random, 20) - 10;
  const pairs = Array.from({ length: below(random, 4) }, () => {
    const [start, end] = [time += below(random, 9), time += below(random, 9)];
    const first = random() < 0.95 ? `${start}` : pick(random, ODD_NUMBERS);
    return listTokens([[first], [`${end}`]]);
  });
  return listTokens(pairs);
}

function nameTokens(random: Random): string[] {
  const names = Array.from({ length: below(random, 3) }, () => {
    const name = random() < 0.95 ? pick(random, ASKED) : someName(random);
    return [textToken(random, name)];
  });
  return listTokens(names);
}

function unreachableTokens(random: Random): string[] {
  const servers = Array.from({ length: below(random, 3) }, () => {
    const fields: Fields = [
      ["server", [textToken(random, pick(random, ["B", someName(random)]))]],
      ["names", nameTokens(random)],
    ];
    if (random() < 0.1) fields.push([someName(random), strayTokens(random)]);
    return objectTokens(random, fields);
  });
  return listTokens(servers);
}
