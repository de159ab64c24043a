/** A request of a simulated client, from its writing to its answer. */

import { RTO_MS_MIN } from "../../src/base/limits.ts";
import type { HeardAnswer } from "./answer_text.ts";
import type { MainNode, MainProcess } from "./main_node.ts";
import type { TermQuestion } from "./term_question.ts";

export interface Asked {
  readonly main: MainNode;
  readonly process: MainProcess;
  /** As typed at first, each person once. */
  readonly names: readonly string[];
  /** Null where nothing but names is asked. */
  readonly terms: TermQuestion | null;
  /** The id of a JSON request; null for text. */
  readonly id: number | null;
  /** Whether its client asks or reads as nobody should. */
  readonly isNuisance: boolean;
  /** Whether its client waited for nothing else when it was read. */
  isAlone: boolean;
  /** When its last byte came to the main server's host. */
  arrivedMs: number;
  /** How long the main server had stood still by then. */
  pausedMs: number;
  /** When the main server began to read its last byte. */
  readMs: number;
}

/** A request and what came back. */
export interface Answered {
  readonly asked: Asked;
  readonly answer: HeardAnswer;
  readonly nowMs: number;
  /** How long the main server stood still meanwhile. */
  readonly pausedMs: number;
}

/** It may share the answer to an equal question that began a little earlier. */
export function sharedSinceMs({ readMs }: Asked): number {
  return readMs - RTO_MS_MIN;
}

/** How the model compares names; all of its own are composed. */
export function modelKey(name: string): string {
  return name.toLowerCase().normalize("NFC");
}

/** Whoever is typed in several ways is one person, as typed at first. */
export function distinctPeople(names: readonly string[]): string[] {
  const byKey = new Map<string, string>();
  for (const name of names) {
    const key = modelKey(name);
    if (!byKey.has(key)) byKey.set(key, name);
  }
  return [...byKey.values()];
}
