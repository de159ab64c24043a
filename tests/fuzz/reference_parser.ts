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
const INTERVAL = `\\[${B}(${NUMBER})${B},${B}(${NUMBER})${B}\\]`;
const LINE = new RegExp(
  `^${B}([^;]*?)${B};${B}\\[${B}(${INTERVAL}(?:${B},${B}${INTERVAL})*)?${B}\\]${B}$`,
);
const IGNORED = new RegExp(`^${B}(?:#.*)?$`, "s");
const NAME = /^(?!\p{M})[\p{L}\p{M}\p{N}._\-@+']+$/u;
const MAX = BigInt(Number.MAX_SAFE_INTEGER);

export function parseByContract(bytes: Uint8Array): ReferenceFile {
  const people = new Map<string, [number, number][]>();
  const badLines: number[] = [];
  splitLines(bytes).forEach((line, i) => {
    const text = decode(line);
    if (IGNORED.test(text)) return;
    const person = parseLine(text);
    if (person === undefined || people.has(person.key)) badLines.push(i + 1);
    else people.set(person.key, person.pairs);
  });
  return { people, badLines };
}

function parseLine(text: string) {
  const match = LINE.exec(text);
  if (match === null) return undefined;
  const name = match[1]!.normalize("NFC");
  const key = name.toLowerCase().normalize("NFC");
  // A dotted i is one letter, whether it is typed as one or made by İ.
  const isLong = [...key.replaceAll("i\u0307", "i")].length > 64;
  if (!NAME.test(name) || isLong) return undefined;
  const pairs: [bigint, bigint][] = [];
  for (const interval of (match[2] ?? "").matchAll(new RegExp(INTERVAL, "g"))) {
    const [start, end] = [BigInt(interval[1]!), BigInt(interval[2]!)];
    if (start >= end || start < -MAX || end > MAX) return undefined;
    pairs.push([start, end]);
  }
  return { key, pairs: merge(pairs) };
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
