/**
 * Lines about bookings, as a main server and as a client read them: refused, or
 * something that is safe to be kept and shown, and stays the same when it is
 * written and read again.
 */

import { WireError } from "../../src/base/errors.ts";
import type { Random } from "../../src/base/ports.ts";
import type { BookRequest, TimedSlot } from "../../src/calendar/bookings.ts";
import { formatInstant } from "../../src/calendar/moment.ts";
import {
  formatBookRequest,
  parseBookAnswer,
  parseListAnswer,
} from "../../src/wire/booking_answers.ts";
import {
  formatBookAnswer,
  formatBookings,
} from "../../src/wire/booking_lines.ts";
import { bookLines, formatListed } from "../../src/wire/booking_text.ts";
import { parseRequest } from "../../src/wire/client_lines.ts";
import { formatTimedSlot } from "../../src/wire/slot_text.ts";
import { below, pick } from "../support/seeded_random.ts";
import { instants } from "../support/timed_slots.ts";
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
import { ODD_INSTANTS, ODD_MARKS, ODD_NUMBERS, someName } from "./odd_texts.ts";
import { promise, type Target, unlessRefused } from "./target.ts";

/** What was asked, whatever the answer. */
const REQUEST: BookRequest = {
  key: "k1",
  slot: instants("2026-11-24T08:00:00Z", "2026-11-24T09:00:00Z"),
  title: "Review",
  names: ["lilith", "Zo\u00eb"],
};
const ID = "31STB8NQKS65KAWJ";
const DAY_S = 86_400;

export const BOOKINGS: Target<string> = {
  name: "bookings",
  share: 8,
  form: TEXT,
  generate: randomLine,
  run(line) {
    runRequest(line);
    runAnswer(line);
    runList(line);
  },
};

function runRequest(line: string): void {
  const request = parseRequest(line);
  if (request?.kind !== "book") return;
  checkSlot(request.slot);
  const { names, slot, key, title } = { ...request, key: request.key ?? "k" };
  const again = parseRequest(formatBookRequest(1, { names, slot, key, title }));
  const isSame = again?.kind === "book" && sameJson(
    [again.names, again.slot, again.key, again.title],
    [names, slot, key, title],
  );
  promise(isSame, () => `read again it is ${JSON.stringify(again)}`);
}

function runAnswer(line: string): void {
  const read = (line: string) => parseBookAnswer(line, REQUEST);
  const answer = unlessRefused(WireError, () => read(line));
  if (answer?.kind !== "ended") return;
  const { outcome } = answer;
  if (outcome.kind === "booked") {
    const { slot } = JSON.parse(line).booked;
    promise(typeof slot[0] === "string", () => `booked ${slot} for instants`);
  }
  for (const text of bookLines(outcome, REQUEST)) promisePlain(text);
  if (outcome.kind === "mixed_times") {
    // Names of servers are as plain for those who print them otherwise.
    for (const each of [...outcome.numbers, ...outcome.instants]) {
      promisePlain(each);
    }
  }
  const again = read(formatBookAnswer("", outcome, REQUEST));
  const isSame = again.kind === "ended" && sameJson(again.outcome, outcome);
  promise(isSame, () => `read again it is ${JSON.stringify(again)}`);
}

function runList(line: string): void {
  const list = unlessRefused(WireError, () => parseListAnswer(line));
  if (list?.kind !== "listed") return;
  for (const booking of list.bookings) {
    checkSlot(booking.slot);
    promisePlain(formatListed(booking, formatTimedSlot));
  }
  const again = parseListAnswer(formatBookings("", list.bookings));
  const isSame = again.kind === "listed" &&
    sameJson(again.bookings, list.bookings);
  promise(isSame, () => `read again it is ${JSON.stringify(again)}`);
}

/** By what the contract says of times, in other words than the program's. */
function checkSlot({ start, end, times }: TimedSlot): void {
  const [first, last, longest] = times === "numbers"
    ? [1 - 2 ** 53, 2 ** 53 - 1, Infinity]
    : [
      secondsOf("0000-01-01T00:00:00Z"),
      secondsOf("9999-12-31T23:59:59Z"),
      732,
    ];
  const isSlot = [start, end].every(Number.isInteger) && first <= start &&
    start < end && end <= last && (end - start) / DAY_S <= longest &&
    !Object.is(start, -0) && !Object.is(end, -0);
  promise(isSlot, () => `a slot of ${times} from ${start} to ${end}`);
}

