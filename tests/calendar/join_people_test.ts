import { assert, assertEquals, assertThrows } from "@std/assert";
import { FileFormatError } from "../../src/base/errors.ts";
import { PEOPLE_MAX } from "../../src/base/limits.ts";
import { joinPeople, type PeoplePart } from "../../src/calendar/join_people.ts";
import type { People, PersonalCalendar } from "../../src/calendar/people.ts";
import { setOf } from "../../src/intervals/columns.ts";
import { toPairs } from "../../src/intervals/interval_set.ts";
import { peopleOf } from "../support/people_of.ts";

const CALENDAR: PersonalCalendar = {
  free: () => new Float64Array(),
  hours: () => new Float64Array(),
  isReadable: () => true,
};

function listed(path: string, file: string): PeoplePart {
  return { kind: "listed", path, people: peopleOf(file) };
}

function calendar(key: string, isReadable = true): PeoplePart {
  const path = `${key}.ics`;
  return {
    kind: "calendar",
    path,
    key,
    calendar: isReadable ? CALENDAR : null,
  };
}

/** What is known of everybody, by key. */
function known(people: People): Record<string, unknown> {
  const { names, columns, calendars, unreadable } = people;
  assertEquals(columns.size, names.size);
  const entries = Array.from({ length: names.size }, (_, i) => {
    const free = toPairs(setOf(columns, i));
    assert(!unreadable.has(i) || !calendars.has(i));
    if (unreadable.has(i)) return [names.keyAt(i), ["unreadable", ...free]];
    if (calendars.has(i)) return [names.keyAt(i), ["calendar", ...free]];
    return [names.keyAt(i), free];
  });
  return Object.fromEntries(entries);
}

const INSTANTS = "[1970-01-01T00:00:01Z,1970-01-01T00:00:03Z]";

Deno.test("joinPeople() of one file is that file", () => {
  const part = listed("a.txt", "lilith;[[1,3]]");
  assert(part.kind === "listed");
  assertEquals(joinPeople([part]).people === part.people, true);
  assertEquals(joinPeople([]).people.names.size, 0);
  assertEquals(joinPeople([]).people.times, null);
});

Deno.test("joinPeople() joins files of any kind", () => {
  const { people, repeated } = joinPeople([
    listed("a.txt", `lilith;[${INSTANTS}]\nZoë;[]\njameson;[${INSTANTS}]`),
    calendar("zein"),
    calendar("callie", false),
    listed("b.txt", "amara;[[1970-01-01T00:00:05Z,1970-01-01T00:00:06Z]]"),
    listed("c.txt", ""),
  ]);
  assertEquals([people.times, repeated], ["instants", []]);
  assertEquals(known(people), {
    lilith: [[1, 3]],
    zoë: [],
    jameson: [[1, 3]],
    amara: [[5, 6]],
    zein: ["calendar"],
    callie: ["unreadable"],
  });
});

Deno.test("joinPeople() copies no time that is all in one file", () => {
  const part = listed("a.txt", `lilith;[${INSTANTS}]\njameson;[]`);
  assert(part.kind === "listed");
  const { people } = joinPeople([calendar("a"), part, listed("b.txt", "b;[]")]);
  assertEquals(people.columns.bounds === part.people.columns.bounds, true);
  assertEquals(known(people), {
    lilith: [[1, 3]],
    jameson: [],
    b: [],
    a: ["calendar"],
  });
});

Deno.test("joinPeople() checks nobody who is in two files", () => {
  const { people, repeated } = joinPeople([
    listed("a.txt", `zein;[${INSTANTS}]\nlilith;[${INSTANTS}]`),
    calendar("callie"),
    listed("b.txt", `Zein;[${INSTANTS}]\ncallie;[]`),
    calendar("zein"),
  ]);
  assertEquals(known(people), {
    zein: ["unreadable"],
    lilith: [[1, 3]],
    callie: ["unreadable"],
  });
  const byKey = repeated.map(({ key, paths }) => `${key} ${paths}`).sort();
  assertEquals(byKey, [
    "callie callie.ics,b.txt",
    "zein a.txt,b.txt",
    "zein a.txt,zein.ics",
  ]);
});

Deno.test("joinPeople() knows what times are, or that there are none", () => {
  const times = (...parts: PeoplePart[]) => joinPeople(parts).people.times;
  const nobody = listed("b.txt", "b;[]");
  assertEquals(times(listed("a.txt", "a;[[1,2]]"), nobody), "numbers");
  assertEquals(times(listed("a.txt", "a;[]"), nobody), null);
  assertEquals(times(nobody, calendar("zein")), "instants");
  assertEquals(times(nobody, calendar("zein", false)), "instants");
});

Deno.test("joinPeople() refuses more people than a server has", () => {
  const part = listed("a.txt", "");
  assert(part.kind === "listed");
  const names = Object.create(part.people.names, {
    size: { value: PEOPLE_MAX },
  });
  const full = { ...part, people: { ...part.people, names } };
  assertThrows(
    () => joinPeople([full, calendar("zein")]),
    FileFormatError,
    "Cannot serve 4194305 people as a server has at most 4194304",
  );
});

Deno.test("joinPeople() refuses numbers together with instants", () => {
  const numbers = listed("n.txt", "n;[[1,2]]");
  for (const other of [calendar("i"), listed("i.ics", `i;[${INSTANTS}]`)]) {
    assertThrows(
      () => joinPeople([listed("none.txt", "a;[]"), other, numbers]),
      FileFormatError,
      "Cannot serve numbers (n.txt) together with instants (i.ics)",
    );
  }
});
