import { assertEquals, assertThrows } from "@std/assert";
import { ByteReader } from "../../src/base/bytes.ts";
import { WireError } from "../../src/base/errors.ts";
import {
  BOOKING_KEY_BYTES_MAX,
  DATAGRAM_BYTES_MAX,
  INSTANT_MAX,
  INSTANT_MIN,
  NAMES_PER_QUERY_MAX,
  PEOPLE_MAX,
  SEAL_BYTES,
  TIME_MAX,
  TITLE_BYTES_MAX,
  WINDOW_SECONDS_MAX,
} from "../../src/base/limits.ts";
import type { TimedSlot } from "../../src/calendar/bookings.ts";
import {
  type ClaimRequest,
  encodeClaim,
  encodeClaimReply,
  encodeDecision,
  encodeDoubt,
  encodeOutcome,
  encodeReceipt,
  readClaim,
  readClaimReply,
  readDecision,
  readDoubt,
  readOutcome,
  readReceipt,
} from "../../src/wire/bookings.ts";
import type { ClaimVerdict } from "../../src/wire/claim_verdict.ts";
import { HEADER_BYTES, Kind, openDatagram } from "../../src/wire/datagram.ts";
import { readDatagram, sampleDatagrams } from "../support/datagram_samples.ts";
import { contentOf, mended, testDatagram } from "../support/golden_datagram.ts";
import { fromHex } from "../support/hex.ts";
import { instants, numbers } from "../support/timed_slots.ts";
import { withDigest } from "../support/with_digest.ts";

const SESSION = { high: 0x01020304, low: 0xfffefdfc };
const LIST = { high: 7, low: 0x80000008 };
const TRANSACTION = "00112233445566778899aabbccddeeff";
const DECIDER = "a1b2c3d4e5f60718";
const HEAD = {
  token: { high: 0xdeadbeef, low: 1 },
  attempt: 6,
  transaction: TRANSACTION,
};
const CLAIM: ClaimRequest = {
  ...HEAD,
  decider: DECIDER,
  list: LIST,
  slot: numbers(-1, 7),
  key: "k1",
  title: "Büro",
  people: [3, 4, 200],
  alone: false,
};

/** Of messages about bookings. */
const KINDS = [
  "claim",
  "claimed",
  "decide",
  "decided",
  "doubt",
  "outcome",
] as const;

const HEAD_HEX = `deadbeef00000001 06 ${TRANSACTION}`;
const LIST_HEX = "0000000780000008";
const SLOT_HEX = "00 bff0000000000000 401c000000000000";

/** A datagram's header, for a golden one. */
function header(kind: string): string {
  return `c04e 01 ${kind} 01020304fffefdfc `;
}

testDatagram({
  name: "a claim",
  kind: Kind.claim,
  session: SESSION,
  message: CLAIM,
  encoded: encodeClaim(SESSION, CLAIM),
  hex: `${header("10")} ${HEAD_HEX} ${DECIDER} ${LIST_HEX} ${SLOT_HEX}
    02 6b31  05 42c3bc726f  03 03 01 c401 5c09819ba0a9568f 0585bc2d`,
  read: readClaim,
});

const ALONE = { ...CLAIM, people: [200], alone: true };
testDatagram({
  name: "a claim for one person alone",
  kind: Kind.claim,
  session: SESSION,
  message: ALONE,
  encoded: encodeClaim(SESSION, ALONE),
  hex: `${header("10")} ${HEAD_HEX} ${DECIDER} ${LIST_HEX} ${SLOT_HEX}
    02 6b31  05 42c3bc726f  00 c801 a63dffb1257b5970 e1f8473f`,
  read: readClaim,
});

