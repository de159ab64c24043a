/**
 * What of people's time is wanted, where it is not all that is common to them.
 *
 * | Aspect    | Bytes                                                        |
 * |-----------|--------------------------------------------------------------|
 * | form      | 1: 0 is the common time without bounds, of numbers; else 1 + |
 * |           | 0 common, 1 spread, 2 hours + 3 for instants + 6 if what is  |
 * |           | tentative is free                                            |
 * | from, to  | f64 each, of the window; unless the form is 0                |
 * | shortest  | varint; unless the form is 0                                 |
 */

import type { ByteReader, ByteWriter } from "../base/bytes.ts";
import { WireError } from "../base/errors.ts";
import type { Scope } from "../calendar/scope.ts";
import type { Times } from "../calendar/times.ts";
import { readTime } from "./slots.ts";

export type Measure =
  /** When all are free. */
  | "common"
  /** When how many are free. */
  | "spread"
  /** When all work, free or not. */
  | "hours";

export interface Aspect {
  readonly measure: Measure;
  /** What the window counts: others' times are not cut by it. */
  readonly times: Times;
  readonly scope: Scope;
}

const MEASURES: readonly Measure[] = ["common", "spread", "hours"];
/** Forms of each kind of times, and of each that tentative time counts as. */
const INSTANTS = MEASURES.length;
const TENTATIVE_FREE = 2 * INSTANTS;
const FORM_MAX = 2 * TENTATIVE_FREE;
const NO_ASPECT = 0;

function formOf({ measure, times, scope: { tentative } }: Aspect): number {
  return 1 + MEASURES.indexOf(measure) +
    (times === "instants" ? INSTANTS : 0) +
    (tentative === "free" ? TENTATIVE_FREE : 0);
}

/** All that tells it apart from others. */
export function aspectNumbers(aspect: Aspect): readonly number[] {
  const { window: { from, to }, shortest } = aspect.scope;
  return [formOf(aspect), from, to, shortest];
}

export function sameAspect(a: Aspect | null, b: Aspect | null): boolean {
  if (a === b) return true;
  if (a === null || b === null) return false;
  const others = aspectNumbers(b);
  return aspectNumbers(a).every((number, i) => number === others[i]);
}

export function writeAspect(writer: ByteWriter, aspect: Aspect | null): void {
  if (aspect === null) return writer.u8(NO_ASPECT);
  const { window: { from, to }, shortest } = aspect.scope;
  writer.u8(formOf(aspect));
  writer.f64(from);
  writer.f64(to);
  writer.varint(shortest);
}

/** @throws {WireError} If it is cut, or its window is none. */
export function readAspect(reader: ByteReader): Aspect | null {
  const form = reader.u8("form");
  if (form === NO_ASPECT) return null;
  if (form > FORM_MAX) {
    throw new WireError(
      `Cannot read aspect as its form is 0 to ${FORM_MAX}: got ${form}`,
    );
  }
  const from = readTime(reader);
  const to = readTime(reader);
  const shortest = reader.varint("shortest");
  if (!(from < to) || shortest < 1) {
    throw new WireError(
      `Cannot read aspect as a window and the shortest slot have a length: got ${from} to ${to}, ${shortest}`,
    );
  }
  const code = form - 1;
  return {
    measure: MEASURES[code % INSTANTS]!,
    times: code % TENTATIVE_FREE < INSTANTS ? "numbers" : "instants",
    scope: {
      window: { from, to },
      shortest,
      tentative: code < TENTATIVE_FREE ? "busy" : "free",
    },
  };
}
