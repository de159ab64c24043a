import { assertEquals } from "@std/assert";
import { SHADOW_LISTS_MAX, SHADOW_MS_MIN } from "../../src/base/limits.ts";
import { type Candidate, Candidates } from "../../src/protocol/candidates.ts";
import { Directory } from "../../src/protocol/directory.ts";
import { Link } from "../../src/protocol/link.ts";
import { deflate } from "../../src/wire/deflate.ts";

const LISTS = SHADOW_LISTS_MAX;

/** So many lists on their way, each of another server. */
function crowd() {
  const candidates = new Candidates(new Directory(() => {}));
  const begin = (at: number, nowMs: number): Candidate => {
    const address = { host: "127.0.0.1", port: 1 + at };
    const session = { high: 1, low: at };
    const link = new Link({ session, address, issuedUs: at, nowMs });
    const state = { receiver: null, edition: 1, refused: false };
    const candidate: Candidate = { server: `S${at}`, link, ...state };
    candidates.add(candidate);
    const digest = new Uint8Array(16).fill(at);
    candidates.expectList(candidate, { digest, count: 9 }, nowMs);
    return candidate;
  };
  const lists = Array.from({ length: LISTS }, (_, at) => begin(at, 0));
  return { begin, lists };
}

Deno.test("Candidates lets the slowest list go for another, once it had time", () => {
  const { begin, lists } = crowd();
  const name = deflate(new TextEncoder().encode("\x04zein"));
  for (const [at, { receiver }] of lists.entries()) {
    const chunk = { list: receiver!.id, number: 0, deflated: name };
    if (at !== 7) receiver!.receive(chunk, 1);
  }
  assertEquals(begin(LISTS, SHADOW_MS_MIN - 1).receiver, null);
  const late = begin(LISTS + 1, SHADOW_MS_MIN);
  assertEquals(late.receiver?.summary.count, 9);
  const gone = lists.flatMap(({ receiver }, at) => receiver ? [] : [at]);
  assertEquals(gone, [7]);
});
