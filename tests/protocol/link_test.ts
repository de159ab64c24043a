import { assert, assertEquals } from "@std/assert";
import { DOWN_MS, HEARTBEAT_MS } from "../../src/base/limits.ts";
import { Link } from "../../src/protocol/link.ts";

function link(): Link {
  return new Link({
    session: { high: 1, low: 2 },
    address: { host: "127.0.0.1", port: 21_849 },
    issuedUs: 0,
    nowMs: 0,
  });
}

Deno.test("isLive() ends after three heartbeats, isDown() comes after ten seconds", () => {
  const silent = link();
  assert(silent.isLive(3 * HEARTBEAT_MS - 1));
  assert(!silent.isLive(3 * HEARTBEAT_MS));
  assert(!silent.isDown(DOWN_MS - 1));
  assert(silent.isDown(DOWN_MS));
});

Deno.test("isLive() ends sooner when four pings were in vain", () => {
  const silent = link();
  for (let i = 0; i < 4; i++) silent.probe();
  assert(silent.isLive(1_199));
  assert(!silent.isLive(1_200));
  silent.hear(1_200);
  assert(silent.isLive(2_400));
});

Deno.test("forgive() takes our own lag off the silence", () => {
  const silent = link();
  silent.forgive(5_000, 6_000);
  assertEquals(silent.isLive(6_000), true);
  assertEquals(silent.isDown(DOWN_MS + 5_000), true);
});

Deno.test("forgive() never reaches beyond now, or a dead peer lives on", () => {
  const heard = link();
  heard.hear(60_000);
  heard.forgive(60_000, 60_000);
  assertEquals(heard.isLive(63_000), false);
  assertEquals(heard.isDown(70_000), true);
});