const INSTANTS = {
  ...CLAIM,
  slot: instants("2026-11-24T08:00:00Z", "2026-11-24T09:00:00Z"),
};
testDatagram({
  name: "a claim of instants",
  kind: Kind.claim,
  session: SESSION,
  message: INSTANTS,
  encoded: encodeClaim(SESSION, INSTANTS),
  hex: `${header("10")} ${HEAD_HEX} ${DECIDER} ${LIST_HEX}
    01 41dac15100000000 41dac15484000000
    02 6b31  05 42c3bc726f  03 03 01 c401 ba2dbb0ad7455b30 f9e338be`,
  read: readClaim,
});

const VERDICTS: [verdict: ClaimVerdict, hex: string, checksum: string][] = [
  [{ kind: "held", isDiscreet: false }, "00", "6b1207db293a628e 9ec4a74c"],
  [
    { kind: "not_free", people: [0, 200], isDiscreet: false },
    "01 02 00 c801",
    "809b027b8d050d95 f237f269",
  ],
  [
    { kind: "stale", list: LIST },
    `02 ${LIST_HEX}`,
    "dd34e3d17efd618d a3234601",
  ],
  [
    { kind: "contested", transaction: TRANSACTION, decider: DECIDER },
    `03 ${TRANSACTION} ${DECIDER}`,
    "5210a71e30f36262 4e0b7a74",
  ],
  [{ kind: "booked_before" }, "04", "8c75f862d1faa13c eafa97df"],
  [{ kind: "key_taken" }, "05", "a9d263e9f8bc520c cfe9f659"],
  [{ kind: "no_ledger" }, "06", "7c06510cbe814401 be76c3f3"],
  [{ kind: "held", isDiscreet: true }, "07", "6ab20e095f574d22 66b91419"],
  [{ kind: "not_free", isDiscreet: true }, "08", "87ee9f334e61f7e1 ac0f719a"],
  [{ kind: "not_alone" }, "09", "832a3bef67c87602 d9ec8d88"],
  [
    { kind: "other_times", times: "numbers" },
    "0a 00",
    "a7669fb2ff09d535 efc71281",
  ],
  [
    { kind: "other_times", times: "instants" },
    "0a 01",
    "219179e369e3d810 cbabd128",
  ],
  [
    { kind: "unreadable", people: [0, 200] },
    "0b 02 00 c801",
    "cfda9b8e8edda160 3e5e9c75",
  ],
];
for (const [verdict, hex, checksum] of VERDICTS) {
  testDatagram({
    name: `a claimed of ${verdict.kind}, ${hex.slice(0, 2)},`,
    kind: Kind.claimed,
    session: SESSION,
    message: { ...HEAD, verdict },
    encoded: encodeClaimReply(SESSION, { ...HEAD, verdict }),
    hex: `${header("11")} ${HEAD_HEX} ${hex} ${checksum}`,
    read: readClaimReply,
  });
}

const DECISION = { ...HEAD, decision: "commit" as const };
testDatagram({
  name: "a decide",
  kind: Kind.decide,
  session: SESSION,
  message: DECISION,
  encoded: encodeDecision(SESSION, DECISION),
  hex: `${header("12")} ${HEAD_HEX} 01 f04fb8fdfdf409d4 eace6cd4`,
  read: readDecision,
});

testDatagram({
  name: "a decided",
  kind: Kind.decided,
  session: SESSION,
  message: HEAD,
  encoded: encodeReceipt(SESSION, HEAD),
  hex: `${header("13")} ${HEAD_HEX} 31f654d76c812c20 7252ad95`,
  read: readReceipt,
});

const DOUBT = { ...HEAD, decider: DECIDER };
testDatagram({
  name: "a doubt",
  kind: Kind.doubt,
  session: SESSION,
  message: DOUBT,
  encoded: encodeDoubt(SESSION, DOUBT),
  hex: `${header("14")} ${HEAD_HEX} ${DECIDER} bf336e96e1ca47d9 4b8e9d6b`,
  read: readDoubt,
});

const OUTCOME = { ...HEAD, decision: "open" as const };
testDatagram({
  name: "an outcome",
  kind: Kind.outcome,
  session: SESSION,
  message: OUTCOME,
  encoded: encodeOutcome(SESSION, OUTCOME),
  hex: `${header("15")} ${HEAD_HEX} 03 7c2836e7938b6de3 b3253e76`,
  read: readOutcome,
});

