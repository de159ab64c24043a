/** Tests of servers and clients, whole. */

import "../roles/answer_desk_test.ts";
import "../roles/answer_queue_test.ts";
import "../roles/backend_bookings_test.ts";
import "../roles/booking_requests_test.ts";
import "../roles/client_limits_test.ts";
import "../roles/client_session_test.ts";
import "../roles/client_test.ts";
import "../roles/company_test.ts";
import "../roles/crowded_sessions_test.ts";
import "../roles/deflate_switch_test.ts";
import "../roles/dial_first_test.ts";
import "../roles/doorkeeper_test.ts";
import "../roles/entrance_test.ts";
import "../roles/forged_answers_test.ts";
import "../roles/grace_test.ts";
import "../roles/groups_test.ts";
import "../roles/guesses_test.ts";
import "../roles/heavy_questions_test.ts";
import "../roles/hostile_datagrams_test.ts";
import "../roles/instant_bookings_test.ts";
import "../roles/middle_man_test.ts";
import "../roles/query_desk_test.ts";
import "../roles/sealed_pair_test.ts";
import "../roles/server_pair_test.ts";
import "../roles/stranger_flood_test.ts";
import "../roles/ticker_test.ts";
