import { assertEquals } from "@std/assert";
import { NEEDLESS_WINDOW_MS } from "../../src/base/limits.ts";
import { RepeatBudget } from "../../src/protocol/repeat_budget.ts";

function asked(questions: number): RepeatBudget {
  const budget = new RepeatBudget();
  for (let i = 0; i < questions; i++) budget.asked(0);
  return budget;
}

Deno.test("isSpent() when more than a fifth was repeated for nothing", () => {
  const budget = asked(20);
  budget.answered(4, 1);
  assertEquals(budget.isSpent(1), false);
  budget.answered(1, 2);
  assertEquals(budget.isSpent(2), true);
});

Deno.test("isSpent() is not for repeats that were needed", () => {
  const budget = asked(20);
  for (let i = 0; i < 20; i++) budget.answered(0, 1);
  assertEquals(budget.isSpent(1), false);
});

Deno.test("isSpent() says nothing of a few questions", () => {
  const budget = asked(15);
  budget.answered(15, 1);
  assertEquals(budget.isSpent(1), false);
});

Deno.test("isSpent() holds through the next window and no longer", () => {
  const budget = asked(20);
  budget.answered(5, 1);
  assertEquals(budget.isSpent(NEEDLESS_WINDOW_MS), true);
  assertEquals(budget.isSpent(2 * NEEDLESS_WINDOW_MS - 1), true);
  assertEquals(budget.isSpent(2 * NEEDLESS_WINDOW_MS), false);
});
