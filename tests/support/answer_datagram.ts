/** An answer in a datagram of its own, of whatever somebody wants to say. */

import { ByteWriter } from "../../src/base/bytes.ts";
import {
  finishDatagram,
  type Id64,
  Kind,
  writeHeader,
} from "../../src/wire/datagram.ts";
import {
  type BackendAnswer,
  writeAnswerContent,
  writeAnswerHead,
} from "../../src/wire/questions.ts";

export function encodeAnswer(session: Id64, answer: BackendAnswer): Uint8Array {
  const writer = new ByteWriter();
  writeHeader(writer, { kind: Kind.answers, session });
  writeAnswerHead(writer, answer);
  writeAnswerContent(writer, answer.content);
  return finishDatagram(writer).slice();
}
