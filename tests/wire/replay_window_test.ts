import { assert, assertEquals } from "@std/assert";
import { ReplayWindow, WINDOW } from "../../src/wire/replay_window.ts";
import { below, seededRandom } from "../support/seeded_random.ts";

Deno.test("each counter is fresh once, in order", () => {
  const window = new ReplayWindow();
  for (let counter = 0; counter < 100_000; counter++) {
    assert(window.isFresh(counter));
    window.add(counter);
    assert(!window.isFresh(counter));
  }
});

Deno.test("a counter is fresh as long as the window reaches back to it", () => {
  for (const highest of [WINDOW, WINDOW + 1, 10 * WINDOW + 7, 2 ** 40]) {
    const window = new ReplayWindow();
    window.add(highest);
    assert(window.isFresh(highest - 1));
    assert(window.isFresh(highest + 1 - WINDOW));
    assert(!window.isFresh(highest - WINDOW));
    assert(!window.isFresh(highest));
  }
});

Deno.test("isFresh() agrees with a set that remembers all", () => {
  for (let seed = 1; seed <= 20; seed++) {
    const random = seededRandom(seed);
    const window = new ReplayWindow();
    const seen = new Set<number>();
    let highest = -1;
    for (let i = 0; i < 20_000; i++) {
      const leap = random() < 0.001 ? below(random, 3 * WINDOW) : 0;
      const back = below(random, random() < 0.1 ? 2 * WINDOW : 50);
      const counter = Math.max(0, highest + 2 + leap - back);
      const isTold = counter > highest - WINDOW;
      assertEquals(window.isFresh(counter), isTold && !seen.has(counter));
      if (!window.isFresh(counter)) continue;
      window.add(counter);
      seen.add(counter);
      highest = Math.max(highest, counter);
    }
  }
});

Deno.test("isLeap() allows what may have been lost and no more", () => {
  const window = new ReplayWindow();
  assert(!window.isLeap(100, 100));
  assert(window.isLeap(101, 100));
  window.add(50);
  assert(!window.isLeap(151, 100));
  assert(window.isLeap(152, 100));
});