Deno.test("decisions and outcomes are 0 to release, 1 to commit, 2 to cancel", () => {
  for (const [code, decision] of ["release", "commit", "cancel"].entries()) {
    const decide = message(Kind.decide, `0${code}`);
    assertEquals(readDecision(decide).decision, decision);
    const outcome = message(Kind.outcome, `0${code}`);
    assertEquals(readOutcome(outcome).decision, decision);
  }
});

Deno.test("the largest claim fits a datagram, seal included", () => {
  // Three bytes for each distance are the most that all can have.
  const step = Math.floor(PEOPLE_MAX / NAMES_PER_QUERY_MAX);
  const people = Array.from(
    { length: NAMES_PER_QUERY_MAX },
    (_, i) => PEOPLE_MAX - 1 - (NAMES_PER_QUERY_MAX - 1 - i) * step,
  );
  const claim = {
    ...CLAIM,
    slot: numbers(-TIME_MAX, TIME_MAX),
    key: "k".repeat(BOOKING_KEY_BYTES_MAX),
    title: "t".repeat(TITLE_BYTES_MAX),
    people,
  };
  const bytes = encodeClaim(SESSION, claim);
  const room = DATAGRAM_BYTES_MAX - SEAL_BYTES;
  assertEquals(bytes.length <= room, true, `${bytes.length} bytes`);
  assertEquals(readClaim(openDatagram(bytes).message), claim);
});

/** A claim, and one field of it as it must not be. */
function spoilt(change: Partial<ClaimRequest>): ByteReader {
  const bytes = encodeClaim(SESSION, { ...CLAIM, ...change });
  return openDatagram(bytes).message;
}

/** Since 1970. */
function seconds(start: number, end: number): TimedSlot {
  return { start, end, times: "instants" };
}

/** A message of that kind, from the transaction's end on as given. */
function message(kind: Kind, rest: string): ByteReader {
  return withDigest(kind, fromHex(`${HEAD_HEX} ${rest}`));
}

