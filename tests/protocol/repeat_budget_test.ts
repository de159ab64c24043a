import { assertEquals } from "@std/assert";
import { NEEDLESS_WINDOW_MS } from "../../src/base/limits.ts";
import { RepeatBudget } from "../../src/protocol/repeat_budget.ts";

/** Of that many questions, those answered by each pair of attempt and sends. */
function asked(
  questions: number,
  ...answers: { attempt: number; sends: number; times: number }[]
): RepeatBudget {
  const budget = new RepeatBudget();
  for (let i = 0; i < questions; i++) budget.asked(0);
  for (const { times, ...answer } of answers) {
    for (let i = 0; i < times; i++) budget.answered(answer, 1);
  }
  return budget;
}

Deno.test("isSpent() when more than a fifth was repeated for nothing", () => {
  const needless = { attempt: 1, sends: 2 };
  assertEquals(asked(200, { ...needless, times: 40 }).isSpent(1), false);
  assertEquals(asked(200, { ...needless, times: 41 }).isSpent(1), true);
});

Deno.test("isSpent() is not for repeats that were needed", () => {
  const budget = asked(200, { attempt: 3, sends: 3, times: 200 });
  assertEquals(budget.isSpent(1), false);
});

Deno.test("isSpent() is not for needless repeats to a lossy peer", () => {
  const needless = { attempt: 1, sends: 3, times: 100 };
  const lost = { attempt: 2, sends: 2 };
  assertEquals(asked(200, needless, { ...lost, times: 10 }).isSpent(1), true);
  assertEquals(asked(200, needless, { ...lost, times: 11 }).isSpent(1), false);
});

Deno.test("isSpent() says nothing of a few questions", () => {
  const needless = { attempt: 1, sends: 6, times: 127 };
  assertEquals(asked(127, needless).isSpent(1), false);
  assertEquals(asked(128, needless).isSpent(1), true);
});

Deno.test("isSpent() holds through the next window and no longer", () => {
  const budget = asked(200, { attempt: 1, sends: 2, times: 50 });
  assertEquals(budget.isSpent(NEEDLESS_WINDOW_MS), true);
  assertEquals(budget.isSpent(2 * NEEDLESS_WINDOW_MS - 1), true);
  assertEquals(budget.isSpent(2 * NEEDLESS_WINDOW_MS), false);
});
