/**
 * A free-time file read the plain way, from the contract's section 3 alone:
 * text, one pattern a line, big integers. It shares nothing with the parser
 * that it judges.
 */

export interface ReferenceFile {
  /** By key; canonical pairs. */
  readonly people: Map<string, [number, number][]>;
  /** The numbers of the bad lines, from 1. */
  readonly badLines: number[];
}

const B = "[ \\t\\r\\v\\f]*";
const NUMBER = "-?(?:0|[1-9][0-9]*)";
const INSTANT =
  "\\d{4}-\\d\\d-\\d\\d[Tt]\\d\\d:\\d\\d(?::\\d\\d(?:\\.0+)?)?(?:[Zz]|[+-]\\d\\d:\\d\\d)?";
const TIME = `(?:${INSTANT}|${NUMBER})`;
const INTERVAL = `\\[${B}(${TIME})${B},${B}(${TIME})${B}\\]`;
const LINE = new RegExp(
  `^${B}([^;]*?)${B};${B}\\[${B}(${INTERVAL}(?:${B},${B}${INTERVAL})*)?${B}\\]${B}$`,
);
const IGNORED = new RegExp(`^${B}(?:#.*)?$`, "s");
const NAME = /^(?!\p{M})[\p{L}\p{M}\p{N}._\-@+']+$/u;
const MAX = BigInt(Number.MAX_SAFE_INTEGER);
const IS_INSTANT = /^\d{4}-/;

/** @param zone Of local times. */
export function parseByContract(
  bytes: Uint8Array,
  zone: string,
): ReferenceFile {
  const people = new Map<string, [number, number][]>();
  const badLines: number[] = [];
  let isOfInstants: boolean | undefined;
  splitLines(bytes).forEach((line, i) => {
    const text = decode(line);
    if (IGNORED.test(text)) return;
    const person = parseLine(text, { zone, isOfInstants });
    isOfInstants = person?.isOfInstants ?? isOfInstants;
    if (person === undefined || people.has(person.key)) badLines.push(i + 1);
    else people.set(person.key, person.pairs);
  });
  return { people, badLines };
}

function parseLine(
  text: string,
  { zone, isOfInstants }: {
    readonly zone: string;
    readonly isOfInstants: boolean | undefined;
  },
) {
  const match = LINE.exec(text);
  if (match === null) return undefined;
  const name = match[1]!.normalize("NFC");
  const key = name.toLowerCase().normalize("NFC");
  // A dotted i is one letter, whether it is typed as one or made by İ.
  const isLong = [...key.replaceAll("i\u0307", "i")].length > 64;
  if (!NAME.test(name) || isLong) return undefined;
  const pairs: [bigint, bigint][] = [];
  let kind = isOfInstants;
  for (const interval of (match[2] ?? "").matchAll(new RegExp(INTERVAL, "g"))) {
    for (const bound of interval.slice(1)) {
      kind ??= IS_INSTANT.test(bound);
      if (IS_INSTANT.test(bound) !== kind) return undefined;
    }
    const [start, end] = interval.slice(1).map((bound) =>
      kind ? instantOf(bound, zone) : BigInt(bound)
    );
    if (start === undefined || end === undefined) return undefined;
    if (start >= end || start < -MAX || end > MAX) return undefined;
    pairs.push([start, end]);
  }
  return { key, pairs: merge(pairs), isOfInstants: kind };
}

/** By Temporal, which is kinder: to seconds of 60, and to any year. */
function instantOf(text: string, zone: string): bigint | undefined {
  if (/^.{17}60/.test(text)) return undefined;
  const isLocal = !/[Zz]$|[+-]\d\d:\d\d$/.test(text.slice(16));
  // Of local time after that nobody knows the offset.
  if (isLocal && text >= "2200") return undefined;
  try {
    const instant = isLocal
      ? Temporal.PlainDateTime.from(text).toZonedDateTime(zone)
      : Temporal.Instant.from(text);
    const seconds = instant.epochMilliseconds / 1_000;
    const utc = new Date(instant.epochMilliseconds).toISOString();
    // Other years have a sign and more digits.
    return /^\d{4}-/.test(utc) ? BigInt(seconds) : undefined;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Joins what touches or overlaps, until nothing does. */
function merge(pairs: [bigint, bigint][]): [number, number][] {
  const merged: [bigint, bigint][] = [];
  for (const [start, end] of pairs) {
    let [first, last] = [start, end];
    for (let i = merged.length - 1; i >= 0; i--) {
      const [otherStart, otherEnd] = merged[i]!;
      if (otherStart > last || otherEnd < first) continue;
      if (otherStart < first) first = otherStart;
      if (otherEnd > last) last = otherEnd;
      merged.splice(i, 1);
      i = merged.length;
    }
    merged.push([first, last]);
  }
  return merged
    .sort(([a], [b]) => a < b ? -1 : 1)
    .map(([start, end]) => [Number(start), Number(end)]);
}

function splitLines(bytes: Uint8Array): Uint8Array[] {
  const isMarked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const lines = [];
  let start = isMarked ? 3 : 0;
  for (let i = start; i < bytes.length; i++) {
    if (bytes[i] !== 10) continue;
    lines.push(bytes.subarray(start, i));
    start = i + 1;
  }
  return [...lines, bytes.subarray(start)];
}

/** What is not UTF-8 becomes U+FFFD, which is in no name. */
function decode(line: Uint8Array): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(line);
}
