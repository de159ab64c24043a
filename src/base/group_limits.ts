/** The bounds of groups of people, and the relations between them. */

import { assert } from "@std/assert";
import {
  NAME_KEY_BYTES_MAX,
  NAMES_PER_QUERY_MAX,
  OUTBOX_BYTES_PAUSE,
} from "./limits.ts";

/** Groups of one request: its answer lists the people of each. */
export const GROUPS_PER_QUERY_MAX = 16;

assert(
  GROUPS_PER_QUERY_MAX * NAMES_PER_QUERY_MAX * NAME_KEY_BYTES_MAX <=
    8 * OUTBOX_BYTES_PAUSE,
  "a short line about groups gets no answer that a client could not take",
);
