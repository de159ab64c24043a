import { assert, assertEquals } from "@std/assert";
import { STALL_MS } from "../../src/base/limits.ts";
import type { Cancel } from "../../src/base/ports.ts";
import { type Tick, Ticker } from "../../src/roles/ticker.ts";
import { ManualClock } from "../support/manual_clock.ts";

/** A clock whose loop can stall: timers then run late. */
class StallingClock extends ManualClock {
  #lateMs = 0;

  override nowMs(): number {
    return super.nowMs() + this.#lateMs;
  }

  override schedule(dueMs: number, run: () => void): Cancel {
    return super.schedule(dueMs - this.#lateMs, run);
  }

  /** Timers that are set by now run `ms` late. */
  stall(ms: number): void {
    this.#lateMs += ms;
  }
}

function start(dueMs: number) {
  const clock = new StallingClock();
  const ticks: Tick[] = [];
  const state = { dueMs, received: 0 };
  const ticker = new Ticker({
    clock,
    receivedCount: () => state.received,
    dueMs: () => state.dueMs,
    tick: (tick) => {
      ticks.push(tick);
      state.dueMs = Infinity;
    },
  });
  ticker.arm();
  return { clock, ticks, state, ticker };
}

Deno.test("Ticker ticks when something is due, and not before", () => {
  const { clock, ticks } = start(100);
  clock.advance(99);
  assertEquals(ticks, []);
  clock.advance(1);
  assertEquals(ticks, [{ nowMs: 100, lagMs: 0 }]);
  assertEquals(clock.timers, 0);
});

Deno.test("Ticker arms itself for what is due after a tick", () => {
  const clock = new ManualClock();
  const at: number[] = [];
  const ticker = new Ticker({
    clock,
    receivedCount: () => 0,
    dueMs: () => at.length < 3 ? 10 * (at.length + 1) : Infinity,
    tick: ({ nowMs }) => at.push(nowMs),
  });
  ticker.arm();
  clock.advance(1_000);
  assertEquals([at, clock.timers], [[10, 20, 30], 0]);
});

Deno.test("arm() moves the one timer forward, and never back", () => {
  const { clock, ticks, state, ticker } = start(100);
  state.dueMs = 500;
  ticker.arm();
  state.dueMs = 40;
  ticker.arm();
  assertEquals(clock.timers, 1);
  clock.advance(39);
  assertEquals(ticks, []);
  clock.advance(1);
  assertEquals(ticks, [{ nowMs: 40, lagMs: 0 }]);
  clock.advance(1_000);
  assertEquals(ticks.length, 1);
});

Deno.test("arm() without anything due makes no timer", () => {
  assertEquals(start(Infinity).clock.timers, 0);
});

Deno.test("stop() stops for good, armed or not", () => {
  const { clock, ticks, state, ticker } = start(100);
  ticker.stop();
  assertEquals(clock.timers, 0);
  state.dueMs = 50;
  ticker.arm();
  clock.advance(1_000);
  assertEquals([ticks, clock.timers], [[], 0]);
});

Deno.test("stop() within a tick stops for good", () => {
  const clock = new ManualClock();
  const ticker: Ticker = new Ticker({
    clock,
    receivedCount: () => 0,
    dueMs: () => clock.nowMs() + 10,
    tick: () => ticker.stop(),
  });
  ticker.arm();
  clock.advance(10);
  assertEquals(clock.timers, 0);
});

Deno.test("Ticker judges a little lateness at once and calls it none", () => {
  const { clock, ticks } = start(100);
  clock.stall(STALL_MS - 1);
  clock.advance(100);
  assertEquals(ticks, [{ nowMs: 100 + STALL_MS - 1, lagMs: 0 }]);
});

/** Calls `turn` in each turn that a late ticker leaves to the socket. */
function eachTurn(clock: StallingClock, turn: () => void): void {
  const schedule = clock.schedule.bind(clock);
  clock.schedule = (dueMs, run) =>
    schedule(dueMs, () => {
      turn();
      run();
    });
}

Deno.test("Ticker lets the socket empty itself before it ticks late", () => {
  const { clock, ticks, state } = start(100);
  const counts = [3, 5, 5];
  eachTurn(clock, () => {
    assertEquals(ticks, []);
    state.received = counts.shift() ?? NaN;
  });
  clock.stall(200);
  clock.advance(100);
  assertEquals([ticks, counts], [[{ nowMs: 300, lagMs: 200 }], []]);
});

Deno.test("Ticker ticks late though datagrams never cease", () => {
  const { clock, ticks, state } = start(100);
  eachTurn(clock, () => state.received++);
  clock.stall(STALL_MS);
  clock.advance(100);
  assertEquals(ticks.map(({ lagMs }) => lagMs), [STALL_MS]);
  assert(state.received < 100, `it left ${state.received} turns`);
});

Deno.test("stop() stops a ticker that waits for the socket", () => {
  const { clock, ticks, state, ticker } = start(100);
  eachTurn(clock, () => {
    // Before the turn that this one will ask for.
    if (++state.received === 3) clock.schedule(0, () => ticker.stop());
  });
  clock.stall(200);
  clock.advance(100);
  assertEquals([ticks, clock.timers], [[], 0]);
});

Deno.test("takeLagMs() tells each stretch of a stall once, and the tick the rest", () => {
  const { clock, ticks, ticker } = start(100);
  assertEquals(ticker.takeLagMs(clock.nowMs()), 0);
  clock.stall(100 + STALL_MS - 1);
  assertEquals(ticker.takeLagMs(clock.nowMs()), 0, "not yet a stall");
  clock.stall(1);
  assertEquals(ticker.takeLagMs(clock.nowMs()), STALL_MS);
  assertEquals(ticker.takeLagMs(clock.nowMs()), 0);
  clock.stall(300);
  assertEquals(ticker.takeLagMs(clock.nowMs()), 300);
  clock.advance(100);
  assertEquals(ticks.map(({ lagMs }) => lagMs), [100]);
  assertEquals(ticker.takeLagMs(clock.nowMs()), 0, "nothing is due any more");
});

Deno.test("takeLagMs() tells who comes while a late tick waits for the socket", () => {
  const { clock, ticks, ticker } = start(100);
  const told: number[] = [];
  eachTurn(clock, () => told.push(ticker.takeLagMs(clock.nowMs())));
  clock.stall(200);
  clock.advance(100);
  assertEquals([told, ticks], [[200], [{ nowMs: 300, lagMs: 0 }]]);
});
