/** Tests of what commands read and print. */

import "../cli/answer_text_test.ts";
import "../cli/calendar_file_test.ts";
import "../cli/certificate_files_test.ts";
import "../cli/check_test.ts";
import "../cli/failures_test.ts";
import "../cli/flags_test.ts";
import "../cli/grid_properties_test.ts";
import "../cli/grid_test.ts";
import "../cli/guests_test.ts";
import "../cli/help_test.ts";
import "../cli/icalendar_test.ts";
import "../cli/khal_test.ts";
import "../cli/main_hosts_test.ts";
import "../cli/output_test.ts";
import "../cli/prompt_orders_test.ts";
import "../cli/prompt_test.ts";
import "../cli/questions_test.ts";
import "../cli/said_slot_test.ts";
import "../cli/sources_test.ts";
import "../cli/term_flags_test.ts";
import "../cli/text_writer_test.ts";
import "../cli/up_test.ts";
import "../cli/wall_days_test.ts";
import "../cli/watched_file_test.ts";
