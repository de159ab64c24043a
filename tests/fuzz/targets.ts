/** Everything of this program that reads what strangers write. */

import { ANSWERS } from "./answers_target.ts";
import { ASSEMBLY } from "./assembly_target.ts";
import { BOOKINGS } from "./bookings_target.ts";
import { CALENDARS } from "./calendars_target.ts";
import { DATAGRAMS } from "./datagrams_target.ts";
import { FLAGS } from "./flags_target.ts";
import { FREE_TIME } from "./free_time_target.ts";
import { INFLATE } from "./inflate_target.ts";
import { LISTS } from "./lists_target.ts";
import { REQUESTS } from "./requests_target.ts";
import { SETTINGS } from "./settings_target.ts";
import { SLOTS } from "./slots_target.ts";
import { SPLITTER } from "./splitter_target.ts";
import { WORDS_OF_TIME } from "./words_target.ts";
import type { Target } from "./target.ts";

export const TARGETS: readonly Target<unknown>[] = [
  FREE_TIME,
  CALENDARS,
  REQUESTS,
  ANSWERS,
  BOOKINGS,
  SPLITTER,
  DATAGRAMS,
  SLOTS,
  ASSEMBLY,
  INFLATE,
  LISTS,
  FLAGS,
  WORDS_OF_TIME,
  SETTINGS,
];
