import { assertEquals } from "@std/assert";
import {
  ASKER_WEIGHT_MAX,
  TURN_WEIGHT_MAX,
  WAITING_WEIGHT_MAX,
} from "../../src/base/limits.ts";
import { Turns } from "../../src/protocol/turns.ts";

const HEAVY = TURN_WEIGHT_MAX + 1;
const LATE_MS = 100;

/** Turns, and what came of the work in them. */
class Stage {
  readonly done: string[] = [];
  woken = 0;
  readonly turns = new Turns(() => this.woken++);

  /** @param then What doing it leads to. */
  add(
    what: string,
    { weight = 1, nowMs = 0, then = () => {} } = {},
  ): void {
    const work = {
      weight,
      lateMs: LATE_MS,
      run: () => {
        this.done.push(what);
        then();
      },
      refuse: () => this.done.push(`not ${what}`),
    };
    this.turns.add(what[0]!, work, nowMs);
  }

  /** What one turn did. */
  next(nowMs = 0): string[] {
    this.done.length = 0;
    this.turns.next(nowMs);
    return [...this.done];
  }
}

Deno.test("Turns does what is light at once, as much as a turn has room for", () => {
  const stage = new Stage();
  const half = TURN_WEIGHT_MAX / 2;
  for (const what of ["a1", "b1", "c1", "a2"]) {
    stage.add(what, { weight: half });
  }
  assertEquals([stage.done, stage.woken], [["a1", "b1"], 1]);
  assertEquals(stage.next(), ["c1", "a2"]);
  assertEquals([stage.turns.size, stage.woken], [0, 1]);
});

Deno.test("Turns has room again when time has passed", () => {
  const stage = new Stage();
  stage.add("a1", { weight: TURN_WEIGHT_MAX });
  stage.add("b1");
  stage.add("c1", { nowMs: 1 });
  assertEquals(stage.done, ["a1", "c1"]);
});

Deno.test("Turns does one heavy thing a turn, of one asker after another", () => {
  const stage = new Stage();
  for (const what of ["a1", "a2", "a3", "b1", "b2", "c1"]) {
    stage.add(what, { weight: HEAVY });
  }
  assertEquals(stage.done, []);
  const all = Array.from({ length: 6 }, () => stage.next());
  assertEquals(all, [["a1"], ["b1"], ["c1"], ["a2"], ["b2"], ["a3"]]);
  assertEquals([stage.turns.size, stage.woken], [0, 6]);
});

Deno.test("Turns lets others' light work go ahead, and an asker's own wait", () => {
  const stage = new Stage();
  stage.add("a1", { weight: HEAVY });
  stage.add("a2");
  stage.add("b1");
  assertEquals(stage.done, ["b1"]);
  assertEquals([stage.next(), stage.next()], [["a1"], ["a2"]]);
});

Deno.test("Turns counts what work leads to as work of the same turn", () => {
  const stage = new Stage();
  const then = () => stage.add("b1", { weight: TURN_WEIGHT_MAX, nowMs: 20 });
  stage.add("a1", { weight: HEAVY, then });
  stage.add("c1", { weight: HEAVY });
  assertEquals(stage.next(10), ["a1"]);
  assertEquals([stage.next(30), stage.next(40)], [["c1"], ["b1"]]);
});

Deno.test("Turns awaits one turn, also where the last work leads to more", () => {
  const stage = new Stage();
  const then = () => stage.add("a2", { weight: HEAVY });
  stage.add("a1", { weight: HEAVY, then });
  assertEquals([stage.next(), stage.woken], [["a1"], 2]);
  assertEquals([stage.next(), stage.woken], [["a2"], 2]);
});

Deno.test("Turns refuses what comes too late, and does the rest", () => {
  const stage = new Stage();
  for (const what of ["a1", "a2", "b1"]) stage.add(what, { weight: HEAVY });
  assertEquals(stage.next(LATE_MS - 1), ["a1"]);
  assertEquals(stage.next(LATE_MS), ["not b1", "not a2"]);
  const { size, gauges } = stage.turns;
  assertEquals([size, gauges], [0, { waited: 3, refused: 2 }]);
});

Deno.test("Turns refuses what one asker has too much of, and all have", () => {
  const stage = new Stage();
  stage.add("a1", { weight: ASKER_WEIGHT_MAX });
  stage.add("a2");
  assertEquals(stage.done.splice(0), ["not a2"]);
  for (let i = 1; i < WAITING_WEIGHT_MAX / ASKER_WEIGHT_MAX; i++) {
    stage.add(`${i}`, { weight: ASKER_WEIGHT_MAX });
  }
  stage.add("b1", { weight: HEAVY });
  assertEquals(stage.done, ["not b1"]);
  // There is room again once some is done.
  stage.next();
  stage.done.length = 0;
  stage.add("a3", { weight: HEAVY });
  assertEquals(stage.done, []);
});

Deno.test("Turns takes more of an asker once some of it is done", () => {
  const stage = new Stage();
  const half = { weight: ASKER_WEIGHT_MAX / 2 };
  for (const what of ["a1", "a2", "a3"]) stage.add(what, half);
  assertEquals(stage.done, ["not a3"]);
  assertEquals(stage.next(), ["a1"]);
  stage.add("a4", half);
  assertEquals([stage.next(), stage.next()], [["a2"], ["a4"]]);
});

Deno.test("Turns takes anybody's first, however much it is", () => {
  const stage = new Stage();
  stage.add("a1", { weight: ASKER_WEIGHT_MAX + 1 });
  assertEquals([stage.done, stage.turns.size], [[], 1]);
});
