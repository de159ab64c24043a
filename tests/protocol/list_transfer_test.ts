import { assert, assertEquals, assertThrows } from "@std/assert";
import { deflateRawSync } from "node:zlib";
import { WireError } from "../../src/base/errors.ts";
import {
  CHUNK_NAMES_BYTES_MAX,
  LIST_CHUNKS_IN_FLIGHT,
} from "../../src/base/limits.ts";
import type { NameList } from "../../src/calendar/name_list.ts";
import { ListReceiver } from "../../src/protocol/list_receiver.ts";
import { ListSender } from "../../src/protocol/list_sender.ts";
import { deflate, inflate } from "../../src/wire/deflate.ts";
import { type Chunk, CHUNK_BYTES_MAX } from "../../src/wire/list_messages.ts";
import { below, seededRandom, shuffled } from "../support/seeded_random.ts";
import { manyNames, namesOf } from "./name_lists.ts";

/** Fills a window and some more: about 60 chunks. */
const LIST = manyNames(2_200);

/** What the network makes of the chunks of one turn. */
type Carry = (chunks: Chunk[], turn: number) => Chunk[];

/** Sends a list through until the sender says it is there. */
function transfer(list: NameList, carry: Carry, msMax = 60_000) {
  const sender = new ListSender(list, 0);
  const { digest, size: count } = list;
  const receiver = new ListReceiver({ digest, count }, 0);
  let sent = 0;
  let nowMs = 0;
  let outgoing = sender.due(nowMs);
  for (let turn = 0; !sender.isDone && nowMs < msMax; turn++) {
    sent += outgoing.length;
    assert(outgoing.length <= LIST_CHUNKS_IN_FLIGHT);
    const arrived = carry(outgoing, turn);
    for (const chunk of arrived) receiver.receive(chunk, nowMs);
    nowMs += 5;
    const lost = arrived.length > 0
      ? sender.acknowledged(receiver.ack, nowMs)
      : [];
    if (arrived.length === 0) nowMs = Math.max(nowMs, sender.nextDueMs);
    outgoing = [...lost, ...sender.due(nowMs)];
  }
  return { list: receiver.finish(), sent, nowMs };
}

Deno.test("ListSender and ListReceiver carry a list whole, each chunk once", () => {
  const { list, sent } = transfer(LIST, (chunks) => chunks);
  assertEquals(list?.digest, LIST.digest);
  assert(sent > LIST_CHUNKS_IN_FLIGHT, `${sent} chunks fill the window`);
  const { sent: again } = transfer(LIST, (chunks) => chunks);
  assertEquals(again, sent);
});

Deno.test("ListSender and ListReceiver carry a list of none and of one", () => {
  for (const names of [[], ["zein"]]) {
    const small = namesOf(names);
    assertEquals(transfer(small, (chunks) => chunks).list?.size, names.length);
  }
});

Deno.test("a chunk that is lost at any place of the window is sent again", () => {
  for (let place = 0; place < 60; place++) {
    const seen = new Set<number>();
    const { list } = transfer(LIST, (chunks) =>
      chunks.filter(({ number }) => {
        const isLost = number === place && !seen.has(number);
        seen.add(number);
        return !isLost;
      }));
    assertEquals(list?.digest, LIST.digest, `chunk ${place}`);
  }
});

Deno.test("a chunk that comes twice or late changes nothing", () => {
  const random = seededRandom(3);
  const late: Chunk[] = [];
  const { list } = transfer(LIST, (chunks) => {
    late.push(...chunks);
    const again = late.filter(() => random() < 0.1);
    return shuffled(random, [...chunks, ...again]);
  });
  assertEquals(list?.digest, LIST.digest);
});

Deno.test("ListSender gets through whatever share is lost", () => {
  for (let seed = 1; seed <= 50; seed++) {
    const random = seededRandom(seed);
    const loss = 0.5 * random();
    const { list } = transfer(
      LIST,
      (chunks) => shuffled(random, chunks.filter(() => random() >= loss)),
    );
    assertEquals(list?.digest, LIST.digest, `seed ${seed}`);
  }
});

