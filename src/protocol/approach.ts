/** How people are asked about, and what comes of it. */

import type { Times } from "../calendar/times.ts";
import type { Absentees } from "./absentees.ts";
import type { Group, Want } from "./group.ts";
import type { QueryContext } from "./query_context.ts";

/** How people are asked about. */
export interface Approach {
  /** What times count in the question; null until a server tells. */
  readonly times: Times | null;
  /** Whether people with several calendars are asked about one by one. */
  readonly isSolo: boolean;
  /** What is to be known of those names. */
  wants(names: readonly string[]): readonly Want[];
}

/** What a survey has found. */
export interface Surveyed {
  readonly groups: readonly Group[];
  readonly absentees: Absentees;
  /** Why it has not found all that it might have; null if it has. */
  readonly failure: "too_large" | "busy" | "mixed_times" | null;
}

export interface SurveyOptions {
  /** As typed, each person once. */
  readonly names: readonly string[];
  readonly deadlineMs: number;
  readonly context: QueryContext;
  /** How to ask, once a server tells what times count; null before. */
  readonly approach: (times: Times | null) => Approach;
  /** Called once, with everything, from the start on. */
  readonly done: (surveyed: Surveyed, nowMs: number) => void;
}
