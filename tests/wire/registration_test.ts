import { assertEquals, assertThrows } from "@std/assert";
import { ByteReader } from "../../src/base/bytes.ts";
import { quote, WireError } from "../../src/base/errors.ts";
import { LIST_DIGEST_BYTES } from "../../src/calendar/name_pages.ts";
import { Kind, NO_SESSION, openDatagram } from "../../src/wire/datagram.ts";
import {
  COOKIE_BYTES,
  encodeBegin,
  encodeChallenge,
  encodeHello,
  encodeVerdict,
  FRESH_BYTES,
  listId,
  readBegin,
  readChallenge,
  readHello,
  readVerdict,
  sessionOf,
  type Verdict,
} from "../../src/wire/registration.ts";
import { testDatagram } from "../support/golden_datagram.ts";
import { fromHex } from "../support/hex.ts";
import { withDigest } from "../support/with_digest.ts";

const TICKET = { token: { high: 0xdeadbeef, low: 1 }, attempt: 6 };
const COOKIE = Uint8Array.from({ length: COOKIE_BYTES }, (_, i) => i);
const FRESH = Uint8Array.from({ length: FRESH_BYTES }, (_, i) => 0x30 + i);
const SESSION = { high: 0x08090a0b, low: 0x0c0d0e0f };
const DIGEST = Uint8Array.from(
  { length: LIST_DIGEST_BYTES },
  (_, i) => 0xf0 + i,
);
const HELLO = { ...TICKET, server: "Büro" };
const CHALLENGE = { ...TICKET, boot: { high: 7, low: 8 }, cookie: COOKIE };
const BEGIN = {
  ...TICKET,
  nonce: { high: 7, low: 8 },
  cookie: COOKIE,
  fresh: FRESH,
  server: "A",
  list: { digest: DIGEST, count: 1_000_000 },
  edition: 2,
  ledger: "a1b2c3d4e5f60718",
  times: "instants" as const,
};

const ID = "deadbeef00000001";
const COOKIE_HEX = "0001020304050607 08090a0b0c0d0e0f1011121314151617";
const FRESH_HEX = "303132333435363738393a3b3c3d3e3f";
const DIGEST_HEX = "f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff";

testDatagram({
  name: "a hello",
  kind: Kind.hello,
  session: NO_SESSION,
  message: HELLO,
  encoded: encodeHello(HELLO),
  hex: `c04e 01 01 0000000000000000  deadbeef00000001 06  05 42c3bc726f
    0000000000 0000000000000000 0000000000000000 0000000000000000
    0000000000000000 30c53af4`,
  read: readHello,
});

testDatagram({
  name: "a challenge",
  kind: Kind.challenge,
  session: NO_SESSION,
  message: CHALLENGE,
  encoded: encodeChallenge(CHALLENGE),
  hex: `c04e 01 02 0000000000000000  deadbeef00000001 06  0000000700000008
    0001020304050607 08090a0b0c0d0e0f1011121314151617 cb5592e9`,
  read: readChallenge,
});

testDatagram({
  name: "a begin",
  kind: Kind.begin,
  session: SESSION,
  message: BEGIN,
  encoded: encodeBegin(BEGIN),
  hex: `c04e 01 03 08090a0b0c0d0e0f  deadbeef00000001 06  0000000700000008
    0001020304050607 08090a0b0c0d0e0f1011121314151617
    303132333435363738393a3b3c3d3e3f  01 41
    f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff  c0843d 02 a1b2c3d4e5f60718 02
    e9b021375f2d5402 2203a0cb`,
  read: readBegin,
});

const VERDICTS: [verdict: Verdict, status: string][] = [
  ["registered", "00"],
  ["send_list", "01"],
  ["refused", "02"],
  ["start_over", "03"],
];
for (const [verdict, status] of VERDICTS) {
  Deno.test(`readVerdict() reads ${verdict} as encodeVerdict() wrote it`, () => {
    const frame = { kind: Kind.begun, session: SESSION };
    const { message } = openDatagram(
      encodeVerdict({ ...TICKET, verdict }, frame),
    );
    assertEquals(readVerdict(message), { ...TICKET, verdict });
    const bytes = fromHex(`${ID} 06 ${status}`);
    assertEquals(readVerdict(new ByteReader(bytes)).verdict, verdict);
  });
}

testDatagram({
  name: "a begun",
  kind: Kind.begun,
  session: SESSION,
  message: { ...TICKET, verdict: "send_list" as const },
  encoded: encodeVerdict({ ...TICKET, verdict: "send_list" }, {
    kind: Kind.begun,
    session: SESSION,
  }),
  hex: `c04e 01 04 08090a0b0c0d0e0f  deadbeef00000001 06 01 8f237188`,
  read: readVerdict,
});

testDatagram({
  name: "a committed",
  kind: Kind.committed,
  session: SESSION,
  message: { ...TICKET, verdict: "registered" as const },
  encoded: encodeVerdict({ ...TICKET, verdict: "registered" }, {
    kind: Kind.committed,
    session: SESSION,
  }),
  hex: `c04e 01 08 08090a0b0c0d0e0f  deadbeef00000001 06 00 18ed5179`,
  read: readVerdict,
});

const SHORT_HELLO = `${ID} 06 01 41`;
/** Names that would forge a line, or part a name, where they are shown. */
const BAD_NAMES = ["", " A", "A ", "A,B", "A\nB", "A\u2028B", "A\u202eB"];
for (const server of BAD_NAMES) {
  Deno.test(`readHello() and readBegin() refuse ${JSON.stringify(server)} as a server`, () => {
    const hello = openDatagram(encodeHello({ ...TICKET, server })).message;
    const begin = openDatagram(encodeBegin({ ...BEGIN, server })).message;
    const message = `Cannot read server as it is one line without commas: got ${
      quote(server)
    }`;
    assertThrows(() => readHello(hello), WireError, message);
    assertThrows(() => readBegin(begin), WireError, message);
  });
}

