/** Datagrams of every kind with fields drawn by chance, edges often. */

import { ByteWriter } from "../../src/base/bytes.ts";
import type { Random } from "../../src/base/ports.ts";
import { Kind, writeHeader, writeId } from "../../src/wire/datagram.ts";
import { deflate } from "../../src/wire/deflate.ts";
import { encodeChunk, encodeChunkAck } from "../../src/wire/list_messages.ts";
import { BLOCK_BYTES } from "../../src/wire/blocks.ts";
import {
  writeAnswerContent,
  writeAnswerHead,
  writeQuestion,
} from "../../src/wire/questions.ts";
import {
  encodeBegin,
  encodeChallenge,
  encodeHello,
  encodeVerdict,
} from "../../src/wire/registration.ts";
import {
  encodeBareTicket,
  encodeBootReply,
  encodeListTicket,
} from "../../src/wire/session_messages.ts";
import { contentOf } from "../support/datagram_samples.ts";
import { below, pick } from "../support/seeded_random.ts";
import { BOOKING_MAKERS } from "./booking_makers.ts";
import { noise } from "./damage.ts";
import {
  anyAspect,
  anyHex,
  anyId,
  anyNumber,
  anyPeople,
  anyReport,
  anyTicket,
} from "./field_makers.ts";
import { goodName } from "./odd_texts.ts";
import { randomSlots } from "./slots_target.ts";

const VERDICTS = ["registered", "send_list", "refused", "start_over"] as const;

type Make = (random: Random) => Uint8Array;

const MAKERS: Readonly<Record<keyof typeof Kind, Make>> = {
  hello: (random) =>
    encodeHello({ ...anyTicket(random), server: goodName(random) }),
  challenge: (random) =>
    encodeChallenge({
      ...anyTicket(random),
      boot: anyId(random),
      cookie: noise(random, 24),
    }),
  begin: makeBegin,
  begun: (random) => makeVerdict(random, Kind.begun),
  chunk: makeChunk,
  chunkAck: (random) =>
    encodeChunkAck(anyId(random), {
      list: anyId(random),
      next: anyNumber(random),
      beyond: below(random, 2 ** 32),
    }),
  commit: (random) => makeListTicket(random, Kind.commit),
  committed: (random) => makeVerdict(random, Kind.committed),
  ping: (random) => makeListTicket(random, Kind.ping),
  pong: (random) => makeBootReply(random, Kind.pong),
  unknownSession: (random) => makeBootReply(random, Kind.unknownSession),
  goodbye: (random) => makeBareTicket(random, Kind.goodbye),
  farewell: (random) => makeBareTicket(random, Kind.farewell),
  ask: makeAsk,
  answers: makeAnswers,
  ...BOOKING_MAKERS,
};

const MAKES: readonly Make[] = Object.values(MAKERS);

/** A datagram that a server may have sent, without its checksum. */
export function randomContent(random: Random): Uint8Array {
  return contentOf(pick(random, MAKES)(random));
}

function makeBegin(random: Random): Uint8Array {
  return encodeBegin({
    ...anyTicket(random),
    nonce: anyId(random),
    cookie: noise(random, 24),
    fresh: noise(random, 16),
    server: goodName(random),
    list: { digest: noise(random, 16), count: anyNumber(random) },
    edition: anyNumber(random),
    ledger: anyHex(random, 8),
    times: pick(random, [null, "numbers", "instants"]),
  });
}

function makeVerdict(
  random: Random,
  kind: typeof Kind.begun | typeof Kind.committed,
): Uint8Array {
  const reply = { ...anyTicket(random), verdict: pick(random, VERDICTS) };
  return encodeVerdict(reply, { kind, session: anyId(random) });
}

function makeChunk(random: Random): Uint8Array {
  const names = new ByteWriter();
  for (let left = below(random, 6); left > 0; left--) {
    names.text(goodName(random));
  }
  const number = anyNumber(random);
  const deflated = deflate(names.view());
  const chunk = { list: anyId(random), number, deflated };
  return encodeChunk(anyId(random), chunk);
}

function makeListTicket(
  random: Random,
  kind: typeof Kind.commit | typeof Kind.ping,
): Uint8Array {
  const ticket = { ...anyTicket(random), list: anyId(random) };
  return encodeListTicket(ticket, { kind, session: anyId(random) });
}

function makeBootReply(
  random: Random,
  kind: typeof Kind.pong | typeof Kind.unknownSession,
): Uint8Array {
  const reply = { ...anyTicket(random), boot: anyId(random) };
  return encodeBootReply(reply, { kind, session: anyId(random) });
}

function makeBareTicket(
  random: Random,
  kind: typeof Kind.goodbye | typeof Kind.farewell,
): Uint8Array {
  return encodeBareTicket(anyTicket(random), { kind, session: anyId(random) });
}

function makeAsk(random: Random): Uint8Array {
  const writer = started(random, Kind.ask);
  writeId(writer, anyId(random));
  for (let left = 1 + below(random, 3); left > 0; left--) {
    const people = anyPeople(random);
    const alone = people.length === 1 && random() < 0.5;
    const aspect = anyAspect(random);
    const wish = { block: anyNumber(random), people, alone, aspect };
    writeQuestion(writer, { ...anyTicket(random), wish });
  }
  return ended(writer);
}

function makeAnswers(random: Random): Uint8Array {
  const writer = started(random, Kind.answers);
  for (let left = 1 + below(random, 3); left > 0; left--) {
    const digest = below(random, 2 ** 32);
    writeAnswerHead(writer, { ...anyTicket(random), digest });
    writeAnswerContent(writer, anyAnswer(random));
  }
  return ended(writer);
}

function anyAnswer(random: Random): Parameters<typeof writeAnswerContent>[1] {
  switch (below(random, 8)) {
    case 0:
      return { kind: "stale", list: anyId(random) };
    case 1:
      return { kind: "too_large", total: anyNumber(random) };
    case 2:
      return anyBlock(random);
    case 3:
      return { kind: "not_alone" };
    case 4:
      return {
        kind: "other_times",
        times: pick(random, ["numbers", "instants"]),
      };
    case 5:
      return {
        kind: "report",
        report: anyReport(random),
        notAlone: random() < 0.5,
      };
    default:
      return {
        kind: "slots",
        slots: randomSlots(random),
        notAlone: random() < 0.5,
      };
  }
}

/** The last block of an answer, as it is the one that is short. */
function anyBlock(random: Random) {
  const number = below(random, random() < 0.9 ? 4 : 2_000);
  const bytes = noise(random, 1 + below(random, 40));
  const total = number * BLOCK_BYTES + bytes.length;
  const digest = anyId(random);
  const [isReport, notAlone] = [random() < 0.5, random() < 0.5];
  const form = { isReport, notAlone };
  return { kind: "block", total, digest, number, bytes, ...form } as const;
}

function started(random: Random, kind: Kind): ByteWriter {
  const writer = new ByteWriter();
  writeHeader(writer, { kind, session: anyId(random) });
  return writer;
}

/** With room for a checksum, which is not made out here. */
function ended(writer: ByteWriter): Uint8Array {
  writer.u32(0);
  return writer.view();
}