Deno.test("finish() refuses a list that is not the one announced", () => {
  const [chunk] = new ListSender(namesOf(["zein", "bob"]), 0).due(0);
  const { digest } = namesOf(["zein", "eve"]);
  const receiver = new ListReceiver({ digest, count: 2 }, 0);
  receiver.receive(chunk!, 0);
  assertEquals(receiver.finish(), undefined);
});

Deno.test("finish() refuses a list with names too many or too few", () => {
  const list = namesOf(["zein", "bob"]);
  const [chunk] = new ListSender(list, 0).due(0);
  for (const count of [1, 3]) {
    const receiver = new ListReceiver({ digest: list.digest, count }, 0);
    receiver.receive(chunk!, 0);
    assertEquals(receiver.finish(), undefined, `${count} announced`);
  }
});

Deno.test("receive() keeps early chunks, of a window", () => {
  const { digest, size: count } = LIST;
  const receiver = new ListReceiver({ digest, count }, 0);
  const list = receiver.id;
  const deflated = deflate(Uint8Array.of(1, 97));
  for (const number of [1, 32, 33, 4_000]) {
    receiver.receive({ list, number, deflated }, 0);
  }
  assertEquals(receiver.ack, { list, next: 0, beyond: 0x80000001 });
});

Deno.test("acknowledged() ignores what was never sent", () => {
  const random = seededRandom(5);
  const sender = new ListSender(LIST, 0);
  sender.due(0);
  for (let i = 0; i < 1_000; i++) {
    const next = 40 + below(random, 1_000);
    const ack = { list: sender.id, next, beyond: below(random, 2 ** 32) };
    assertEquals(sender.acknowledged(ack, 1), []);
  }
  assertEquals(sender.isDone, false);
});

Deno.test("chunks without names are no progress, or a list would never end", () => {
  const { digest, size: count } = LIST;
  const receiver = new ListReceiver({ digest, count }, 0);
  const nobody = {
    list: receiver.id,
    number: 0,
    deflated: deflate(new Uint8Array()),
  };
  receiver.receive(nobody, 1_000);
  assertEquals(receiver.progressMs, 0);
});

Deno.test("receive() refuses a bomb, and takes the chunk that comes after it", () => {
  const list = namesOf(["zein", "bob"]);
  const [chunk] = new ListSender(list, 0).due(0);
  const receiver = new ListReceiver({ digest: list.digest, count: 2 }, 0);
  for (const bytes of [CHUNK_NAMES_BYTES_MAX + 1, 10_000_000]) {
    for (const number of [0, 1]) {
      const deflated = deflateRawSync(new Uint8Array(bytes), { level: 1 });
      const bomb = { list: receiver.id, number, deflated };
      assertThrows(
        () => receiver.receive(bomb, 0),
        WireError,
        "Cannot inflate",
      );
    }
  }
  assertEquals(receiver.ack, { list: receiver.id, next: 0, beyond: 0 });
  receiver.receive(chunk!, 0);
  assertEquals(receiver.finish()?.digest, list.digest);
});

Deno.test("ListSender fills its chunks, whatever the names shrink to", () => {
  const alike = Array.from(
    { length: 2_000 },
    (_, i) => `${i}.${"z".repeat(50)}`,
  );
  const lists = { alike: namesOf(alike), byChance: LIST };
  for (const [name, list] of Object.entries(lists)) {
    const sizes: { deflated: number; names: number }[] = [];
    transfer(list, (chunks) => {
      for (const { deflated } of chunks) {
        const names = inflate(deflated, CHUNK_NAMES_BYTES_MAX).length;
        sizes.push({ deflated: deflated.length, names });
      }
      return chunks;
    });
    // The last one has what is left.
    for (const { deflated, names } of sizes.slice(0, -1)) {
      assert(deflated <= CHUNK_BYTES_MAX);
      const isFull = deflated > 0.8 * CHUNK_BYTES_MAX ||
        names > 0.9 * CHUNK_NAMES_BYTES_MAX;
      assert(isFull, `${name}: ${names} bytes of names in ${deflated}`);
    }
  }
});
