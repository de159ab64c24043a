/** Tests of what owners' calendars say. */

import "../icalendar/calendar_test.ts";
import "../icalendar/cases_test.ts";
import "../icalendar/day_rule_test.ts";
import "../icalendar/differential_test.ts";
import "../icalendar/file_zones_test.ts";
import "../icalendar/month_rule_test.ts";
import "../icalendar/pace_test.ts";
import "../icalendar/paged_calendar_test.ts";
import "../icalendar/recurrence_test.ts";
import "../icalendar/rfc_examples_test.ts";
import "../icalendar/series_test.ts";
import "../icalendar/wall_time_test.ts";
