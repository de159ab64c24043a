/** Free-time files of instants. */

import { assert, assertEquals, assertThrows } from "@std/assert";
import { FileFormatError } from "../../src/base/errors.ts";
import {
  FreeTimeParser,
  type ParsedFile,
} from "../../src/calendar/free_time_file.ts";
import { formatInstant } from "../../src/calendar/moment.ts";
import { type Zone, Zones } from "../../src/calendar/zone.ts";
import { setOf } from "../../src/intervals/columns.ts";
import { below, pick, seededRandom } from "../support/seeded_random.ts";

const ZONES = new Zones();

interface ParseOptions {
  readonly zone?: Zone | null;
  readonly skipBadLines?: boolean;
}

function parse(
  text: string,
  { zone = null, skipBadLines = false }: ParseOptions = {},
): ParsedFile {
  const parser = new FreeTimeParser({ path: "a.txt", skipBadLines, zone });
  parser.push(new TextEncoder().encode(text));
  return parser.finish();
}

/** When somebody is free, as RFC 3339 has it. */
function freeTime({ people }: ParsedFile, name: string): string[] {
  const free = setOf(people.columns, people.names.position(name));
  return Array.from(free, formatInstant);
}

function berlin(text: string): string[] {
  return freeTime(parse(text, { zone: ZONES.find("Europe/Berlin")! }), "zein");
}

Deno.test("FreeTimeParser reads instants with every offset, to the second", () => {
  const file = parse(`# whole seconds
zein;[[2026-11-24T09:00+01:00,2026-11-24T10:30:15-05:30]]
callie ; [ [2026-11-24t09:00:00.000z , 2026-11-25T00:00Z], [ 2026-11-24T00:00Z ,2026-11-24T09:00Z]]
busybee;[]
first;[[0000-01-01T00:00Z,0001-03-01T00:00-00:00]]
last;[[1969-12-31T23:59:59Z,9999-12-31T23:59:59Z]]`);
  assertEquals(file.people.times, "instants");
  assertEquals(freeTime(file, "zein"), [
    "2026-11-24T08:00:00Z",
    "2026-11-24T16:00:15Z",
  ]);
  assertEquals(freeTime(file, "callie"), [
    "2026-11-24T00:00:00Z",
    "2026-11-25T00:00:00Z",
  ]);
  assertEquals(freeTime(file, "first"), [
    "0000-01-01T00:00:00Z",
    "0001-03-01T00:00:00Z",
  ]);
  assertEquals(freeTime(file, "last"), [
    "1969-12-31T23:59:59Z",
    "9999-12-31T23:59:59Z",
  ]);
});

Deno.test("FreeTimeParser knows what times are, or that there are none", () => {
  assertEquals(parse("a;[]\nb;[[1,2]]").people.times, "numbers");
  assertEquals(parse("a;[]\nb;[]").people.times, null);
  const file = "b;[[1,x]]\na;[[2026-11-24T09:00Z,2026-11-24T10:00Z]]";
  const { people, badLines } = parse(file, { skipBadLines: true });
  // The bad line is not kept, so it decides nothing.
  assertEquals([people.times, badLines], ["instants", 1]);
});

Deno.test("FreeTimeParser reads local times in the zone that is given", () => {
  const day = "zein;[[2026-11-24T09:00,2026-11-24T10:00:30]]";
  assertEquals(berlin(day), ["2026-11-24T08:00:00Z", "2026-11-24T09:00:30Z"]);
  assertThrows(
    () => parse(day),
    FileFormatError,
    "a.txt:1:8: expected an instant of whole seconds like",
  );
  // What a zone's offset will be then, nobody knows.
  assertThrows(
    () => berlin("zein;[[2199-12-31T23:00,2200-01-01T00:00]]"),
    FileFormatError,
    "a.txt:1:25: expected an instant of whole seconds like",
  );
});

Deno.test("FreeTimeParser takes the first of a local time that comes twice", () => {
  assertEquals(berlin("zein;[[2026-10-25T02:30,2026-10-25T03:00]]"), [
    "2026-10-25T00:30:00Z",
    "2026-10-25T02:00:00Z",
  ]);
});

Deno.test("FreeTimeParser puts a local time that is skipped as much later", () => {
  assertEquals(berlin("zein;[[2027-03-28T02:30,2027-03-28T04:00]]"), [
    "2027-03-28T01:30:00Z",
    "2027-03-28T02:00:00Z",
  ]);
  // 02:30 is 03:30, which is after 03:00.
  assertThrows(
    () => berlin("zein;[ [ 2027-03-28T02:30 ,2027-03-28T03:00]]"),
    FileFormatError,
    "a.txt:1:8: expected a start before its end, got " +
      '"[2027-03-28T02:30,2027-03-28T03:00]", in UTC 2027-03-28T01:30:00Z ' +
      "to 2027-03-28T01:00:00Z",
  );
});

