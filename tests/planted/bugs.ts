/** All planted bugs, room by room. */

import { BACKEND_BUGS } from "./backend_side.ts";
import { BOOKING_BUGS } from "./booking.ts";
import { CALENDAR_BUGS } from "./calendar.ts";
import { COMPANY_BUGS } from "./company.ts";
import { INTERVAL_BUGS } from "./intervals.ts";
import type { PlantedBug } from "./planted_bug.ts";
import { QUESTION_BUGS } from "./questions.ts";
import { REGISTRATION_BUGS } from "./registration.ts";
import { ROLE_BUGS } from "./roles.ts";
import { TERM_BUGS } from "./terms.ts";
import { WIRE_BUGS } from "./wire.ts";

export const BUGS: readonly PlantedBug[] = [
  ...INTERVAL_BUGS,
  ...CALENDAR_BUGS,
  ...WIRE_BUGS,
  ...REGISTRATION_BUGS,
  ...QUESTION_BUGS,
  ...BACKEND_BUGS,
  ...BOOKING_BUGS,
  ...COMPANY_BUGS,
  ...TERM_BUGS,
  ...ROLE_BUGS,
];
