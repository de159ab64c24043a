/** The people of a server whose time comes from several files. */

import { FileFormatError } from "../base/errors.ts";
import { PEOPLE_MAX } from "../base/limits.ts";
import { Columns } from "../intervals/columns.ts";
import { KeyList } from "./key_list.ts";
import type { NameList } from "./name_list.ts";
import type { People, PersonalCalendar } from "./people.ts";
import { keyOf, packNames, sortNames } from "./sort_names.ts";
import type { Times } from "./times.ts";

/** What one file says of people. */
export type PeoplePart =
  | { readonly kind: "listed"; readonly path: string; readonly people: People }
  | {
    readonly kind: "calendar";
    readonly path: string;
    /** Whose it is. */
    readonly key: string;
    /** Null if it cannot be read. */
    readonly calendar: PersonalCalendar | null;
  };

/** Somebody with time in two files, of whom nobody knows which one counts. */
export interface RepeatedPerson {
  readonly key: string;
  readonly paths: readonly [first: string, other: string];
}

export interface JoinedPeople {
  /** Those who are repeated are among them, as such who cannot be checked. */
  readonly people: People;
  readonly repeated: readonly RepeatedPerson[];
}

/** Of each person in turn, the part and the position in it. */
interface Origins {
  readonly parts: Uint32Array;
  readonly positions: Uint32Array;
}

/**
 * @throws {FileFormatError} If some files are of numbers and some of instants:
 * it names one of each. If there are too many people.
 */
export function joinPeople(parts: readonly PeoplePart[]): JoinedPeople {
  const times = timesOf(parts);
  const [only] = parts;
  // Most servers have one file, which may be of a million people.
  if (parts.length === 1 && only!.kind === "listed") {
    return { people: only!.people, repeated: [] };
  }
  const { keys, origins } = listAll(parts);
  const sorted = sortNames(keys);
  const names = packNames(keys, sorted);
  const repeated: RepeatedPerson[] = [];
  for (let i = 0; i < sorted.repeats.length; i += 2) {
    const [other, first] = [sorted.repeats[i]!, sorted.repeats[i + 1]!];
    const pathOf = (index: number) => parts[origins.parts[index]!]!.path;
    const key = new TextDecoder().decode(keyOf(keys, first));
    repeated.push({ key, paths: [pathOf(first), pathOf(other)] });
  }
  const { calendars, unreadable } = calendarsOf(parts, { names, repeated });
  const listed: Origins = {
    parts: sorted.order.map((index) => origins.parts[index]!),
    positions: sorted.order.map((index) => origins.positions[index]!),
  };
  const columns = joinColumns(parts, { origins: listed, unreadable });
  const people = { names, columns, times, calendars, unreadable };
  return { people, repeated };
}

/** What the files' times count; null where nobody has any. */
function timesOf(parts: readonly PeoplePart[]): Times | null {
  const byTimes = new Map<Times, string>();
  for (const part of parts) {
    const times = part.kind === "calendar" ? "instants" : part.people.times;
    if (times !== null && !byTimes.has(times)) byTimes.set(times, part.path);
  }
  const numbers = byTimes.get("numbers");
  const instants = byTimes.get("instants");
  if (numbers !== undefined && instants !== undefined) {
    throw new FileFormatError(
      `Cannot serve numbers (${numbers}) together with instants (${instants})`,
    );
  }
  return numbers ? "numbers" : instants ? "instants" : null;
}

function listAll(parts: readonly PeoplePart[]) {
  const counts = parts.map((part) =>
    part.kind === "listed" ? part.people.names.size : 1
  );
  const count = counts.reduce((sum, each) => sum + each, 0);
  if (count > PEOPLE_MAX) {
    throw new FileFormatError(
      `Cannot serve ${count} people as a server has at most ${PEOPLE_MAX}`,
    );
  }
  const origins: Origins = {
    parts: new Uint32Array(count),
    positions: new Uint32Array(count),
  };
  const keys = new KeyList();
  let index = 0;
  for (const [i, part] of parts.entries()) {
    for (let position = 0; position < counts[i]!; position++) {
      const key = part.kind === "listed"
        ? part.people.names.keyBytesAt(position)
        : new TextEncoder().encode(part.key);
      keys.push(key, key.length);
      origins.parts[index] = i;
      origins.positions[index++] = position;
    }
  }
  return { keys: keys.finish(), origins };
}

function calendarsOf(
  parts: readonly PeoplePart[],
  { names, repeated }: {
    readonly names: NameList;
    readonly repeated: readonly RepeatedPerson[];
  },
): Pick<People, "calendars" | "unreadable"> {
  const calendars = new Map<number, PersonalCalendar>();
  const unreadable = new Set(repeated.map(({ key }) => names.position(key)));
  for (const part of parts) {
    if (part.kind === "listed") continue;
    const position = names.position(part.key);
    if (part.calendar === null) unreadable.add(position);
    if (unreadable.has(position)) calendars.delete(position);
    else calendars.set(position, part.calendar!);
  }
  return { calendars, unreadable };
}

/** Nobody has intervals who cannot be read. */
function joinColumns(
  parts: readonly PeoplePart[],
  { origins, unreadable }: {
    readonly origins: Origins;
    readonly unreadable: ReadonlySet<number>;
  },
): Columns {
  const columns = parts.map((part) =>
    part.kind === "listed" ? part.people.columns : null
  );
  const { bounds, offsets } = joinBounds(columns);
  const starts = new Uint32Array(origins.parts.length);
  const ends = new Uint32Array(origins.parts.length);
  for (let i = 0; i < starts.length; i++) {
    const part = origins.parts[i]!;
    const ofPart = columns[part];
    if (!ofPart || unreadable.has(i)) continue;
    const position = origins.positions[i]!;
    starts[i] = offsets[part]! + ofPart.starts[position]!;
    ends[i] = offsets[part]! + ofPart.ends[position]!;
  }
  return new Columns({ bounds, starts, ends });
}

/** All bounds, not copied if they are of one part, and where each part's are. */
function joinBounds(columns: readonly (Columns | null)[]) {
  const all = columns.map((each) => each?.bounds ?? new Float64Array());
  const offsets: number[] = [];
  let length = 0;
  for (const bounds of all) {
    offsets.push(length);
    length += bounds.length;
  }
  const whole = all.find((bounds) => bounds.length === length);
  if (whole) return { bounds: whole, offsets };
  const bounds = new Float64Array(length);
  all.forEach((each, i) => bounds.set(each, offsets[i]));
  return { bounds, offsets };
}
