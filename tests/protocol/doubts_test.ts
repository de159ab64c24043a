import { assertEquals } from "@std/assert";
import { DOUBT_MS_FIRST, DOUBT_MS_MAX } from "../../src/base/limits.ts";
import type { Hold } from "../../src/calendar/bookings.ts";
import { Doubts } from "../../src/protocol/doubts.ts";
import { type Doubt, readDoubt } from "../../src/wire/bookings.ts";
import { openDatagram } from "../../src/wire/datagram.ts";
import { entropyOf } from "../sim/seed_streams.ts";
import { numbers } from "../support/timed_slots.ts";

const SESSION = { high: 1, low: 2 };
const HOLD: Hold = {
  transaction: "ab".repeat(16),
  decider: "cd".repeat(8),
  key: "k",
  slot: numbers(1, 2),
  title: "",
  state: "held",
  people: ["zein"],
};

class Asker {
  readonly asked: { readonly doubt: Doubt; readonly atMs: number }[] = [];
  nowMs = 0;
  readonly doubts = new Doubts(entropyOf(1, "doubts"), (encode) => {
    const doubt = readDoubt(openDatagram(encode(SESSION)).message);
    this.asked.push({ doubt, atMs: this.nowMs });
  });

  /** Polls whenever something is due. */
  passTo(endMs: number): void {
    for (; this.doubts.dueMs <= endMs; this.doubts.poll(this.nowMs)) {
      this.nowMs = Math.max(this.nowMs, this.doubts.dueMs);
    }
    this.nowMs = endMs;
  }

  /** When it asked, since the last look. */
  takeTimes(): number[] {
    return this.asked.splice(0).map(({ atMs }) => atMs);
  }
}

Deno.test("Doubts asks from its first time on, at first often and then seldom", () => {
  const asker = new Asker();
  asker.doubts.add(HOLD, DOUBT_MS_FIRST);
  asker.passTo(40_000);
  const first = asker.asked[0]!.doubt;
  const { transaction, decider } = HOLD;
  assertEquals(first, { token: first.token, attempt: 1, transaction, decider });
  assertEquals(
    asker.asked.map(({ doubt }) => doubt.attempt),
    [1, 2, 3, 4, 5, 6, 7],
  );
  assertEquals(asker.asked.at(-1)?.doubt.token, first.token);
  assertEquals(asker.takeTimes(), [
    ...[1_000, 2_000, 4_000, 8_000, 16_000],
    ...[16_000 + DOUBT_MS_MAX, 16_000 + 2 * DOUBT_MS_MAX],
  ]);
});

Deno.test("Doubts counts attempts as far as a byte goes", () => {
  const asker = new Asker();
  asker.doubts.add(HOLD, 0);
  asker.passTo(300 * DOUBT_MS_MAX);
  assertEquals(asker.asked.at(-1)?.doubt.attempt, 255);
});

Deno.test("wake() asks at once and often again, but nobody too early", () => {
  const asker = new Asker();
  asker.doubts.add(HOLD, 0);
  asker.passTo(20_000);
  const young = { ...HOLD, transaction: "ef".repeat(16) };
  asker.doubts.add(young, 20_500);
  asker.takeTimes();
  asker.doubts.wake(asker.nowMs);
  asker.passTo(20_400);
  assertEquals(asker.takeTimes(), [20_000]);
  asker.passTo(21_600);
  assertEquals(asker.takeTimes(), [20_500, 21_000, 21_500]);
});

Deno.test("hurry() asks at once, and only what is open", () => {
  const asker = new Asker();
  asker.doubts.add(HOLD, 1_000);
  asker.doubts.hurry("ef".repeat(16), 10);
  assertEquals(asker.doubts.dueMs, 1_000);
  asker.doubts.hurry(HOLD.transaction, 10);
  asker.passTo(20);
  assertEquals(asker.takeTimes(), [10]);
});

Deno.test("settle() ends the asking, and isReply() knows what is open", () => {
  const asker = new Asker();
  asker.doubts.add(HOLD, 0);
  asker.passTo(0);
  const { doubt } = asker.asked[0]!;
  assertEquals(asker.doubts.isReply({ ...doubt, attempt: 9 }), true);
  const token = { high: 0, low: 0 };
  assertEquals(asker.doubts.isReply({ ...doubt, token }), false);
  const transaction = "ef".repeat(16);
  assertEquals(asker.doubts.isReply({ ...doubt, transaction }), false);
  asker.doubts.settle(HOLD.transaction);
  assertEquals(asker.doubts.isReply(doubt), false);
  assertEquals([asker.doubts.size, asker.doubts.dueMs], [0, Infinity]);
});
