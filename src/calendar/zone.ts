/**
 * Wall-clock time and instants, both as whole seconds: what a wall clock shows
 * is counted as if it showed UTC.
 *
 * A zone is a table of when its offset changed, so that either way is a binary
 * search: `Temporal` itself takes 10 µs a time, and a calendar has thousands.
 */

/** Zones are exact until then: 2200-01-01. */
export const ZONES_END_S = 7_258_118_400;
/** The oldest zones began after this: 1800-01-01. */
const ZONES_START_S = -5_364_662_400;

const MS_PER_S = 1_000;
const NS_PER_S = 1_000_000_000;

/** A change of a zone's offset. */
export interface Transition {
  readonly atS: number;
  /** From then on. */
  readonly offsetS: number;
}

/** What a zone is made of. */
export interface ZoneTable {
  /** Before the first transition. */
  readonly firstOffsetS: number;
  /** In order of time. */
  readonly transitions: readonly Transition[];
}

export class Zone {
  readonly id: string;
  /** When each offset begins; the first has always been. */
  readonly #starts: Float64Array;
  /** What the wall clock shows when each offset is the one to reckon with. */
  readonly #wallStarts: Float64Array;
  readonly #offsets: Float64Array;

  constructor(id: string, { firstOffsetS, transitions }: ZoneTable) {
    this.id = id;
    const before = { atS: -Infinity, offsetS: firstOffsetS };
    const all = [before, ...transitions];
    this.#offsets = Float64Array.from(all, ({ offsetS }) => offsetS);
    this.#starts = Float64Array.from(all, ({ atS }) => atS);
    // A time that the clock skips is reckoned with the offset before, and one
    // that it shows twice is the first: so the offset before holds until the
    // clock shows the later of what it shows before and after the change.
    this.#wallStarts = this.#starts.map((startS, i) => {
      const offset = this.#offsets[i]!;
      return startS + Math.max(offset, this.#offsets[i - 1] ?? offset);
    });
  }

  /** Seconds that the wall clock is ahead of UTC. */
  offsetAt(instantS: number): number {
    return this.#offsets[lastAtOrBefore(this.#starts, instantS)]!;
  }

  /** What the wall clock shows. */
  wallAt(instantS: number): number {
    return instantS + this.offsetAt(instantS);
  }

  /**
   * When the wall clock shows this. A time that it skips is as much later as
   * it is put forward; of a time that it shows twice it is the first.
   *
   * @see RFC 5545 §3.3.5
   *
   * @example The night in which 02:30 is skipped
   * ```ts
   * import { assertEquals } from "@std/assert";
   * const zone = new Zones().find("Europe/Berlin")!;
   * const half2 = zone.instantOf(Date.UTC(2027, 2, 28, 2, 30) / 1_000);
   * assertEquals(zone.wallAt(half2), Date.UTC(2027, 2, 28, 3, 30) / 1_000);
   * ```
   */
  instantOf(wallS: number): number {
    return wallS - this.#offsets[lastAtOrBefore(this.#wallStarts, wallS)]!;
  }
}

/** The index of the last of ascending `bounds` that is not after `time`. */
export function lastAtOrBefore(bounds: Float64Array, time: number): number {
  let low = 0;
  let high = bounds.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (bounds[middle]! <= time) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Finds zones of the IANA database, and makes the table of each once. */
export class Zones {
  /** Only what is a zone: what is none may be any text, and as long. */
  readonly #known = new Map<string, Zone>();

  /** Undefined if there is no such zone. Its name may be in any case. */
  find(id: string): Zone | undefined {
    const key = id.toLowerCase();
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const zone = loadZone(id);
    if (zone !== undefined) this.#known.set(key, zone);
    return zone;
  }
}

function loadZone(id: string): Zone | undefined {
  let time: Temporal.ZonedDateTime | null = null;
  try {
    time = Temporal.Instant.fromEpochMilliseconds(ZONES_START_S * MS_PER_S)
      .toZonedDateTimeISO(id);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
  const { timeZoneId } = time;
  const firstOffsetS = time.offsetNanoseconds / NS_PER_S;
  const transitions: Transition[] = [];
  while ((time = time.getTimeZoneTransition("next")) !== null) {
    const atS = time.epochMilliseconds / MS_PER_S;
    if (atS >= ZONES_END_S) break;
    transitions.push({ atS, offsetS: time.offsetNanoseconds / NS_PER_S });
  }
  return new Zone(timeZoneId, { firstOffsetS, transitions });
}
