import { assertEquals } from "@std/assert";
import { AnswerQueue } from "../../src/roles/answer_queue.ts";
import { seededRandom, shuffled } from "../support/seeded_random.ts";

Deno.test("takeReady() gives answers up to the first that is missing", () => {
  const queue = new AnswerQueue();
  const [first, second, third] = [1, 2, 3].map(() => queue.reserve());
  second!("b");
  assertEquals([queue.takeReady(), queue.length], ["", 3]);
  first!("a");
  assertEquals([queue.takeReady(), queue.length], ["ab", 1]);
  assertEquals([queue.takeReady(), queue.length], ["", 1]);
  third!("c");
  assertEquals([queue.takeReady(), queue.length], ["c", 0]);
});

Deno.test("takeReady() keeps the order, however answers come", () => {
  const places = Array.from({ length: 30 }, (_, i) => i);
  for (let seed = 0; seed < 200; seed++) {
    const queue = new AnswerQueue();
    const put = places.map(() => queue.reserve());
    let taken = "";
    for (const i of shuffled(seededRandom(seed), places)) {
      put[i]!(`${i} `);
      taken += queue.takeReady();
    }
    assertEquals(taken, places.map((i) => `${i} `).join(""), `seed ${seed}`);
    assertEquals(queue.length, 0);
  }
});

Deno.test("an empty answer takes its turn like any other", () => {
  const queue = new AnswerQueue();
  const put = [queue.reserve(), queue.reserve()];
  put[1]!("b");
  put[0]!("");
  assertEquals([queue.takeReady(), queue.length], ["b", 0]);
});

Deno.test("clear() forgets all, and answers that come later", () => {
  const queue = new AnswerQueue();
  const late = queue.reserve();
  queue.clear();
  late("late");
  assertEquals([queue.takeReady(), queue.length], ["", 0]);
  queue.reserve()("next");
  assertEquals(queue.takeReady(), "next");
});
