/** Tests of both protocols' messages. */

import "../wire/access_token_test.ts";
import "../wire/asked_groups_test.ts";
import "../wire/backend_answers_test.ts";
import "../wire/booking_lines_test.ts";
import "../wire/bookings_test.ts";
import "../wire/client_answers_test.ts";
import "../wire/client_lines_test.ts";
import "../wire/datagram_test.ts";
import "../wire/deflate_test.ts";
import "../wire/hello_test.ts";
import "../wire/key_ring_test.ts";
import "../wire/line_splitter_test.ts";
import "../wire/list_messages_test.ts";
import "../wire/positions_test.ts";
import "../wire/questions_test.ts";
import "../wire/registration_test.ts";
import "../wire/replay_window_test.ts";
import "../wire/report_test.ts";
import "../wire/seal_test.ts";
import "../wire/session_messages_test.ts";
import "../wire/slot_text_test.ts";
import "../wire/slots_test.ts";
import "../wire/strangers_test.ts";
import "../wire/term_answers_test.ts";
import "../wire/term_lines_test.ts";
import "../wire/wish_test.ts";
