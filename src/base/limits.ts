/**
 * Bounds and tunable numbers, with the relations that must hold between them.
 * Whoever changes one is told here what else leans on it. Those of calendars,
 * deliveries, groups and pictures are in files of their own beside this one.
 */

import { assert } from "@std/assert";

// Times and names.

/** A time is a whole number from -TIME_MAX to TIME_MAX. */
export const TIME_MAX = Number.MAX_SAFE_INTEGER;
/** The seconds since 1970 that RFC 3339 can write: years 0000 to 9999. */
export const INSTANT_MIN = -62_167_219_200;
export const INSTANT_MAX = 253_402_300_799;
/** A length that people say in weeks, days, hours: a hundred years. */
export const LENGTH_SECONDS_MAX = 3_155_760_000;
/** Characters (code points) of a name as it is compared. */
export const NAME_CHARS_MAX = 64;
/** UTF-8 bytes of a name's key; lower-casing may lengthen a name. */
export const NAME_KEY_BYTES_MAX = 512;
/** People of one server. */
export const PEOPLE_MAX = 4_194_304;
/** Of keys, clients and lists of names, which are read in one go. */
export const SMALL_FILE_BYTES_MAX = 1_048_576;
/** Files of a folder of calendars: all are looked at, five times a second. */
export const FOLDER_FILES_MAX = 4_096;
/** Of a calendar, which is read in one go. */
export const CALENDAR_BYTES_MAX = 67_108_864;
/** Problems of a file that are listed; the rest is counted. */
export const PROBLEMS_LISTED_MAX = 20;

// The client protocol.

export const NAMES_PER_QUERY_MAX = 256;
export const LINE_BYTES_MAX = 65_536;
/** How long a line may take from its first byte to its end. */
export const LINE_MS_MAX = 10_000;
export const CONNECTIONS_MAX = 4_096;
/** How long a TLS handshake may take, from the first byte that is awaited. */
export const HANDSHAKE_MS_MAX = 10_000;
/** TLS handshakes at once; one more ends the oldest. */
export const HANDSHAKES_MAX = 1_024;
/** Requests of one connection being worked on; the rest waits unread. */
export const CONNECTION_REQUESTS_MAX = 1_024;
/** Of these so many are nobody's loss; with more, a crowd is busy for it. */
export const CONNECTION_REQUESTS_FAIR = 64;
/** Requests of one connection taken up in one turn of the loop. */
export const CONNECTION_TURN_REQUESTS_MAX = 64;
/** And lines, of which blank ones cost little, but not nothing. */
export const CONNECTION_TURN_LINES_MAX = 4_096;
/** Answers a connection has not taken: reading stops until it takes them. */
export const OUTBOX_BYTES_PAUSE = 262_144;
/** Answers a connection has not taken: it is dropped. */
export const OUTBOX_BYTES_MAX = 67_108_864;
/** Connections that are deflated at once; further ones stay as they are. */
export const DEFLATED_CONNECTIONS_MAX = 512;
/** A connection that was silent this long makes room for a new one. */
export const CONNECTION_IDLE_MS = 60_000;
/** How long a connection may take nothing while answers wait for it. */
export const OUTBOX_STALL_MS_MAX = 10_000;
/** How long a client may take to show its token, where one is asked for. */
export const HELLO_MS_MAX = 10_000;
/** Tokens of one host that may be wrong before answers to more are put off. */
export const WRONG_TOKENS_FREE = 3;
/** The longest that such an answer is put off. */
export const WRONG_TOKEN_DELAY_MS_MAX = 1_600;
/** A host's wrong tokens are forgotten when there was none for this long. */
export const WRONG_TOKEN_MEMORY_MS = 60_000;
/** Hosts whose wrong tokens are remembered. */
export const WRONG_TOKEN_HOSTS_MAX = 4_096;

// The client.

/** Questions of one client that are not answered yet. */
export const CLIENT_REQUESTS_MAX = 256;
/** Questions that the system has not taken: a client asks no more until then. */
export const CLIENT_UNSENT_BYTES_MAX = 65_536;
/** An answer may be longer than any request: it has every slot. */
export const ANSWER_LINE_BYTES_MAX = 268_435_456;
/** How long a client with open questions hears nothing until it gives up. */
export const CLIENT_SILENCE_MS_MAX = 5_000;
/** How long a main server may take to accept a connection. */
export const DIAL_MS_MAX = 5_000;
/** Answers that stdout has not taken: reading stops until it takes them. */
export const OUTPUT_BYTES_PAUSE = 262_144;

// A query's life.

