import { assertThrows } from "@std/assert";
import { ByteReader } from "../../src/base/bytes.ts";
import { WireError } from "../../src/base/errors.ts";
import { Kind } from "../../src/wire/datagram.ts";
import {
  encodeBareTicket,
  encodeBootReply,
  encodeListTicket,
  readBareTicket,
  readBootReply,
  readListTicket,
} from "../../src/wire/session_messages.ts";
import { testDatagram } from "../support/golden_datagram.ts";
import { fromHex } from "../support/hex.ts";

const SESSION = { high: 0x01020304, low: 0xfffefdfc };
const TICKET = { token: { high: 0xdeadbeef, low: 1 }, attempt: 6 };
const LIST = { ...TICKET, list: { high: 7, low: 0x80000008 } };
const BOOT = { ...TICKET, boot: { high: 0xffffffff, low: 0 } };

testDatagram({
  name: "a commit",
  kind: Kind.commit,
  session: SESSION,
  message: LIST,
  encoded: encodeListTicket(LIST, { kind: Kind.commit, session: SESSION }),
  hex:
    "c04e 01 07 01020304fffefdfc  deadbeef00000001 06 0000000780000008 58da1deb",
  read: readListTicket,
});

testDatagram({
  name: "a ping",
  kind: Kind.ping,
  session: SESSION,
  message: LIST,
  encoded: encodeListTicket(LIST, { kind: Kind.ping, session: SESSION }),
  hex:
    "c04e 01 09 01020304fffefdfc  deadbeef00000001 06 0000000780000008 322dede6",
  read: readListTicket,
});

testDatagram({
  name: "a pong",
  kind: Kind.pong,
  session: SESSION,
  message: BOOT,
  encoded: encodeBootReply(BOOT, { kind: Kind.pong, session: SESSION }),
  hex:
    "c04e 01 0a 01020304fffefdfc  deadbeef00000001 06 ffffffff00000000 0b05c291",
  read: readBootReply,
});

testDatagram({
  name: "an unknown session",
  kind: Kind.unknownSession,
  session: SESSION,
  message: BOOT,
  encoded: encodeBootReply(BOOT, {
    kind: Kind.unknownSession,
    session: SESSION,
  }),
  hex:
    "c04e 01 0b 01020304fffefdfc  deadbeef00000001 06 ffffffff00000000 ec186406",
  read: readBootReply,
});

testDatagram({
  name: "a goodbye",
  kind: Kind.goodbye,
  session: SESSION,
  message: TICKET,
  encoded: encodeBareTicket(TICKET, { kind: Kind.goodbye, session: SESSION }),
  hex: "c04e 01 0c 01020304fffefdfc  deadbeef00000001 06 3a429a40",
  read: readBareTicket,
});

testDatagram({
  name: "a farewell",
  kind: Kind.farewell,
  session: SESSION,
  message: TICKET,
  encoded: encodeBareTicket(TICKET, { kind: Kind.farewell, session: SESSION }),
  hex: "c04e 01 0d 01020304fffefdfc  deadbeef00000001 06 d5102ca1",
  read: readBareTicket,
});

const ID = "deadbeef00000001";
const BAD: [
  name: string,
  read: (reader: ByteReader) => unknown,
  hex: string,
  message: string,
][] = [
  [
    "readListTicket() refuses nothing at all",
    readListTicket,
    "",
    "Cannot read token as the datagram ends at byte 0: it takes 4 from byte 0",
  ],
  [
    "readListTicket() refuses a ticket without a list",
    readListTicket,
    `${ID} 06`,
    "Cannot read list as the datagram ends at byte 9: it takes 4 from byte 9",
  ],
  [
    "readListTicket() refuses more than a list",
    readListTicket,
    `${ID} 06 ${ID} 00`,
    "Cannot decode ticket with a list as it ends at byte 17: got 1 more",
  ],
  [
    "readBootReply() refuses half a boot id",
    readBootReply,
    `${ID} 06 01020304`,
    "Cannot read boot as the datagram ends at byte 13: it takes 4 from byte 13",
  ],
  [
    "readBootReply() refuses more than a boot id",
    readBootReply,
    `${ID} 06 ${ID} 0000`,
    "Cannot decode reply with a boot id as it ends at byte 17: got 2 more",
  ],
  [
    "readBareTicket() refuses a token without an attempt",
    readBareTicket,
    ID,
    "Cannot read attempt as the datagram ends at byte 8: it takes 1 from byte 8",
  ],
  [
    "readBareTicket() refuses more than a ticket",
    readBareTicket,
    `${ID} 06 07`,
    "Cannot decode ticket as it ends at byte 9: got 1 more",
  ],
];
for (const [name, read, hex, message] of BAD) {
  Deno.test(name, () => {
    assertThrows(() => read(new ByteReader(fromHex(hex))), WireError, message);
  });
}
