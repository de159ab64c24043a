import { assert, assertEquals } from "@std/assert";
import {
  RTO_MS_INITIAL,
  RTO_MS_MAX,
  RTO_MS_MIN,
} from "../../src/base/limits.ts";
import { RoundTrip } from "../../src/protocol/round_trip.ts";

Deno.test("rtoMs is the longest before the first sample", () => {
  const roundTrip = new RoundTrip();
  assertEquals(roundTrip.measured, false);
  assertEquals(roundTrip.rtoMs, RTO_MS_INITIAL);
  assertEquals(roundTrip.meanMs, Infinity);
});

Deno.test("rtoMs is three times the first sample, as RFC 6298 has it", () => {
  const roundTrip = new RoundTrip();
  roundTrip.sample(100);
  assertEquals(roundTrip.rtoMs, 300);
  assertEquals(roundTrip.meanMs, 100);
});

Deno.test("rtoMs follows RFC 6298 from the second sample on", () => {
  const roundTrip = new RoundTrip();
  roundTrip.sample(100);
  roundTrip.sample(140);
  // rttvar = 3/4 * 50 + 1/4 * 40; srtt = 7/8 * 100 + 1/8 * 140.
  assertEquals(roundTrip.meanMs, 105);
  assertEquals(roundTrip.rtoMs, 105 + 4 * 47.5);
});

Deno.test("rtoMs stays within its bounds", () => {
  const quick = new RoundTrip();
  for (let i = 0; i < 100; i++) quick.sample(0.01);
  assertEquals(quick.rtoMs, RTO_MS_MIN);
  const slow = new RoundTrip();
  slow.sample(5_000);
  assertEquals(slow.rtoMs, RTO_MS_MAX);
});

Deno.test("rtoMs comes down again when the peer is quick again", () => {
  const roundTrip = new RoundTrip();
  roundTrip.sample(900);
  for (let i = 0; i < 100; i++) roundTrip.sample(10);
  assert(roundTrip.rtoMs < 60, `${roundTrip.rtoMs}`);
});