/** From a request's last byte to its answer. */
export const ANSWER_MS_MAX = 2_100;
/** How long backends may take, retransmissions included. */
export const QUERY_MS_MAX = 2_000;
/** How long a query waits for a server that is down. */
export const DOWN_PROBE_MS = 200;
export const QUERIES_MAX = 4_096;
/** Queries from which on those who ask much are told `busy`. */
export const QUERIES_CROWD = 2_048;
/** Intervals that a question is answered from where some may be missing. */
export const POOL_INTERVALS_MAX = 16_384;
/** Slots that are looked at until it is too many, where some may be missing. */
export const SLOT_STEPS_MAX = 1_048_576;
/** Intervals that one turn of the loop takes up; with more, a turn of its own. */
export const TURN_WEIGHT_MAX = 2_048;
/** Intervals that wait for their turn, and of these one client's. */
export const WAITING_WEIGHT_MAX = 4_194_304;
export const ASKER_WEIGHT_MAX = WAITING_WEIGHT_MAX / 4;
/** How long a query may wait for its turn after its backends' time is up. */
export const LATE_TURN_MS_MAX = 25;
/** Steps of coverage that are told: to write them takes longest. */
export const COVERAGE_STEPS_MAX = 16_384;
/** Slots that are suggested where some may be missing. */
export const SUGGESTIONS_MAX = 256;
/** A window of instants: two years, so that no calendar holds others up. */
export const WINDOW_SECONDS_MAX = 2 * 366 * 86_400;
/** Encoded bytes of one backend's answer; larger ones are refused. */
export const ANSWER_BYTES_MAX = 2_097_152;
/** Bytes of all long answers that are being put together. */
export const ASSEMBLY_BYTES_MAX = 67_108_864;
/** How often a long answer that changes under us is begun again. */
export const RESTARTS_MAX = 16;

assert(
  CONNECTION_REQUESTS_MAX < QUERIES_CROWD && QUERIES_CROWD < QUERIES_MAX,
  "one client alone is never a crowd",
);
assert(
  CONNECTION_TURN_REQUESTS_MAX <= CONNECTION_TURN_LINES_MAX,
  "lines that are requests are bounded as requests",
);
assert(
  DEFLATED_CONNECTIONS_MAX <= CONNECTIONS_MAX,
  "what zlib holds for clients is bounded more tightly than they are",
);
assert(
  QUERY_MS_MAX < ANSWER_MS_MAX,
  "an answer is written after its query has ended",
);
assert(
  QUERY_MS_MAX + LATE_TURN_MS_MAX < ANSWER_MS_MAX,
  "what has its turn at last is answered in time",
);
assert(
  TURN_WEIGHT_MAX < POOL_INTERVALS_MAX && POOL_INTERVALS_MAX < ASKER_WEIGHT_MAX,
  "what is too heavy for a turn that is shared may have its own",
);
assert(
  WRONG_TOKEN_DELAY_MS_MAX < ANSWER_MS_MAX,
  "who is turned away is told so in time",
);
assert(DOWN_PROBE_MS < QUERY_MS_MAX, "down only shortens the waiting");
assert(
  ANSWER_MS_MAX < CLIENT_SILENCE_MS_MAX,
  "a client outlasts the slowest answer",
);

// Bookings.

/** UTF-8 bytes of a booking's key, which its client makes. */
export const BOOKING_KEY_BYTES_MAX = 64;
/** UTF-8 bytes of a booking's title. */
export const TITLE_BYTES_MAX = 200;
/** How long a hold waits for its decision until the backend asks. */
export const DOUBT_MS_FIRST = 1_000;
/** The longest between two questions about a hold. */
export const DOUBT_MS_MAX = 10_000;
/** Transactions that came to nothing lately and are not held again. */
export const RELEASED_KEPT_MAX = 4_096;
/** How long the answer to a refused booking's key is kept. */
export const REFUSED_KEPT_MS = 30 * 24 * 60 * 60 * 1_000;
/** Refused keys that a main server keeps, and characters of their names. */
export const REFUSED_KEPT_MAX = 65_536;
export const REFUSED_CHARS_MAX = 16_777_216;
/** A ledger that is as large as this is full. */
export const LEDGER_BYTES_MAX = 1_073_741_824;
/** How often a decision is brought to a server that does not confirm it. */
export const DELIVER_AGAIN_MS = 5_000;
/** Attempts to book that are under way; one more is told `busy`. */
export const ATTEMPTS_MAX = 1_024;

assert(
  ATTEMPTS_MAX <= REFUSED_KEPT_MAX,
  "what is refused in one turn of the loop can all be kept",
);
assert(
  3 * REFUSED_CHARS_MAX + 256 * REFUSED_KEPT_MAX < LEDGER_BYTES_MAX / 8,
  "what was refused leaves a ledger to what was booked",
);

// Datagrams.

/** UDP payload, seal included: no path fragments it. */
export const DATAGRAM_BYTES_MAX = 1_200;
/** Kept free in every datagram for a key's id, a counter and a tag. */
export const SEAL_BYTES = 28;
/** One more than any datagram may have shows that one was cut. */
export const RECEIVE_BUFFER_BYTES = 2_048;
/** Datagrams waiting to be sent on a socket; further ones are lost. */
export const SEND_QUEUE_MAX = 1_024;
/** Full-size answers asked for and not yet come, on a socket: the kernel
 * queues 92 of them, and 256 tiny ones. */
