/** Tests of names, intervals and calendars. */

import "../base/bytes_test.ts";
import "../base/slab_test.ts";
import "../base/utf8_test.ts";
import "../intervals/columns_test.ts";
import "../intervals/coverage_test.ts";
import "../intervals/cut_test.ts";
import "../intervals/interval_set_test.ts";
import "../intervals/maximal_slots_test.ts";
import "../intervals/pool_test.ts";
import "../intervals/trim_test.ts";
import "../calendar/ask_alone_test.ts";
import "../calendar/day_grid_test.ts";
import "../calendar/folder_settings_test.ts";
import "../calendar/free_time_file_test.ts";
import "../calendar/free_time_test.ts";
import "../calendar/groups_test.ts";
import "../calendar/instant_format_test.ts";
import "../calendar/instant_lines_test.ts";
import "../calendar/join_people_test.ts";
import "../calendar/length_test.ts";
import "../calendar/mixed_times_test.ts";
import "../calendar/moment_test.ts";
import "../calendar/name_list_test.ts";
import "../calendar/name_test.ts";
import "../calendar/working_hours_test.ts";
import "../calendar/zone_test.ts";
