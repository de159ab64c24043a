/** Bugs in bytes and lines. */

import type { PlantedBug } from "./planted_bug.ts";

export const WIRE_BUGS: readonly PlantedBug[] = [
  {
    name: "varint-of-49-bits",
    file: "src/base/bytes.ts",
    find: "const VARINT_BYTES_MAX = 8;",
    replace: "const VARINT_BYTES_MAX = 7;",
    breaks: "times beyond 2^49 cannot be read",
  },
  {
    name: "varint-cut-to-32-bits",
    file: "src/base/bytes.ts",
    find: "const SMALL = 2 ** 28;",
    replace: "const SMALL = 2 ** 40;",
    breaks: "large times are written by operations on 32 bits",
  },
  {
    name: "zero-not-escaped",
    file: "src/wire/slots.ts",
    find: "if (distance >= 1 && distance <= TIME_MAX) {",
    replace: "if (distance >= 0 && distance <= TIME_MAX) {",
    breaks: "a first slot at time 0 is written as the mark of a long form",
  },
  {
    name: "count-has-no-room",
    file: "src/wire/slots.ts",
    find: "if (count % 2 !== 0 || count > reader.bytesLeft) {",
    replace: "if (count % 2 !== 0 || count >= reader.bytesLeft) {",
    breaks: "slots of one byte a bound are refused at a datagram's end",
  },
  {
    name: "checksum-not-compared",
    file: "src/wire/datagram.ts",
    find: "if (got === crc32(content)) return content;",
    replace: "if (!Number.isNaN(got)) return content;",
    breaks: "what a bad line has flipped is believed",
  },
  {
    name: "question-digest-not-compared",
    file: "src/protocol/exchange.ts",
    find: "      this.digest === digest &&\n",
    replace: "",
    breaks: "an answer about other people than those asked is believed",
  },
  {
    name: "half-a-token",
    file: "src/protocol/exchange.ts",
    find: "return sameId(this.token, token) &&",
    replace: "return this.token.low === token.low &&",
    breaks: "an answer needs only half of the token",
  },
  {
    name: "tag-not-checked",
    file: "src/wire/seal.ts",
    find: "    decipher.final();\n",
    replace: "",
    breaks: "what was sealed is taken however it was changed",
  },
  {
    name: "attempt-not-echoed",
    file: "src/protocol/answerer.ts",
    find:
      "writeAnswerHead(answer, { token, attempt, digest: digestWish(list, wish) });",
    replace:
      "writeAnswerHead(answer, { token, attempt: 1, digest: digestWish(list, wish) });",
    breaks: "every answer claims to be to the first send",
  },
  {
    name: "overfull-answers",
    file: "src/protocol/answerer.ts",
    find:
      "if (reply.length > empty && reply.length + answer.length > BYTES_MAX) {",
    replace: "if (reply.length > empty && reply.length > BYTES_MAX) {",
    breaks: "a datagram is found to be full when it is more than that",
  },
  {
    name: "short-hello-answered",
    file: "src/wire/registration.ts",
    find: "if (reader.offset + reader.bytesLeft < HELLO_BYTES_MIN) {",
    replace: "if (reader.offset + reader.bytesLeft < HELLO_BYTES_MIN / 2) {",
    breaks: "a stranger gets more bytes than it sent",
  },
  {
    name: "line-loses-its-start",
    file: "src/wire/line_splitter.ts",
    find: "    held.set(this.#held.subarray(0, this.#heldBytes));\n",
    replace: "",
    breaks: "a long line that comes in pieces has lost the first",
  },
];
