/** What the ordeals reckon with, on examples that can be reckoned by hand. */

import { assert, assertEquals } from "@std/assert";
import {
  blockSigma,
  percentile,
  slope,
  tailsOf,
} from "../support/statistics.ts";

const line = (values: readonly number[]) =>
  values.map((value, at) => ({ at, value }));

Deno.test("slope() is the rise of a straight line", () => {
  assertEquals(slope(line([7, 10, 13, 16])), 3);
  assertEquals(slope(line([16, 13, 10, 7])), -3);
  assertEquals(slope([{ at: 5, value: 1 }, { at: 9, value: 3 }]), 0.5);
});

Deno.test("slope() balances what lies off the line", () => {
  assertEquals(slope(line([0, 1, -1, 0])), -0.2);
  assertEquals(slope(line([4, 4, 4])), 0);
});

Deno.test("slope() of less than two moments is 0", () => {
  assertEquals(slope([]), 0);
  assertEquals(slope(line([7])), 0);
  assertEquals(slope([{ at: 1, value: 1 }, { at: 1, value: 2 }]), 0);
});

Deno.test("percentile() is the least value that a share does not exceed", () => {
  const values = [5, 1, 4, 2, 3];
  assertEquals([0, 0.2, 0.21, 0.5, 0.99, 1].map((p) => percentile(values, p)), [
    ...[1, 1, 2, 3, 5, 5],
  ]);
  assertEquals(values, [5, 1, 4, 2, 3]);
  assertEquals(percentile([], 0.5), NaN);
});

Deno.test("tailsOf() of fair coins counts the ways", () => {
  const coins = [0.5, 0.5, 0.5];
  assertEquals(tailsOf(coins, 0), { low: 1 / 8, high: 1 });
  assertEquals(tailsOf(coins, 1), { low: 4 / 8, high: 7 / 8 });
  assertEquals(tailsOf(coins, 3), { low: 1, high: 1 / 8 });
});

Deno.test("tailsOf() takes events of different chances", () => {
  const { low, high } = tailsOf([0.1, 0.2], 1);
  assert(Math.abs(low - (1 - 0.02)) < 1e-12, `${low}`);
  assert(Math.abs(high - (1 - 0.9 * 0.8)) < 1e-12, `${high}`);
  assertEquals(tailsOf([], 0), { low: 1, high: 1 });
  assertEquals(tailsOf([0, 1], 1), { low: 1, high: 1 });
});

Deno.test("blockSigma() sees luck that neighbours share", () => {
  assertEquals(blockSigma([0, 1, 0, 1], 2), 0);
  assertEquals(blockSigma([0, 0, 1, 1], 2), 0.5);
  assertEquals(blockSigma([0, 0, 1, 1, 7], 2), 0.5, "whole blocks only");
});