function secondsOf(text: string): number {
  return Date.parse(text) / 1_000;
}

function promisePlain(text: string): void {
  const isPlain = !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text);
  promise(isPlain, () => `controls in ${JSON.stringify(text)}`);
}

function sameJson(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

type Fields = [name: string, value: readonly string[]][];

function randomLine(random: Random): string {
  const make = pick(random, [
    bookTokens,
    bookedTokens,
    listedTokens,
    errorTokens,
  ]);
  const tokens = make(random);
  if (random() < 0.4) return joinJson(random, tokens);
  const odd = pick(random, [ODD_MARKS, ODD_NUMBERS, INSTANT_TOKENS]);
  const other = () => make(random);
  return joinJson(random, damageTokens(random, tokens, { other, odd }));
}

const INSTANT_TOKENS = ODD_INSTANTS.map((text) => JSON.stringify(text));

/** What all have about a slot and the people in it. */
function slotFields(random: Random, names = REQUEST.names): Fields {
  return [
    ["names", listTokens(names.map((name) => [textToken(random, name)]))],
    ["slot", slotTokens(random)],
  ];
}

function bookTokens(random: Random): string[] {
  const names = random() < 0.8 ? REQUEST.names : [someName(random)];
  const fields = slotFields(random, names);
  if (random() < 0.7) fields.push(["key", keyTokens(random)]);
  if (random() < 0.5) {
    fields.push(["title", [textToken(random, someName(random))]]);
  }
  return objectTokens(random, [
    ["id", [numberToken(random)]],
    ["book", objectTokens(random, fields)],
  ]);
}

function bookedTokens(random: Random): string[] {
  const fields: Fields = [
    ["booking", [`"${ID}"`]],
    ["key", keyTokens(random)],
    ...slotFields(random),
  ];
  return objectTokens(random, [["booked", objectTokens(random, fields)]]);
}

function listedTokens(random: Random): string[] {
  const bookings = Array.from({ length: below(random, 4) }, () => {
    const names = random() < 0.8 ? REQUEST.names : [someName(random)];
    const title = random() < 0.5 ? "" : someName(random);
    return objectTokens(random, [
      ["booking", [`"${ID}"`]],
      ...slotFields(random, names),
      ["title", [textToken(random, title)]],
    ]);
  });
  return objectTokens(random, [["bookings", listTokens(bookings)]]);
}

function errorTokens(random: Random): string[] {
  const servers = () =>
    listTokens([[textToken(random, pick(random, ["B", someName(random)]))]]);
  const [names] = slotFields(random);
  const failed = random() < 0.9
    ? objectTokens(random, [["server", ['"B"']], names!])
    : strayTokens(random);
  const fields: Fields = [
    ["code", [`"${pick(random, CODES)}"`]],
    ["message", ['"no"']],
    names!,
    ["unreachable", listTokens([failed])],
    ["unreadable", listTokens([failed])],
    ["numbers", servers()],
    ["instants", random() < 0.5 ? ["[", "]"] : servers()],
    ["waitingFor", servers()],
    ["server", random() < 0.9 ? ['"B"'] : strayTokens(random)],
  ];
  return objectTokens(random, [["error", objectTokens(random, fields)]]);
}

const CODES = [
  "not_free",
  "unknown_name",
  "not_known_yet",
  "unreachable",
  "unreadable",
  "mixed_times",
  "outcome_unknown",
  "copies",
  "busy",
];

function keyTokens(random: Random): string[] {
  const key = random() < 0.9 ? REQUEST.key : someName(random);
  return [textToken(random, key)];
}

/** Mostly the one that was asked, else of either kind, or of both. */
function slotTokens(random: Random): string[] {
  const { start, end } = REQUEST.slot;
  const asked = [start, end].map((time) => `"${formatInstant(time)}"`);
  if (random() < 0.4) return listTokens([[asked[0]!], [asked[1]!]]);
  if (random() < 0.1) return listTokens([[`${start}`], [`${end}`]]);
  const make = () =>
    random() < 0.5 ? [numberToken(random)] : [pick(random, INSTANT_TOKENS)];
  return listTokens([make(), make()]);
}
