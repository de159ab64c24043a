import { assertEquals } from "@std/assert";
import {
  ANSWERS_OUTSTANDING_MAX,
  DATAGRAM_BYTES_MAX,
} from "../../src/base/limits.ts";
import { AnswerBudget } from "../../src/protocol/answer_budget.ts";
import { Directory } from "../../src/protocol/directory.ts";
import { Exchange } from "../../src/protocol/exchange.ts";
import { Link } from "../../src/protocol/link.ts";
import { namesOf } from "./name_lists.ts";

const FULL = { bytes: DATAGRAM_BYTES_MAX, isFirst: true };

function exchanges(count: number): Exchange[] {
  const directory = new Directory(() => {});
  const address = { host: "10.0.1.1", port: 1 };
  const session = { high: 0, low: 1 };
  const link = new Link({ session, address, issuedUs: 0, nowMs: 0 });
  directory.commit({ name: "A", names: namesOf(["a"]), link }, () => false);
  const server = directory.server("A")!;
  return Array.from({ length: count }, (_, low) =>
    new Exchange({
      token: { high: 0, low },
      server,
      wish: { block: 0, alone: false, aspect: null, people: [0] },
      nowMs: 0,
      deadlineMs: 2_000,
      random: () => 0,
    }));
}

Deno.test("a budget is spent by as many full answers as the socket may get", () => {
  const budget = new AnswerBudget();
  const asked = exchanges(ANSWERS_OUTSTANDING_MAX);
  for (const exchange of asked) {
    assertEquals(budget.isSpent, false);
    budget.charge(exchange, FULL);
  }
  assertEquals(budget.isSpent, true);
});

Deno.test("an answer that came gives back what it cost, and only once", () => {
  const budget = new AnswerBudget();
  const asked = exchanges(ANSWERS_OUTSTANDING_MAX + 1);
  const [first, ...others] = asked as [Exchange, ...Exchange[]];
  for (const exchange of asked) budget.charge(exchange, FULL);
  // Its question is cancelled once more when its query ends.
  for (let i = 0; i < 3; i++) budget.release(first);
  assertEquals(budget.isSpent, true);
  budget.release(others[0]!);
  assertEquals(budget.isSpent, false);
});
