import { assert, assertEquals } from "@std/assert";
import {
  systemClock,
  systemEntropy,
  systemRandom,
} from "../../src/net/system_clock.ts";
import { stubbed } from "../support/stubbed.ts";

Deno.test("soon() runs after all of this turn, in the order asked", async () => {
  const order: string[] = [];
  const done = Promise.withResolvers<void>();
  systemClock.soon(() => order.push("first"));
  systemClock.soon(() => {
    order.push("second");
    done.resolve();
  });
  // An answer that is awaited several times over still belongs to the turn.
  const turn = (async () => {
    for (let i = 0; i < 10; i++) await Promise.resolve();
    order.push("turn");
  })();
  await Promise.all([turn, done.promise]);
  assertEquals(order, ["turn", "first", "second"]);
});

Deno.test("soon() from within soon() is for the next turn", async () => {
  const order: string[] = [];
  await new Promise<void>((resolve) => {
    systemClock.soon(() => {
      systemClock.soon(() => {
        order.push("later");
        resolve();
      });
      Promise.resolve().then(() => order.push("turn"));
    });
    systemClock.soon(() => order.push("second"));
  });
  assertEquals(order, ["turn", "second", "later"]);
});

Deno.test("schedule() runs at its time or later, and what is past at once", async () => {
  const dueMs = systemClock.nowMs() + 5.5;
  await new Promise<void>((resolve) => systemClock.schedule(dueMs, resolve));
  assert(systemClock.nowMs() >= dueMs);
  await new Promise<void>((resolve) => systemClock.schedule(-1e9, resolve));
});

Deno.test("schedule() never waits for less than nothing", () => {
  const waits: number[] = [];
  const setTimer =
    ((_run: () => void, waitMs: number) =>
      waits.push(waitMs)) as unknown as typeof setTimeout;
  using _stub = stubbed(globalThis, "setTimeout", setTimer);
  systemClock.schedule(-1e9, () => {});
  assertEquals(waits, [0]);
});

Deno.test("schedule() does not run what was cancelled", async () => {
  const ran: string[] = [];
  await new Promise<void>((resolve) => {
    const nowMs = systemClock.nowMs();
    const cancel = systemClock.schedule(nowMs, () => ran.push("cancelled"));
    systemClock.schedule(nowMs + 1, resolve);
    cancel();
    cancel();
  });
  assertEquals(ran, []);
});

Deno.test("schedule() does not run at once what is beyond any timer", async () => {
  const ran: string[] = [];
  await new Promise<void>((resolve) => {
    const cancel = systemClock.schedule(1e15, () => ran.push("far away"));
    systemClock.schedule(systemClock.nowMs() + 5, () => {
      cancel();
      resolve();
    });
  });
  assertEquals(ran, []);
});

Deno.test("systemEntropy fills all bytes, also of a view, and differently", () => {
  const bytes = new Uint8Array(96);
  systemEntropy.fill(bytes.subarray(32));
  assertEquals(bytes.subarray(0, 32), new Uint8Array(32));
  const halves = [bytes.slice(32, 64), bytes.slice(64)].map(String);
  assertEquals(new Set([...halves, String(new Uint8Array(32))]).size, 3);
});

Deno.test("systemRandom is from 0 up to, and not including, 1", () => {
  for (let i = 0; i < 1_000; i++) {
    const drawn = systemRandom();
    assert(drawn >= 0 && drawn < 1, `${drawn}`);
  }
});
