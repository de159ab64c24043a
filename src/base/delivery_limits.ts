/** The bounds of what servers are told of bookings, and their relations. */

import { assert } from "@std/assert";
import { ATTEMPTS_MAX, SEND_QUEUE_MAX } from "./limits.ts";

/** Decisions on their way to one server; the others wait for their turn. */
export const DELIVERIES_MAX = 256;

assert(
  DELIVERIES_MAX < ATTEMPTS_MAX && 2 * DELIVERIES_MAX < SEND_QUEUE_MAX,
  "however many a server has missed, others find room to be told in",
);