function readDigested(body: ByteReader): unknown {
  const content = body.bytes(body.bytesLeft, "body");
  return readBegin(withDigest(Kind.begin, content));
}

const BEGIN_HEAD = `${ID} 06 ${ID} ${COOKIE_HEX} ${FRESH_HEX}`;
const ZEROS = "00".repeat(64);
const BAD: [
  name: string,
  read: (reader: ByteReader) => unknown,
  hex: string,
  message: string,
][] = [
  [
    "readHello() refuses one that its challenge would outgrow",
    readHello,
    SHORT_HELLO,
    "Cannot decode hello as it is padded to 64 bytes: got 11",
  ],
  [
    "readHello() refuses padding that says something",
    readHello,
    `${SHORT_HELLO} ${ZEROS} 01`,
    "Cannot decode hello as its padding is zeros",
  ],
  [
    "readHello() refuses a server's name that is too long",
    readHello,
    `${ID} 06 8101 ${"41".repeat(129)}`,
    "Cannot read server as it has at most 128 bytes: got 129",
  ],
  [
    "readHello() refuses a server's name that is cut",
    readHello,
    `${ID} 06 7f 41`,
    "Cannot read server as the datagram ends at byte 11: it takes 127 from byte 10",
  ],
  [
    "readHello() refuses a server's name that is not UTF-8",
    readHello,
    `${ID} 06 02 c328 ${ZEROS}`,
    'Cannot read server as it is not UTF-8: got "\ufffd("',
  ],
  [
    "readChallenge() refuses a cookie that is cut",
    readChallenge,
    `${ID} 06 ${ID} ${COOKIE_HEX.slice(0, -2)}`,
    "Cannot read cookie as the datagram ends at byte 40: it takes 24 from byte 17",
  ],
  [
    "readChallenge() refuses more than a challenge",
    readChallenge,
    `${ID} 06 ${ID} ${COOKIE_HEX} 00`,
    "Cannot decode challenge as it ends at byte 41: got 1 more",
  ],
  [
    "readBegin() refuses more names than any list has",
    readDigested,
    `${BEGIN_HEAD} 01 41 ${DIGEST_HEX} 81808002`,
    "Cannot decode begin as a list has at most 4194304 names: got 4194305",
  ],
  [
    "readBegin() refuses a digest that is cut",
    readDigested,
    `${BEGIN_HEAD} 01 41 f0f1f2`,
    "Cannot read digest as the datagram ends at byte 62: it takes 16 from byte 59",
  ],
  [
    "readBegin() refuses a server's name that is too long",
    readDigested,
    `${BEGIN_HEAD} 8101 ${"41".repeat(129)}`,
    "Cannot read server as it has at most 128 bytes: got 129",
  ],
  [
    "readBegin() refuses more than a begin",
    readDigested,
    `${BEGIN_HEAD} 01 41 ${DIGEST_HEX} 00 00 ${"00".repeat(8)} 02 00`,
    "Cannot decode begin as it ends at byte 86: got 1 more",
  ],
  [
    "readBegin() refuses one with another's digest",
    readBegin,
    `${BEGIN_HEAD} 01 41 ${DIGEST_HEX} 00 00 ${"00".repeat(8)} 02 ${ID}`,
    "Cannot read message as its digest is wrong",
  ],
  [
    "readBegin() refuses times of a fourth kind",
    readDigested,
    `${BEGIN_HEAD} 01 41 ${DIGEST_HEX} 00 00 ${"00".repeat(8)} 03`,
    "Cannot decode begin as its times are 0 to 2: got 3",
  ],
  [
    "readVerdict() refuses a fifth verdict",
    readVerdict,
    `${ID} 06 04`,
    "Cannot decode verdict as its status is 0 to 3: got 4",
  ],
  [
    "readVerdict() refuses more than a verdict",
    readVerdict,
    `${ID} 06 00 00`,
    "Cannot decode verdict as it ends at byte 10: got 1 more",
  ],
];
for (const [name, read, hex, message] of BAD) {
  Deno.test(name, () => {
    assertThrows(() => read(new ByteReader(fromHex(hex))), WireError, message);
  });
}

Deno.test("sessionOf() and listId() are the parts that the table names", () => {
  assertEquals(sessionOf(COOKIE), SESSION);
  assertEquals(listId(DIGEST), { high: 0xf0f1f2f3, low: 0xf4f5f6f7 });
});

Deno.test("a begin without a ledger has zeros in its place", () => {
  const { message } = openDatagram(encodeBegin({ ...BEGIN, ledger: null }));
  const bytes = message.bytes(message.bytesLeft, "begin").slice();
  assertEquals(bytes.slice(-17, -9), new Uint8Array(8));
  assertEquals(readBegin(new ByteReader(bytes)).ledger, null);
});

Deno.test("readChallenge() and readBegin() keep nothing of the buffer", () => {
  const challenge = encodeChallenge(CHALLENGE).slice();
  const begin = encodeBegin(BEGIN).slice();
  const { cookie } = readChallenge(openDatagram(challenge).message);
  const { cookie: again, fresh, list } = readBegin(
    openDatagram(begin).message,
  );
  challenge.fill(0xaa);
  begin.fill(0xaa);
  assertEquals([cookie, again], [COOKIE, COOKIE]);
  assertEquals([fresh, list.digest], [FRESH, DIGEST]);
});