export const ANSWERS_OUTSTANDING_MAX = 64;
/** Requests in flight to a peer whose round trip is not known. */
export const UNMEASURED_REQUESTS_MAX = 8;
/** Long answers that a backend keeps while they are fetched. */
export const LONG_ANSWERS_KEPT = 8;
/** Blocks of one long answer asked for at once. */
export const ANSWER_BLOCKS_IN_FLIGHT = 8;
/** Chunks of a name list on their way at once. */
export const LIST_CHUNKS_IN_FLIGHT = 32;
/** Bytes of names in one chunk of a list, before they are deflated. */
export const CHUNK_NAMES_BYTES_MAX = 4_096;
/** What a peer has deflated may become so many times as long, and no longer. */
export const INFLATION_MAX = 100;
/** Beside that so much of a stream is free, as its repeats come first. */
export const INFLATION_FREE_BYTES = 65_536;
/** The least time until a chunk of a list is sent again. */
export const CHUNK_PROBE_MS = 10;

assert(RECEIVE_BUFFER_BYTES > DATAGRAM_BYTES_MAX, "a cut datagram is noticed");
assert(
  CHUNK_NAMES_BYTES_MAX <= INFLATION_MAX * DATAGRAM_BYTES_MAX,
  "a chunk that is full may be inflated",
);
assert(
  ANSWER_BLOCKS_IN_FLIGHT <= ANSWERS_OUTSTANDING_MAX,
  "one long answer cannot overflow the socket",
);

// Retransmission (RFC 6298, RFC 8085).

export const RTO_MS_MIN = 50;
export const RTO_MS_MAX = 1_000;
/** Before the first sample. */
export const RTO_MS_INITIAL = 1_000;
export const SENDS_MAX = 6;
/** Each wait is drawn out by up to this share, so that peers spread. */
export const JITTER = 0.25;
/** The last send leaves this much time for its answer. */
export const LAST_SEND_MARGIN_MS = 100;
/** Sends to a healthy peer that are lost, as a share of questions. */
export const LOST_SENDS_HEALTHY = 0.05;
/**
 * Repeats of a healthy peer's questions whose earlier send was answered after
 * all, as a share of questions: beyond it a question is repeated once.
 */
export const NEEDLESS_REPEATS_MAX = 0.2;
export const NEEDLESS_WINDOW_MS = 10_000;

assert(
  RESTARTS_MAX * 3 * RTO_MS_MIN > QUERY_MS_MAX,
  "a copy is left after two waits in vain, and never so often that it counts",
);

// Registration and life.

/** A timer that runs this late tells of a stall of our own loop. */
export const STALL_MS = 25;
export const HEARTBEAT_MS = 1_000;
export const HEARTBEAT_SPREAD = 0.1;
/** Heartbeats missed until a server is suspected. */
export const HEARTBEATS_MISSED = 3;
/** Silence until a server is down. */
export const DOWN_MS = 10_000;
/** After a main server's restart its backends come back within this. */
export const REJOIN_SPREAD_MS = 1_000;
/** So long after its start a main server does not call a name unknown. */
export const REJOIN_GRACE_MS = 2_000;
/** How often names that may turn up are looked up again. */
export const LOOK_UP_AGAIN_MS = 50;
/** A cookie is good for one to two of these. */
export const COOKIE_MS = 10_000;
/** How long a hello, begin or commit is repeated until all starts over. */
export const REGISTRATION_REQUEST_MS = 5_000;
/** How long a refused backend waits until it asks again. */
export const REFUSED_RETRY_MS = 1_000;
/** UTF-8 bytes of a server's name. */
export const SERVER_NAME_BYTES_MAX = 128;
export const SERVERS_MAX = 4_096;
/** Copies of one server. */
export const COPIES_MAX = 16;
/** Sessions known at once, and addresses whose last one is remembered. */
export const SESSIONS_MAX = 8_192;
/** Lists being received at once, and how long one may make no progress. */
export const SHADOW_LISTS_MAX = 64;
export const SHADOW_MS_MAX = 10_000;
/** Where there are too many, the slowest goes for another, but not before. */
export const SHADOW_MS_MIN = 1_000;
/** Datagrams a second from one stranger and from all of them. */
export const STRANGER_DATAGRAMS_PER_S = 10;
export const STRANGERS_DATAGRAMS_PER_S = 1_000;
/** How long a goodbye is repeated until nobody waits for its echo. */
export const GOODBYE_MS_MAX = 300;
/** Until the host of a main server that has no list of ours is looked up. */
export const MAIN_LOOKUP_MS = 5_000;

assert(
  HEARTBEATS_MISSED * HEARTBEAT_MS < DOWN_MS,
  "a server is suspected before it is down",
);
