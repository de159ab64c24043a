import { assert, assertEquals } from "@std/assert";
import {
  JITTER,
  LAST_SEND_MARGIN_MS,
  QUERY_MS_MAX,
  RTO_MS_MIN,
  SENDS_MAX,
} from "../../src/base/limits.ts";
import { Retransmission } from "../../src/protocol/retransmission.ts";
import { seededRandom } from "../support/seeded_random.ts";

/** When a request leaves that nobody answers. */
function sendTimes(rtoMs: number, random: () => number): number[] {
  const deadlineMs = QUERY_MS_MAX;
  const sends = new Retransmission({ nowMs: 0, deadlineMs, random });
  const times: number[] = [];
  while (!sends.isOver(sends.dueMs)) {
    times.push(sends.dueMs);
    sends.sent(sends.dueMs, rtoMs);
  }
  assertEquals(sends.dueMs, deadlineMs);
  return times;
}

Deno.test("sent() doubles the wait each time, without jitter", () => {
  const times = sendTimes(RTO_MS_MIN, () => 0);
  assertEquals(times, [0, 50, 150, 350, 750, 1_550]);
});

Deno.test("sent() draws each wait out by the jitter and no more", () => {
  const random = seededRandom(7);
  for (let i = 0; i < 1_000; i++) {
    const times = sendTimes(RTO_MS_MIN, random);
    assertEquals(times.length, SENDS_MAX);
    for (let n = 1; n < times.length - 1; n++) {
      const waitMs = times[n]! - times[n - 1]!;
      const plainMs = RTO_MS_MIN * 2 ** (n - 1);
      assert(waitMs >= plainMs && waitMs <= plainMs * (1 + JITTER), `${times}`);
    }
  }
});

Deno.test("the last send leaves its answer some time, whatever the peer is like", () => {
  const random = seededRandom(8);
  for (let rtoMs = RTO_MS_MIN; rtoMs <= 1_000; rtoMs += 10) {
    const times = sendTimes(rtoMs, random);
    const lastMs = times.at(-1)!;
    assert(times.length >= 2 && times.length <= SENDS_MAX, `${times}`);
    assert(lastMs <= QUERY_MS_MAX - LAST_SEND_MARGIN_MS, `${times}`);
  }
});

Deno.test("stop() sends no more and keeps the deadline", () => {
  const options = { nowMs: 0, deadlineMs: 2_000, random: () => 0 };
  const sends = new Retransmission(options);
  sends.sent(0, 50);
  sends.stop();
  assertEquals(sends.dueMs, 2_000);
  assertEquals(sends.isOver(1_999), false);
  assertEquals(sends.isOver(2_000), true);
});

Deno.test("roundTripMs() counts from the send that was answered", () => {
  const options = { nowMs: 0, deadlineMs: 2_000, random: () => 0 };
  const sends = new Retransmission(options);
  sends.sent(0, 50);
  sends.sent(50, 50);
  assertEquals(sends.roundTripMs(1, 60), 60);
  assertEquals(sends.roundTripMs(2, 60), 10);
  assertEquals(sends.roundTripMs(3, 60), undefined);
  assertEquals(sends.roundTripMs(0, 60), undefined);
});
