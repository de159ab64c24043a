/** The time zone of this machine, for what says none of its own. */

import { isTimezone } from "../calendar/moment.ts";

/**
 * Undefined if it is none that is known: TZ may say anything, and whoever took
 * that for UTC would move days by hours.
 */
export function hostTimezone(): string | undefined {
  const zone: string | undefined = new Intl.DateTimeFormat()
    .resolvedOptions().timeZone;
  return zone !== undefined && isTimezone(zone) ? zone : undefined;
}
