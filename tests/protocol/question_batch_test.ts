import { assert, assertEquals } from "@std/assert";
import { DATAGRAM_BYTES_MAX, SEAL_BYTES } from "../../src/base/limits.ts";
import { Link } from "../../src/protocol/link.ts";
import { QuestionBatch } from "../../src/protocol/question_batch.ts";
import { type Id64, openDatagram, readId } from "../../src/wire/datagram.ts";
import { type Question, readQuestion } from "../../src/wire/questions.ts";

const LIST: Id64 = { high: 1, low: 1 };

function linkTo(port: number): Link {
  return new Link({
    session: { high: port, low: port },
    address: { host: "127.0.0.1", port },
    issuedUs: 0,
    nowMs: 0,
  });
}

function question(number: number, people = [number]): Question {
  const token = { high: 0, low: number };
  return {
    token,
    attempt: 1,
    wish: { block: 0, alone: false, aspect: null, people },
  };
}

/** What was sent: to whom, of which list, and the numbers asked. */
function record() {
  const sent: { port: number; list: Id64; tokens: number[]; bytes: number }[] =
    [];
  const batch = new QuestionBatch(({ address: { port } }, bytes) => {
    const { message } = openDatagram(bytes);
    const list = readId(message, "list");
    const tokens: number[] = [];
    while (!message.done) tokens.push(readQuestion(message).token.low);
    sent.push({ port, list, tokens, bytes: bytes.length });
  });
  return { batch, sent };
}

Deno.test("flush() sends one datagram a link for all of a turn", () => {
  const { batch, sent } = record();
  const [a, b] = [linkTo(1), linkTo(2)];
  for (let i = 0; i < 6; i++) batch.add(i % 2 ? a : b, LIST, question(i));
  assertEquals(sent, []);
  batch.flush();
  const told = sent.map(({ port, tokens }) => ({ port, tokens }));
  assertEquals(told, [
    { port: 2, tokens: [0, 2, 4] },
    { port: 1, tokens: [1, 3, 5] },
  ]);
  batch.flush();
  assertEquals(sent.length, 2);
});

Deno.test("add() begins another datagram for another list", () => {
  const { batch, sent } = record();
  const link = linkTo(1);
  const other = { high: 2, low: 2 };
  batch.add(link, LIST, question(1));
  batch.add(link, other, question(2));
  batch.flush();
  assertEquals(sent.map(({ list }) => list), [LIST, other]);
});

Deno.test("add() never lets a datagram grow too large, nor loses a question", () => {
  for (const count of [1, 2, 100, 256]) {
    const { batch, sent } = record();
    const people = Array.from({ length: count }, (_, i) => 1_000 * i);
    const link = linkTo(1);
    for (let i = 0; i < 500; i++) batch.add(link, LIST, question(i, people));
    batch.flush();
    const tokens = sent.flatMap(({ tokens }) => tokens);
    assertEquals(tokens, Array.from({ length: 500 }, (_, i) => i));
    for (const { bytes } of sent) {
      assert(bytes <= DATAGRAM_BYTES_MAX - SEAL_BYTES + 4, `${bytes} bytes`);
    }
  }
});