const BAD: [name: string, read: () => unknown, message: string][] = [
  [
    "readClaim() refuses a slot that ends as it starts",
    () => readClaim(spoilt({ slot: numbers(7, 7) })),
    "got [7,7]",
  ],
  [
    "readClaim() refuses a slot from half a time on",
    () => readClaim(spoilt({ slot: numbers(0.5, 7) })),
    "got [0.5,7]",
  ],
  [
    "readClaim() refuses a slot from before all times",
    () => readClaim(spoilt({ slot: numbers(-TIME_MAX - 1, 7) })),
    "got [-9007199254740992,7]",
  ],
  [
    "readClaim() refuses a slot that never ends",
    () => readClaim(spoilt({ slot: numbers(0, Infinity) })),
    "got [0,Infinity]",
  ],
  [
    "readClaim() refuses minus zero",
    () => readClaim(spoilt({ slot: numbers(-0, 7) })),
    "Cannot read slot",
  ],
  [
    "readClaim() refuses instants before the year 0",
    () =>
      readClaim(spoilt({ slot: seconds(INSTANT_MIN - 1, INSTANT_MIN + 1) })),
    `got [${INSTANT_MIN - 1},${INSTANT_MIN + 1}]`,
  ],
  [
    "readClaim() refuses instants after the year 9999",
    () =>
      readClaim(spoilt({ slot: seconds(INSTANT_MAX - 1, INSTANT_MAX + 1) })),
    `got [${INSTANT_MAX - 1},${INSTANT_MAX + 1}]`,
  ],
  [
    "readClaim() refuses more of a calendar than may be asked about",
    () => readClaim(spoilt({ slot: seconds(0, WINDOW_SECONDS_MAX + 1) })),
    `got [0,${WINDOW_SECONDS_MAX + 1}]`,
  ],
  [
    "readClaim() refuses a key that is too long",
    () => readClaim(spoilt({ key: "k".repeat(BOOKING_KEY_BYTES_MAX + 1) })),
    "Cannot read key as it has at most 64 bytes: got 65",
  ],
  [
    "readClaim() refuses a title that is too long",
    () => readClaim(spoilt({ title: "t".repeat(TITLE_BYTES_MAX + 1) })),
    "Cannot read title as it has at most 200 bytes: got 201",
  ],
  [
    "readClaim() refuses a claim for nobody",
    () => readClaim(spoilt({ people: [] })),
    "Cannot read person",
  ],
  [
    "readClaim() refuses people who do not ascend",
    () => readClaim(spoilt({ people: [5, 5] })),
    "as they ascend",
  ],
  [
    "readClaim() refuses people beyond any list",
    () => readClaim(spoilt({ people: [PEOPLE_MAX] })),
    "as they ascend below 4194304: got 4194304",
  ],
  [
    "readClaimReply() refuses a verdict that there is not",
    () => readClaimReply(message(Kind.claimed, "0c")),
    "Cannot read verdict as it is 0 to 11: got 12",
  ],
  [
    "readClaimReply() refuses times that there are not",
    () => readClaimReply(message(Kind.claimed, "0a 02")),
    "Cannot read times as they are 0 or 1: got 2",
  ],
  [
    "readClaimReply() refuses that nobody is unreadable",
    () => readClaimReply(message(Kind.claimed, "0b 00")),
    "there is one or more: got 0",
  ],
  [
    "readClaimReply() refuses that nobody is not free",
    () => readClaimReply(message(Kind.claimed, "01 00")),
    "there is one or more: got 0",
  ],
  [
    "readClaimReply() refuses more than a reply",
    () => readClaimReply(message(Kind.claimed, "00 00")),
    "Cannot decode reply to a claim as it ends at byte 26: got 1 more",
  ],
  [
    "readDecision() refuses that it is open",
    () => readDecision(message(Kind.decide, "03")),
    "Cannot read decision as it is 0 to 2: got 3",
  ],
  [
    "readOutcome() refuses a fifth one",
    () => readOutcome(message(Kind.outcome, "04")),
    "Cannot read decision as it is 0 to 3: got 4",
  ],
  [
    "readReceipt() refuses more than a receipt",
    () => readReceipt(message(Kind.decided, "00")),
    "Cannot decode receipt of a decision as it ends at byte 25: got 1 more",
  ],
  [
    "readDoubt() refuses a decider that is cut",
    () => readDoubt(message(Kind.doubt, "a1b2c3")),
    "Cannot read decider",
  ],
];
for (const [name, read, message] of BAD) {
  Deno.test(name, () => {
    assertThrows(read, WireError, message);
  });
}

Deno.test("readClaim() keeps nothing of the buffer", () => {
  const bytes = contentOf(encodeClaim(SESSION, CLAIM)).slice(12);
  const claim = readClaim(new ByteReader(bytes));
  bytes.fill(0xee);
  assertEquals(claim, CLAIM);
});

Deno.test("readClaim() refuses more than a claim", () => {
  const bytes = contentOf(encodeClaim(SESSION, CLAIM)).slice(12);
  const reader = new ByteReader(Uint8Array.from([...bytes, 0]));
  assertThrows(() => readClaim(reader), WireError, "got 1 more");
});

Deno.test("a message of one kind is none of another that looks like it", () => {
  const decide = message(Kind.decide, "01");
  assertThrows(() => readOutcome(decide), WireError, "its digest is wrong");
});

Deno.test("no bit of a message about a booking changes, though the checksum fits", () => {
  const samples = sampleDatagrams();
  for (const kind of KINDS) {
    const content = contentOf(samples[kind]);
    for (let bit = 8 * HEADER_BYTES; bit < 8 * content.length; bit++) {
      const flipped = content.slice();
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      assertThrows(() => readDatagram(mended(flipped)), WireError);
    }
  }
});
