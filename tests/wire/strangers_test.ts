/**
 * Whoever has not proved its address gets no more bytes than it sent, so that
 * a main server is of no use to those who flood others (FAULTS.md, N1).
 */

import { assert, assertEquals, assertThrows } from "@std/assert";
import { ByteReader } from "../../src/base/bytes.ts";
import { WireError } from "../../src/base/errors.ts";
import { SERVER_NAME_BYTES_MAX } from "../../src/base/limits.ts";
import { LIST_DIGEST_BYTES } from "../../src/calendar/name_pages.ts";
import {
  HEADER_BYTES,
  Kind,
  NO_SESSION,
  openDatagram,
} from "../../src/wire/datagram.ts";
import {
  COOKIE_BYTES,
  encodeBegin,
  encodeChallenge,
  encodeHello,
  encodeVerdict,
  FRESH_BYTES,
  readHello,
} from "../../src/wire/registration.ts";
import {
  encodeBootReply,
  encodeListTicket,
} from "../../src/wire/session_messages.ts";

const TICKET = { token: NO_SESSION, attempt: 1 };
const COOKIE = new Uint8Array(COOKIE_BYTES);
const CHALLENGE_BYTES = encodeChallenge({
  ...TICKET,
  boot: NO_SESSION,
  cookie: COOKIE,
}).length;

const NAMES = Array.from(
  { length: SERVER_NAME_BYTES_MAX },
  (_, i) => "x".repeat(i + 1),
);

Deno.test("a challenge is no longer than the hello that asked for it", () => {
  for (const server of NAMES) {
    const hello = encodeHello({ ...TICKET, server });
    assertEquals(readHello(openDatagram(hello).message).server, server);
    assert(CHALLENGE_BYTES <= hello.length, `hello of ${server.length}`);
  }
});

Deno.test("readHello() takes none that is shorter than its challenge", () => {
  const hello = encodeHello({ ...TICKET, server: "A" });
  for (let bytes = HEADER_BYTES + 11; bytes < CHALLENGE_BYTES; bytes++) {
    const reader = new ByteReader(hello.subarray(0, bytes));
    reader.bytes(HEADER_BYTES, "header");
    assertThrows(() => readHello(reader), WireError, "padded to 64 bytes");
  }
});

Deno.test("a begun is no longer than the begin that asked for it", () => {
  const reply = { ...TICKET, verdict: "start_over" as const };
  const frame = { kind: Kind.begun, session: NO_SESSION };
  const begunBytes = encodeVerdict(reply, frame).length;
  const list = { digest: new Uint8Array(LIST_DIGEST_BYTES), count: 0 };
  for (const server of NAMES) {
    const begin = {
      ...TICKET,
      nonce: NO_SESSION,
      cookie: COOKIE,
      fresh: new Uint8Array(FRESH_BYTES),
      server,
      list,
      edition: 1,
      ledger: null,
      times: null,
    };
    const beginBytes = encodeBegin(begin).length;
    assert(begunBytes <= beginBytes, `begin of ${server.length}`);
  }
});

Deno.test("an unknown session is no longer than the ping that asked for it", () => {
  const session = NO_SESSION;
  const ping = encodeListTicket({ ...TICKET, list: NO_SESSION }, {
    kind: Kind.ping,
    session,
  });
  const unknown = encodeBootReply({ ...TICKET, boot: NO_SESSION }, {
    kind: Kind.unknownSession,
    session,
  });
  assert(unknown.length <= ping.length);
});