const OFFSETS = ["", "Z", "+00:00", "-00:30", "+05:45", "-23:59", "+23:59"];

Deno.test("FreeTimeParser agrees with Temporal on 20,000 instants", () => {
  const random = seededRandom(6);
  const ids = ["Europe/Berlin", "America/St_Johns", "Asia/Kathmandu"];
  const two = (value: number) => `${value}`.padStart(2, "0");
  for (let i = 0; i < 20_000; i++) {
    // Beyond the end of a month now and then.
    const date = [1 + below(random, 12), 1 + below(random, 31)].map(two);
    const time = [below(random, 24), below(random, 60)].map(two).join(":");
    const year = `${1 + below(random, 2_199)}`.padStart(4, "0");
    const local = `${year}-${date.join("-")}T${time}`;
    const [id, offset] = [pick(random, ids), pick(random, OFFSETS)];
    const zone = ZONES.find(id)!;
    const line = `zein;[[0000-01-01T00:00Z,${local}${offset}]]`;
    const expected = byTemporal(local, offset || id);
    if (expected === null) {
      assertThrows(() => parse(line, { zone }), FileFormatError, "a.txt:1:");
    } else {
      assertEquals(freeTime(parse(line, { zone }), "zein")[1], expected, line);
    }
  }
});

/** Null if there is no such day. */
function byTemporal(local: string, zone: string): string | null {
  try {
    const time = Temporal.PlainDateTime.from(local);
    const { epochMilliseconds } = time
      .toZonedDateTime(zone === "Z" ? "UTC" : zone);
    return formatInstant(epochMilliseconds / 1_000);
  } catch (error) {
    assert(error instanceof RangeError);
    return null;
  }
}

const RULE = "expected an instant of whole seconds like " +
  "2026-11-24T09:00+01:00";
const NUMBER = "expected a whole number from -(2^53-1) to 2^53-1";

const BAD: [start: string, complaint: string][] = [
  ["2026-02-29T09:00Z", RULE],
  ["1900-02-29T09:00Z", RULE],
  ["2026-04-31T09:00Z", RULE],
  ["2026-00-01T09:00Z", RULE],
  ["2026-13-01T09:00Z", RULE],
  ["2026-11-00T09:00Z", RULE],
  ["2026-11-24T24:00Z", RULE],
  ["2026-11-24T09:60Z", RULE],
  ["2026-11-24T09:00:60Z", RULE],
  ["2026-11-24T09:00:0Z", RULE],
  ["2026-11-24T09:00:00.5Z", RULE],
  ["2026-11-24T09:00:00.Z", RULE],
  ["2026-11-24T09Z", RULE],
  ["2026-11-24", RULE],
  ["2026-11-2409:00Z", RULE],
  ["2026-11-24_09:00Z", RULE],
  ["20261124T090000Z", NUMBER],
  ["2026-11-24T09:00+24:00", RULE],
  ["2026-11-24T09:00+01:60", RULE],
  ["2026-11-24T09:00+0100", RULE],
  ["2026-11-24T09:00+01", RULE],
  ["2026-11-24T09:00Zulu", RULE],
  ["2026-11-24T09:00+01:00x", RULE],
  ["0000-01-01T00:00+00:01", RULE],
  ["9999-12-31T23:59-00:01", RULE],
];
for (const [start, complaint] of BAD) {
  Deno.test(`FreeTimeParser refuses ${start}`, () => {
    const line = `zein;[[${start},9999-12-31T23:59:59Z]]`;
    assertThrows(
      () => parse(`\n${line}`),
      FileFormatError,
      `a.txt:2:8: ${complaint}, got "${start}"`,
    );
  });
}

Deno.test("FreeTimeParser refuses lines of the other kind, and in a line", () => {
  const numbers = "a;[[1,2]]";
  const instants = "b;[[2026-11-24T09:00Z,2026-11-24T10:00Z]]";
  const got = 'got "2026-11-24T09:00Z"';
  assertThrows(
    () => parse(`${numbers}\n${instants}\nc;[[3,4]]`),
    FileFormatError,
    `a.txt:2:5: ${NUMBER}, as before, ${got}`,
  );
  assertThrows(
    () => parse(`${instants}\n${numbers}`),
    FileFormatError,
    `a.txt:2:5: ${RULE}, as before, got "1"`,
  );
  assertThrows(
    () => parse("a;[[1,2026-11-24T09:00Z]]"),
    FileFormatError,
    `a.txt:1:7: ${NUMBER}, as before, ${got}`,
  );
  const lines = `${instants}\n${numbers}\nc;[]`;
  const { people, badLines } = parse(lines, { skipBadLines: true });
  assertEquals([people.names.size, badLines], [2, 1]);
});
