/**
 * What a bad line does to a datagram: flips a bit, cuts it, adds to it; or, as
 * flips that happen to fit the checksum do, asks for somebody else.
 */

import type { Random } from "../../src/base/ports.ts";
import { ByteWriter } from "../../src/base/bytes.ts";
import {
  finishDatagram,
  HEADER_BYTES,
  Kind,
  openDatagram,
  readId,
  writeHeader,
  writeId,
} from "../../src/wire/datagram.ts";
import {
  type Question,
  readQuestion,
  writeQuestion,
} from "../../src/wire/questions.ts";
import { contentOf, forge } from "../support/datagram_samples.ts";
import { readSpoilt } from "./readable.ts";
import { below } from "../support/seeded_random.ts";

/** Token, attempt and digest of the first answer in a datagram. */
const ANSWER_HEAD_BYTES = 8 + 1 + 4;
const ADDED_BYTES_MAX = 40;

/** Mostly the checksum shows the harm; sometimes it happens to fit. */
export function spoil(random: Random, bytes: Uint8Array): Uint8Array {
  if (random() < 0.5) return harm(random, bytes, bytes.length);
  if (bytes[3] === Kind.ask && random() < 0.5) {
    // One that is spoilt already stays as it is.
    let spoilt = bytes;
    readSpoilt(() => spoilt = askOthers(bytes));
    return spoilt;
  }
  const content = contentOf(bytes);
  // What an answer says is trusted with a checksum that fits, until sealed.
  const reach = bytes[3] === Kind.answers
    ? HEADER_BYTES + ANSWER_HEAD_BYTES
    : content.length;
  return forge(harm(random, content, reach));
}

/** The same questions, each about the neighbour of the last person asked. */
function askOthers(bytes: Uint8Array): Uint8Array {
  const { kind, session, message } = openDatagram(bytes);
  const writer = new ByteWriter();
  writeHeader(writer, { kind, session });
  writeId(writer, readId(message, "list"));
  while (!message.done) {
    writeQuestion(writer, aboutOther(readQuestion(message)));
  }
  return finishDatagram(writer).slice();
}

function aboutOther({ token, attempt, wish }: Question): Question {
  const [last, before = -1] = wish.people.toReversed();
  const other = last! - 1 > before ? last! - 1 : last! + 1;
  const people = [...wish.people.slice(0, -1), other];
  return { token, attempt, wish: { ...wish, people } };
}

/** @param reach Flips are among so many bytes from the start. */
function harm(random: Random, bytes: Uint8Array, reach: number): Uint8Array {
  const how = random();
  if (how < 0.2) return bytes.slice(0, below(random, bytes.length));
  if (how < 0.3) {
    const added = new Uint8Array(1 + below(random, ADDED_BYTES_MAX));
    for (let i = 0; i < added.length; i++) added[i] = 256 * random();
    const longer = new Uint8Array(bytes.length + added.length);
    longer.set(bytes);
    longer.set(added, bytes.length);
    return longer;
  }
  const spoilt = bytes.slice();
  const at = below(random, Math.min(reach, bytes.length));
  spoilt[at]! ^= 1 << below(random, 8);
  return spoilt;
}
