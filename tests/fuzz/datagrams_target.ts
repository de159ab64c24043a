/**
 * Datagrams of every kind: refused, or read to their end and the same bytes
 * when they are written again.
 */

import { type ByteReader, ByteWriter } from "../../src/base/bytes.ts";
import { WireError } from "../../src/base/errors.ts";
import type { Random } from "../../src/base/ports.ts";
import {
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
import {
  HEADER_BYTES,
  Kind,
  NO_SESSION,
  openDatagram,
  readId,
  writeHeader,
  writeId,
} from "../../src/wire/datagram.ts";
import {
  encodeChunk,
  encodeChunkAck,
  readChunk,
  readChunkAck,
} from "../../src/wire/list_messages.ts";
import { decodeAssembled } from "../../src/wire/blocks.ts";
import {
  readAnswer,
  readQuestion,
  writeAnswerContent,
  writeAnswerHead,
  writeQuestion,
} from "../../src/wire/questions.ts";
import {
  encodeBegin,
  encodeChallenge,
  encodeHello,
  encodeVerdict,
  readBegin,
  readChallenge,
  readHello,
  readVerdict,
} from "../../src/wire/registration.ts";
import {
  encodeBareTicket,
  encodeBootReply,
  encodeListTicket,
  readBareTicket,
  readBootReply,
  readListTicket,
} from "../../src/wire/session_messages.ts";
import { contentOf, forge } from "../support/datagram_samples.ts";
import { toHex } from "../support/hex.ts";
import { below } from "../support/seeded_random.ts";
import { damageBytes, noise } from "./damage.ts";
import { randomContent } from "./datagram_makers.ts";
import { BYTES, equalBytes } from "./forms.ts";
import { promise, type Target, unlessRefused } from "./target.ts";

export const DATAGRAMS: Target<Uint8Array> = {
  name: "datagrams",
  share: 47,
  form: BYTES,
  generate: randomDatagram,
  run(bytes) {
    const again = unlessRefused(WireError, () => recode(bytes));
    if (again === undefined) return;
    const content = contentOf(bytes).subarray(HEADER_BYTES);
    const isSame = equalBytes(again, content) ||
      (bytes[3] === Kind.hello && isPadded(content, again));
    promise(isSame, () => `written again it is ${toHex(again)}`);
  },
};

/** Whether the rest is zeros: only the least padding is agreed upon. */
function isPadded(longer: Uint8Array, shorter: Uint8Array): boolean {
  return equalBytes(longer.subarray(0, shorter.length), shorter) &&
    longer.subarray(shorter.length).every((byte) => byte === 0);
}

function randomDatagram(random: Random): Uint8Array {
  const kind = below(random, 12);
  if (kind === 0) return noise(random, below(random, 100));
  if (kind === 1) {
    // Beyond the frame, or hardly any would get far.
    const bytes = noise(random, below(random, 100));
    const frame = [0xc0, 0x4e, 1, below(random, Kind.outcome + 2)];
    bytes.set(frame.slice(0, bytes.length));
    return forge(bytes);
  }
  const content = randomContent(random);
  const damaged = damageBytes(
    random,
    content,
    () => randomContent(random),
  );
  if (kind > 2) return forge(damaged);
  // The checksum is the one from before the damage.
  const sum = forge(content).slice(-4);
  return Uint8Array.from([...damaged, ...sum]);
}

/** @returns The message of a datagram, read and written again. */
function recode(bytes: Uint8Array): Uint8Array {
  const { kind, message } = openDatagram(bytes);
  const again = RECODERS[kind](message);
  return contentOf(again).subarray(HEADER_BYTES);
}

type Recode = (message: ByteReader) => Uint8Array;

const session = NO_SESSION;

const RECODERS: Readonly<Record<Kind, Recode>> = {
  [Kind.hello]: (message) => encodeHello(readHello(message)),
  [Kind.challenge]: (message) => encodeChallenge(readChallenge(message)),
  [Kind.begin]: (message) => encodeBegin(readBegin(message)),
  [Kind.begun]: (message) =>
    encodeVerdict(readVerdict(message), { kind: Kind.begun, session }),
  [Kind.chunk]: (message) => encodeChunk(session, readChunk(message)),
  [Kind.chunkAck]: (message) => encodeChunkAck(session, readChunkAck(message)),
  [Kind.commit]: (message) =>
    encodeListTicket(readListTicket(message), { kind: Kind.commit, session }),
  [Kind.committed]: (message) =>
    encodeVerdict(readVerdict(message), { kind: Kind.committed, session }),
  [Kind.ping]: (message) =>
    encodeListTicket(readListTicket(message), { kind: Kind.ping, session }),
  [Kind.pong]: (message) =>
    encodeBootReply(readBootReply(message), { kind: Kind.pong, session }),
  [Kind.unknownSession]: (message) =>
    encodeBootReply(readBootReply(message), {
      kind: Kind.unknownSession,
      session,
    }),
  [Kind.goodbye]: (message) =>
    encodeBareTicket(readBareTicket(message), { kind: Kind.goodbye, session }),
  [Kind.farewell]: (message) =>
    encodeBareTicket(readBareTicket(message), { kind: Kind.farewell, session }),
  [Kind.ask]: recodeAsk,
  [Kind.answers]: recodeAnswers,
  [Kind.claim]: recodeClaim,
  [Kind.claimed]: (message) =>
    encodeClaimReply(session, readClaimReply(message)),
  [Kind.decide]: (message) => encodeDecision(session, readDecision(message)),
  [Kind.decided]: (message) => encodeReceipt(session, readReceipt(message)),
  [Kind.doubt]: (message) => encodeDoubt(session, readDoubt(message)),
  [Kind.outcome]: (message) => encodeOutcome(session, readOutcome(message)),
};

function recodeAsk(message: ByteReader): Uint8Array {
  const writer = started(Kind.ask);
  writeId(writer, readId(message, "list"));
  do {
    const question = readQuestion(message);
    promiseAscending(question.wish.people);
    writeQuestion(writer, question);
  } while (!message.done);
  return ended(writer);
}

function promiseAscending(people: readonly number[]): void {
  const ascend = people.every((person, i) =>
    i === 0 || person > people[i - 1]!
  );
  promise(ascend && people.length <= 256, () => `asks for ${people}`);
}

function recodeClaim(message: ByteReader): Uint8Array {
  const claim = readClaim(message);
  promiseAscending(claim.people);
  const { start, end, times } = claim.slot;
  const isSlot = Number.isSafeInteger(start) && Number.isSafeInteger(end) &&
    start < end;
  // Whoever has calendars works on a slot for as long as it is.
  const isShort = times === "numbers" || end - start <= 732 * 86_400;
  promise(isSlot && isShort, () => `claims from ${start} to ${end}`);
  return encodeClaim(session, claim);
}

function recodeAnswers(message: ByteReader): Uint8Array {
  const writer = started(Kind.answers);
  do {
    const answer = readAnswer(message);
    const { content } = answer;
    // Blocks are read once more when they are put together.
    if (content.kind === "block") {
      const { bytes, isReport } = content;
      unlessRefused(WireError, () => decodeAssembled(bytes, isReport));
    }
    writeAnswerHead(writer, answer);
    writeAnswerContent(writer, content);
  } while (!message.done);
  return ended(writer);
}

function started(kind: Kind): ByteWriter {
  const writer = new ByteWriter();
  writeHeader(writer, { kind, session });
  return writer;
}

/** In the place of a checksum, which is not compared. */
function ended(writer: ByteWriter): Uint8Array {
  writer.u32(0);
  return writer.view();
}
