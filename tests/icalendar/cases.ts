/** All cases in which implementations of RFC 5545 and its kin differ. */

import type { CalendarCase } from "./calendar_case.ts";
import { EVENT_CASES } from "./event_cases.ts";
import { LOOSE_CASES } from "./loose_cases.ts";
import { OTHER_CASES } from "./other_cases.ts";
import { RECURRENCE_CASES } from "./recurrence_cases.ts";

export const CASES: readonly CalendarCase[] = [
  ...EVENT_CASES,
  ...RECURRENCE_CASES,
  ...OTHER_CASES,
  ...LOOSE_CASES,
];
