/** One datagram of each kind, and how a server reads whatever comes. */

import { type ByteReader, ByteWriter } from "../../src/base/bytes.ts";
import { LIST_DIGEST_BYTES } from "../../src/calendar/name_pages.ts";
import { fromPairs } from "../../src/intervals/interval_set.ts";
import { pool } from "../../src/intervals/pool.ts";
import type { Aspect } from "../../src/wire/aspect.ts";
import type { Told } from "../../src/wire/report.ts";
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
  finishDatagram,
  type Id64,
  Kind,
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
  type AnswerContent,
  readAnswer,
  readQuestion,
  writeAnswerContent,
  writeAnswerHead,
  writeQuestion,
} from "../../src/wire/questions.ts";
import {
  COOKIE_BYTES,
  encodeBegin,
  encodeChallenge,
  encodeHello,
  encodeVerdict,
  FRESH_BYTES,
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
import { numbers } from "./timed_slots.ts";

const SESSION: Id64 = { high: 0x01020304, low: 0xfffefdfc };
const LIST: Id64 = { high: 7, low: 8 };
const TICKET = { token: { high: 0xdeadbeef, low: 1 }, attempt: 6 };
const COOKIE = new Uint8Array(COOKIE_BYTES).fill(9);
const FRESH = new Uint8Array(FRESH_BYTES).fill(8);
/** A count of two bounds, 5 and 9, as slots are encoded. */
const SLOTS = Uint8Array.of(2, 5, 4);
const DIGEST = new Uint8Array(LIST_DIGEST_BYTES).fill(5);
const TRANSACTION = { ...TICKET, transaction: "0123456789abcdef".repeat(2) };
const LEDGER = "fedcba9876543210";
const ASPECT: Aspect = {
  measure: "spread",
  times: "instants",
  scope: { window: { from: -7, to: 900 }, shortest: 300, tentative: "free" },
};

type KindName = keyof typeof Kind;

/** Encoded afresh at each call, so that nobody can spoil another's. */
export function sampleDatagrams(): Record<KindName, Uint8Array> {
  const boot = { ...TICKET, boot: LIST };
  const list = { ...TICKET, list: LIST };
  const ticket = (kind: "commit" | "ping") =>
    encodeListTicket(list, { kind: Kind[kind], session: SESSION });
  const verdict = (kind: "begun" | "committed") =>
    encodeVerdict({ ...TICKET, verdict: "send_list" }, {
      kind: Kind[kind],
      session: SESSION,
    });
  const reply = (kind: "pong" | "unknownSession") =>
    encodeBootReply(boot, { kind: Kind[kind], session: SESSION });
  const bare = (kind: "goodbye" | "farewell") =>
    encodeBareTicket(TICKET, { kind: Kind[kind], session: SESSION });
  return {
    hello: encodeHello({ ...TICKET, server: "Büro" }),
    challenge: encodeChallenge({ ...boot, cookie: COOKIE }),
    begin: encodeBegin({
      ...TICKET,
      nonce: LIST,
      cookie: COOKIE,
      fresh: FRESH,
      server: "A",
      list: { digest: DIGEST, count: 1_000_000 },
      edition: 2,
      ledger: LEDGER,
      times: "instants",
    }),
    begun: verdict("begun"),
    chunk: encodeChunk(SESSION, { list: LIST, number: 300, deflated: DIGEST }),
    chunkAck: encodeChunkAck(SESSION, { list: LIST, next: 300, beyond: 5 }),
    commit: ticket("commit"),
    committed: verdict("committed"),
    ping: ticket("ping"),
    pong: reply("pong"),
    unknownSession: reply("unknownSession"),
    goodbye: bare("goodbye"),
    farewell: bare("farewell"),
    ask: sampleAsk(),
    answers: sampleAnswers(),
    ...sampleBookings(),
  };
}

/** @returns Those by which servers agree on a booking. */
function sampleBookings() {
  const people = [3, 200, 4_194_303];
  const claim = {
    ...TRANSACTION,
    decider: LEDGER,
    list: LIST,
    slot: numbers(-5, 7),
    key: "a key",
    title: "Büro",
    people,
    alone: false,
  };
  const verdict = { kind: "not_free", people, isDiscreet: false } as const;
  const decision = "commit";
  return {
    claim: encodeClaim(SESSION, claim),
    claimed: encodeClaimReply(SESSION, { ...TRANSACTION, verdict }),
    decide: encodeDecision(SESSION, { ...TRANSACTION, decision }),
    decided: encodeReceipt(SESSION, TRANSACTION),
    doubt: encodeDoubt(SESSION, { ...TRANSACTION, decider: LEDGER }),
    outcome: encodeOutcome(SESSION, { ...TRANSACTION, decision }),
  };
}

function sampleAsk(): Uint8Array {
  const writer = started(Kind.ask);
  writeId(writer, LIST);
  for (const people of [[0], [3, 200, 4_194_303]]) {
    const alone = people.length === 1;
    const wish = { block: people.length, alone, people, aspect: ASPECT };
    writeQuestion(writer, { ...TICKET, wish });
  }
  return finishDatagram(writer);
}

function sampleAnswers(): Uint8Array {
  const { MIN_SAFE_INTEGER, MAX_SAFE_INTEGER } = Number;
  const contents: AnswerContent[] = [
    {
      kind: "slots",
      slots: fromPairs([[1, 3], [400, 70_000]]),
      notAlone: false,
    },
    {
      kind: "slots",
      slots: fromPairs([[MIN_SAFE_INTEGER, MAX_SAFE_INTEGER]]),
      notAlone: true,
    },
    { kind: "stale", list: LIST },
    { kind: "too_large", total: 5_000_000 },
    { kind: "not_alone" },
    {
      kind: "block",
      total: 3,
      digest: LIST,
      number: 0,
      bytes: SLOTS,
      isReport: false,
      notAlone: true,
    },
    { kind: "other_times", times: "instants" },
    ...sampleReports(),
  ];
  const writer = started(Kind.answers);
  for (const content of contents) {
    writeAnswerHead(writer, { ...TICKET, digest: 0xcafe });
    writeAnswerContent(writer, content);
  }
  return finishDatagram(writer);
}

function sampleReports(): AnswerContent[] {
  const sets = [fromPairs([[1, 3], [4, 6]]), fromPairs([[-2, 3]])];
  const told: Told[] = [
    { kind: "slots", slots: fromPairs([[1, 3]]) },
    { kind: "pool", pool: pool(sets) },
    { kind: "labelled", sets },
  ];
  return told.map((told, i) => ({
    kind: "report",
    report: { unreadable: [5, 300], told },
    notAlone: i === 1,
  }));
}

function started(kind: Kind): ByteWriter {
  const writer = new ByteWriter();
  writeHeader(writer, { kind, session: SESSION });
  return writer;
}

/** A datagram without its checksum. */
export function contentOf(datagram: Uint8Array): Uint8Array {
  return datagram.slice(0, -4);
}

/** As an enemy does it: any content, and the checksum that fits. */
export function forge(content: Uint8Array): Uint8Array {
  const writer = new ByteWriter();
  writer.bytes(content);
  return finishDatagram(writer);
}

/**
 * Reads a datagram to its end.
 *
 * @throws {WireError} If it is not one that a server takes.
 */
export function readDatagram(bytes: Uint8Array): void {
  const { kind, message } = openDatagram(bytes);
  READERS[kind](message);
}

type Read = (message: ByteReader) => unknown;

const READERS: Readonly<Record<Kind, Read>> = {
  [Kind.hello]: readHello,
  [Kind.challenge]: readChallenge,
  [Kind.begin]: readBegin,
  [Kind.begun]: readVerdict,
  [Kind.chunk]: readChunk,
  [Kind.chunkAck]: readChunkAck,
  [Kind.commit]: readListTicket,
  [Kind.committed]: readVerdict,
  [Kind.ping]: readListTicket,
  [Kind.pong]: readBootReply,
  [Kind.unknownSession]: readBootReply,
  [Kind.goodbye]: readBareTicket,
  [Kind.farewell]: readBareTicket,
  [Kind.ask]: (reader) => {
    readId(reader, "list");
    do readQuestion(reader); while (!reader.done);
  },
  [Kind.answers]: (reader) => {
    do {
      const { content } = readAnswer(reader);
      // Blocks are read once more when they are put together.
      if (content.kind === "block") {
        decodeAssembled(content.bytes, content.isReport);
      }
    } while (!reader.done);
  },
  [Kind.claim]: readClaim,
  [Kind.claimed]: readClaimReply,
  [Kind.decide]: readDecision,
  [Kind.decided]: readReceipt,
  [Kind.doubt]: readDoubt,
  [Kind.outcome]: readOutcome,
};
