/** Tests of sockets, files and disks. */

import "../net/deflatable_connection_test.ts";
import "../net/relay_test.ts";
import "../net/resolve_test.ts";
import "../net/socket_connection_test.ts";
import "../net/system_clock_test.ts";
import "../net/tcp_test.ts";
import "../net/tls_test.ts";
import "../net/udp_errors_test.ts";
import "../net/udp_families_test.ts";
import "../net/udp_test.ts";
import "../store/authorities_test.ts";
import "../store/booking_ledger_test.ts";
import "../store/file_watch_test.ts";
import "../store/free_time_store_test.ts";
import "../store/hold_ledger_test.ts";
import "../store/ledger_path_test.ts";
import "../store/rotating_file_test.ts";
import "../store/secret_update_test.ts";
import "../store/source_test.ts";
import "../store/sqlite_file_test.ts";
import "../store/sqlite_log_test.ts";
import "../store/text_file_test.ts";
import "../store/unreadable_test.ts";
