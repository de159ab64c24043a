import { assert, assertEquals } from "@std/assert";
import {
  COVERAGE_STEPS_MAX,
  POOL_INTERVALS_MAX,
  SUGGESTIONS_MAX,
  TIME_MAX,
  WINDOW_SECONDS_MAX,
} from "../../src/base/limits.ts";
import { mixedText } from "../../src/calendar/mixed_times.ts";
import { type Moment, parseMoment } from "../../src/calendar/moment.ts";
import { toPairs } from "../../src/intervals/interval_set.ts";
import { outlookOf } from "../../src/protocol/outlook.ts";
import { NO_TERMS, type Terms } from "../../src/wire/terms.ts";
import { EPOCH_MS } from "../support/epoch.ts";
import { TermWorld, type WorldServer } from "./term_world.ts";

const NOW_S = EPOCH_MS / 1_000;

/** Free where there is an `x`, one tick a character. */
function row(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char === "x" ? 1 : 0);
}

function numbers(
  name: string,
  people: Readonly<Record<string, string>>,
  more: Partial<WorldServer> = {},
): WorldServer {
  const calendars = Object.entries(people).map(([name, free]) => ({
    name,
    free: row(free),
    isUnreadable: free === "?",
  }));
  return { name, times: "numbers", calendars, ...more };
}

function needed(names: readonly string[], terms: Partial<Terms> = {}): Terms {
  return { ...NO_TERMS, required: names, ...terms };
}

/** With those of `names` optional who are not needed. */
function spared(names: readonly string[], needed: readonly string[]): Terms {
  const optional = names.filter((name) => !needed.includes(name));
  return { ...NO_TERMS, required: needed, optional };
}

function found(
  world: TermWorld,
  names: readonly string[],
  terms: Terms | null,
  epochMs = EPOCH_MS,
) {
  const result = world.query(names, terms, epochMs);
  assert(result.kind === "findings", result.kind);
  return result.findings;
}

Deno.test("names alone are asked for by one plain question a server", () => {
  const world = new TermWorld([
    numbers("A", { a: ".xx.", b: "xx.." }),
    numbers("B", { c: "xxxx" }),
  ]);
  const { slots, more, times } = found(world, ["a", "b", "c"], null);
  assertEquals(toPairs(slots!), [[1, 2]]);
  assertEquals([more, times], [null, "numbers"]);
  assertEquals(world.asked, ["A plain", "B plain"]);
  // Nor is it asked again why there is no slot.
  const none = new TermWorld([numbers("A", { a: ".x", b: "x." })]);
  assertEquals(found(none, ["a", "b"], null).slots, new Float64Array());
  assertEquals(none.asked, ["A plain"]);
});

Deno.test("instants without terms are looked at for two weeks from now", () => {
  const calendars = [{ name: "a", free: row("x") }];
  const server = { name: "A", times: "instants", calendars } as const;
  const { times, more } = found(new TermWorld([server]), ["a"], null);
  assertEquals(times, "instants");
  const to = NOW_S + 14 * 86_400;
  assertEquals(more?.window, { from: NOW_S, to });
  assertEquals(more?.reason?.code, "window_empty");
});

Deno.test("a window is resolved by the wall clock and the question's zone", () => {
  const server = { name: "A", times: "instants", calendars: [] } as const;
  const world = new TermWorld([
    { ...server, calendars: [{ name: "a", free: row("x") }] },
  ]);
  const terms = needed(["a"], {
    from: parseMoment("tomorrow"),
    to: parseMoment("+1d"),
    timezone: "Europe/Berlin",
  });
  // It is one in the morning there.
  const from = NOW_S + 23 * 3_600;
  const { more } = found(world, ["a"], terms);
  assertEquals(more?.window, { from, to: from + 86_400 });
});

Deno.test("numbers and instants are not compared, and the servers are named", () => {
  const calendars = (name: string) => [{ name, free: row("x") }];
  const world = new TermWorld([
    { name: "A", times: "numbers", calendars: calendars("a") },
    { name: "B", times: "instants", calendars: calendars("b") },
    { name: "C", times: null, calendars: calendars("c") },
    { name: "D", times: "instants", calendars: calendars("d") },
  ]);
  const text = (names: string[], terms: Terms | null = null) => {
    const result = world.query(names, terms);
    return result.kind === "mixed_times"
      ? mixedText(result, "the question")
      : result.kind;
  };
  const twice = "Cannot compare numbers (server A) with instants ";
  assertEquals(text(["a", "b", "c"]), `${twice}(server B)`);
  assertEquals(text(["d", "b", "a"]), `${twice}(servers B, D)`);
  assertEquals(world.asked, []);
  const five = { from: { kind: "number", value: 5 } } as const;
  assertEquals(
    text(["b"], needed(["b"], five)),
    "Cannot compare numbers (the question) with instants (server B)",
  );
  const now = { from: { kind: "now" } } as const;
  assertEquals(
    text(["a"], needed(["a"], now)),
    "Cannot compare numbers (server A) with instants (the question)",
  );
  // Where nobody has any time, it can be compared with all.
  assertEquals(text(["a", "c"]), "findings");
  assertEquals(text(["c", "b"]), "findings");
  assertEquals(text(["c"], needed(["c"], five)), "findings");
  // No buffer is none, whatever it counts.
  const none = { bufferAfter: { kind: "number", value: 0 } } as const;
  assertEquals(text(["b"], needed(["b"], none)), "findings");
});

Deno.test("whoever was asked for numbers is asked anew once it is instants", () => {
  const world = new TermWorld([
    { name: "A", times: null, calendars: [{ name: "a", free: row("") }] },
    {
      name: "B",
      times: "instants",
      calendars: [{ name: "b", free: row("x") }],
    },
  ]);
  const { more } = found(world, ["a", "b"], null);
  assertEquals(more?.window?.from, NOW_S);
  assert(!world.asked.some((asked) => asked.endsWith("plain")));
});

Deno.test("whoever cannot be read is left out by name, with all calendars", () => {
  const world = new TermWorld([
    numbers("A", { a: "?", b: ".xxx", c: "xx.." }),
    numbers("B", { a: "...x", b: "xxx.", c: "xxxx" }),
  ]);
  const names = ["c", "a", "b"];
  for (const terms of [null, needed(names)]) {
    const { slots, unreadable, unreachable } = found(world, names, terms);
    assertEquals(unreadable, [{ server: "A", names: ["a"] }]);
    assertEquals([toPairs(slots!), unreachable], [[[1, 2]], []]);
  }
  const everywhere = new TermWorld([
    numbers("A", { a: "?", b: "?", c: "x" }),
    numbers("B", { b: "x" }),
  ]);
  const two = found(everywhere, ["a", "b", "c"], needed(["a", "b", "c"]));
  assertEquals(two.unreadable, [{ server: "A", names: ["a", "b"] }]);
  const alone = found(world, ["a"], null);
  assertEquals([alone.slots, alone.unreadable.length], [null, 1]);
  const why = found(world, ["a"], needed(["a"])).more?.reason;
  assertEquals(why?.code, "unreachable");
});

Deno.test("a silent server's people are not counted, and not said to be free", () => {
  const world = new TermWorld([
    numbers("A", { a: ".xxx", b: "xx.." }),
    numbers("B", { c: "xxxx" }, { isSilent: true }),
  ]);
  const names = ["a", "b", "c"];
  const terms = spared(names, ["a"]);
  const { slots, unreachable, more } = found(world, names, terms);
  assertEquals(toPairs(slots!), [[1, 2]]);
  assertEquals(unreachable, [{ server: "B", names: ["c"] }]);
  assertEquals(more?.suggestions?.map(({ free, of }) => [free, of]), [
    [2, 2],
    [1, 2],
  ]);
  const nobody = found(world, ["c"], needed(["c"])).more?.reason;
  assertEquals(nobody?.code, "unreachable");
});

Deno.test("servers that are silent come in the order of whom was asked for", () => {
  const isSilent = true;
  const world = new TermWorld([
    numbers("A", { a: "x", c: "x" }, { isSilent }),
    numbers("B", { b: "x" }, { isSilent }),
  ]);
  assertEquals(found(world, ["b", "a", "c"], null).unreachable, [
    { server: "B", names: ["b"] },
    { server: "A", names: ["a", "c"] },
  ]);
});

Deno.test("a window is told where something bounds it", () => {
  const world = new TermWorld([numbers("A", { a: "xxx" })]);
  const windowOf = (terms: Partial<Terms>) =>
    found(world, ["a"], needed(["a"], terms)).more?.window;
  assertEquals(windowOf({ explain: true }), null);
  const from = { kind: "number", value: 1 } as const;
  assertEquals(windowOf({ from }), { from: 1, to: TIME_MAX });
});

Deno.test("no more is suggested than anybody reads", () => {
  const free = "x.".repeat(SUGGESTIONS_MAX + 1);
  const world = new TermWorld([numbers("A", { a: free })]);
  for (const limit of [null, SUGGESTIONS_MAX + 1]) {
    const { more } = found(world, ["a"], { ...spared(["a"], []), limit });
    assertEquals(more?.suggestions?.length, SUGGESTIONS_MAX);
  }
});

Deno.test("a server that falls silent is no reason for anything", () => {
  const flaky = numbers("B", { c: "..xx" });
  const world = new TermWorld([numbers("A", { a: "xx.." }), flaky]);
  let asked = 0;
  // It answers what is common, and no more.
  Object.defineProperty(flaky, "isSilent", { get: () => ++asked > 1 });
  const { more, unreachable } = found(world, ["a", "c"], needed(["a", "c"]));
  assertEquals(asked, 2);
  assertEquals(unreachable, []);
  assertEquals(more?.reason, {
    code: "attendees_unavailable",
    message: "there is no such slot in which all who are needed are free",
    nearest: null,
  });
});

Deno.test("whoever is in the way is named where all their servers reveal it", () => {
  const people = { a: "xxxx", b: "xxx.", c: "...x" };
  const message = (reveals: boolean) => {
    const world = new TermWorld([numbers("A", people, { reveals })]);
    const names = ["a", "b", "c"];
    return found(world, names, needed(names)).more?.reason?.message;
  };
  const rule = "there is no time in which all 3 are free: at best";
  assertEquals(message(true), `${rule} c cannot come`);
  assertEquals(message(false), `${rule} 1 of 3 cannot come`);
  // Whoever is named would be taken for the only one.
  const some = new TermWorld([
    numbers("A", { a: "x..." }, { reveals: true }),
    numbers("B", { b: ".x..", c: "..xx" }),
  ]);
  const names = ["a", "b", "c"];
  const reason = found(some, names, needed(names)).more?.reason;
  assertEquals(reason?.nearest?.missing, ["a"]);
  assertEquals(reason?.message, `${rule} 2 of 3 cannot come`);
});

Deno.test("more who have to come than there are get no slot, and are told so", () => {
  const world = new TermWorld([numbers("A", { a: "xx", b: "xx" })]);
  const names = ["a", "b"];
  const quorum = { kind: "count", count: 3 } as const;
  const { more } = found(world, names, { ...spared(names, []), quorum });
  assertEquals(more?.suggestions, []);
  assertEquals(more?.reason?.code, "attendees_unavailable");
  const message = "3 have to be free, and only 2 were checked";
  assertEquals(more?.reason?.message, message);
  const one = found(world, ["a"], { ...spared(["a"], []), quorum });
  assertEquals(
    one.more?.reason?.message,
    "3 have to be free, and only 1 was checked",
  );
  assertEquals(more?.reason?.nearest?.free, 2);
});

Deno.test("who is free at no time is said in as many words as there are people", () => {
  const why = (people: Record<string, string>) => {
    const names = Object.keys(people);
    const world = new TermWorld([numbers("A", people)]);
    return found(world, names, needed(names)).more?.reason?.message;
  };
  const rule = "there is no time in which";
  assertEquals(
    why({ a: "x.", b: ".x" }),
    `${rule} both are free: at best 1 of 2 cannot come`,
  );
  assertEquals(
    why({ a: "x..", b: ".x.", c: "..x" }),
    `${rule} all 3 are free: at best 2 of 3 cannot come`,
  );
  const people = { a: "x.", b: ".x", c: "xx" };
  const world = new TermWorld([numbers("A", people)]);
  const terms = spared(["a", "b", "c"], ["a", "b"]);
  assertEquals(
    found(world, ["a", "b", "c"], terms).more?.reason?.message,
    `${rule} enough of them are free: at best 1 of 3 cannot come`,
  );
});

Deno.test("an answer that is explained tells what each step has left", () => {
  const world = new TermWorld([
    numbers("A", { a: "xxx.xx.", b: "xxx.xx." }),
    numbers("B", { c: "......x" }),
  ]);
  const explain = (names: string[], terms: Partial<Terms> = {}) =>
    found(world, names, needed(names, { explain: true, ...terms })).more!
      .explanation!;
  assertEquals(explain(["a", "b"]), [
    "2 of 2 people were checked, on 1 server",
    "everybody is free in 2 stretches of time",
  ]);
  assertEquals(explain(["c"]), [
    "1 of 1 person was checked, on 1 server",
    "everybody is free in 1 stretch of time",
  ]);
  assertEquals(explain(["a", "c"]), [
    "2 of 2 people were checked, on 2 servers",
    "at no time is everybody free",
  ]);
  const length = (value: number) => ({ kind: "number", value }) as const;
  const long = { duration: length(3), coverage: true };
  assertEquals(
    explain(["a", "b"], long).at(-1),
    "everybody is free in 1 stretch of 3 or more",
  );
  assertEquals(
    explain(["a", "b"], { duration: length(4) }).at(-1),
    "at no time is everybody free for 4",
  );
  const rules = { granularity: length(2), bufferBefore: length(1) };
  assertEquals(explain(["a", "b"], rules).slice(1), [
    "everybody is free in 2 stretches of 2 or more",
    "0 of these have room for a slot",
  ]);
  const names = ["a", "c"];
  const some = { ...spared(names, []), explain: true };
  assertEquals(
    found(world, names, some).more?.explanation?.at(-1),
    "3 slots are offered in which enough of them are free",
  );
  assertEquals(explain(["a", "b"], { bufferBefore: length(1) }).slice(1), [
    "everybody is free in 2 stretches of 2 or more",
    "2 of these have room for a slot",
  ]);
  const half = new TermWorld([
    numbers("A", { a: "x" }, { isSilent: true }),
    numbers("B", { b: "x" }),
  ]);
  const heard = found(half, ["a", "b"], needed(["a", "b"], { explain: true }));
  assertEquals(
    heard.more?.explanation?.[0],
    "1 of 2 people was checked, on 1 server",
  );
  const partly = new TermWorld([numbers("A", { a: "x", c: "?" })]);
  const read = found(partly, ["a", "c"], needed(["a", "c"], { explain: true }));
  assertEquals(
    read.more?.explanation?.[0],
    "1 of 2 people was checked, on 1 server",
  );
  const silent = new TermWorld([numbers("A", { a: "x" }, { isSilent: true })]);
  const unheard = found(silent, ["a"], needed(["a"], { explain: true }));
  assertEquals(unheard.more?.explanation, ["nobody was checked"]);
  // Nobody is asked about it, so that nobody who is silent is noticed either.
  const moment = { kind: "number", value: 3 } as const;
  const empty = { from: moment, to: moment, explain: true };
  assertEquals(
    found(half, ["a", "b"], needed(["a", "b"], empty)).more?.explanation,
    ["the window is empty, so nobody was asked for free time"],
  );
});

Deno.test("working hours are in the way only of those who all have to come", () => {
  const always = { free: row("xxxx"), hours: row("xxxx") };
  const calendars = [
    { name: "a", free: row("x..."), hours: row("x...") },
    { name: "b", free: row("..xx"), hours: row("..xx") },
    { name: "c", ...always },
  ];
  const world = new TermWorld([{ name: "A", times: "instants", calendars }]);
  const window = {
    from: { kind: "instant", seconds: 0 },
    to: { kind: "instant", seconds: 4 },
    duration: { kind: "seconds", value: 3 },
  } as const;
  const names = ["a", "b", "c"];
  const why = (terms: Terms) => found(world, names, terms).more?.reason?.code;
  assertEquals(why(needed(names, window)), "outside_working_hours");
  const some = { ...spared(names, ["b", "c"]), ...window };
  assertEquals(why(some), "too_short");
  const quorum = { kind: "count", count: 2 } as const;
  assertEquals(why({ ...spared(names, []), ...window, quorum }), "too_short");
});

Deno.test("what is too short says how long it is", () => {
  const world = new TermWorld([numbers("A", { a: "xxx..xx", b: "xx..xxx" })]);
  const names = ["a", "b"];
  const ask = (terms: Partial<Terms>) =>
    found(world, names, needed(names, terms)).more?.reason;
  const three = { kind: "number", value: 3 } as const;
  const two = { kind: "number", value: 2 } as const;
  const short = ask({ duration: three });
  assertEquals(short?.code, "too_short");
  assertEquals(
    short?.message,
    "the longest time that is free is 2 long, and 3 is needed",
  );
  assertEquals(
    ask({ duration: two, granularity: three })?.message,
    "the longest time that is free is 2 long, and not where slots may lie, " +
      "and 2 is needed",
  );
  assertEquals(
    ask({ granularity: three })?.message,
    "the longest time that is free is 2 long, and not where slots may lie",
  );
  const outside = ask({ from: { kind: "number", value: 2 }, to: two });
  assertEquals(outside?.code, "window_empty");
  assertEquals(outside?.message, "the window ends when it begins");
  const backwards = ask({ from: { kind: "number", value: 3 }, to: two });
  assertEquals(backwards?.message, "the window ends before it begins");
});

Deno.test("what has no room in the window is not said to be anybody's fault", () => {
  const calendars = [{ name: "a", free: row("xxxx"), hours: row("xxxx") }];
  const world = new TermWorld([{ name: "A", times: "instants", calendars }]);
  const ask = (terms: Partial<Terms>) => {
    const from = { kind: "instant", seconds: 1 } as const;
    const to = { kind: "instant", seconds: 3 } as const;
    const asked = needed(["a"], { from, to, ...terms });
    const reason = found(world, ["a"], asked).more?.reason;
    return reason && [reason.code, reason.message];
  };
  const three = { kind: "seconds", value: 3 } as const;
  const minute = { kind: "seconds", value: 60 } as const;
  const rule = "the window is 2 s long, and has no room for a slot";
  assertEquals(ask({ duration: three }), ["too_short", `${rule} of 3 s`]);
  assertEquals(
    ask({ granularity: minute }),
    ["too_short", `${rule} in steps of 1 min`],
  );
  // What lies around a slot may lie beyond the window.
  assertEquals(ask({ bufferBefore: minute })?.[0], "outside_working_hours");
});

Deno.test("a server that will not say more is no reason to say that nobody is free", () => {
  const askAlone = new AllowedOnce();
  const world = new TermWorld([numbers("A", { a: "xx" }, { askAlone })]);
  const quorum = { kind: "count", count: 2 } as const;
  const { slots, more } = found(world, ["a"], { ...spared(["a"], []), quorum });
  assertEquals(slots && toPairs(slots), [[0, 2]]);
  assertEquals(more?.reason?.code, "attendees_unavailable");
});

/** As a list of who may be asked about alone that changes meanwhile. */
class AllowedOnce extends Set<string> {
  #isLeft = true;

  override has(): boolean {
    const isLeft = this.#isLeft;
    this.#isLeft = false;
    return isLeft;
  }
}

Deno.test("nobody's time is told who may not be asked about alone", () => {
  const people = { a: "xx..", b: ".xxx" };
  const askAlone = new Set(["b"]);
  const kindOf = (names: string[], terms: Terms) =>
    new TermWorld([numbers("A", people, { askAlone })])
      .query(names, terms).kind;
  assertEquals(kindOf(["a"], needed(["a"])), "not_alone");
  assertEquals(kindOf(["a"], needed(["a"], { coverage: true })), "not_alone");
  assertEquals(kindOf(["b"], needed(["b"])), "findings");
  assertEquals(kindOf(["a", "b"], needed(["a", "b"])), "findings");
  assertEquals(kindOf(["a", "b"], spared(["a", "b"], [])), "findings");
  // Slots for which only one has to come are that person's time.
  assertEquals(kindOf(["a", "b"], spared(["a", "b"], ["a"])), "not_alone");
  assertEquals(kindOf(["a", "b"], spared(["a", "b"], ["b"])), "findings");
  const apart = new TermWorld([
    numbers("A", { a: "xx.." }, { askAlone }),
    numbers("B", { b: "xxxx" }, { isSilent: true }),
  ]);
  assertEquals(apart.query(["a", "b"], needed(["a", "b"])).kind, "not_alone");
  // Nor where somebody is checked who need not come.
  const company = new TermWorld([
    numbers("A", { a: "xx..", c: "xxxx" }, { askAlone }),
    numbers("B", { b: "xxxx" }, { isSilent: true }),
  ]);
  const names = ["a", "b", "c"];
  const terms = spared(names, ["a", "b"]);
  assertEquals(company.query(names, terms).kind, "not_alone");
});

Deno.test("a window from a date to itself is said to have no time in it", () => {
  const calendars = [{ name: "a", free: row("x") }];
  const world = new TermWorld([{ name: "A", times: "instants", calendars }]);
  const local = (text: string) => ({ kind: "local", text } as const);
  const reason = (from: Moment, to: Moment) =>
    found(world, ["a"], needed(["a"], { from, to })).more?.reason;
  const day = local("2026-11-24");
  assertEquals(reason(day, day), {
    code: "window_empty",
    message: "the window ends when it begins, as a date is its midnight",
    nearest: null,
  });
  const today = { kind: "day", days: 0 } as const;
  assertEquals(reason(today, today), reason(day, day));
  const nine = local("2026-11-24T09:00");
  assertEquals(reason(nine, nine)?.message, "the window ends when it begins");
});

Deno.test("no window of instants is longer than calendars are looked at", () => {
  const calendars = [{ name: "a", free: row("x") }];
  const world = new TermWorld([{ name: "A", times: "instants", calendars }]);
  const kindOf = (seconds: number) => {
    const from = { kind: "instant", seconds: NOW_S } as const;
    const to = { kind: "instant", seconds: NOW_S + seconds } as const;
    return world.query(["a"], needed(["a"], { from, to })).kind;
  };
  assertEquals(kindOf(WINDOW_SECONDS_MAX), "findings");
  assertEquals(kindOf(WINDOW_SECONDS_MAX + 1), "too_long");
  const seconds = (value: number) => ({ kind: "seconds", value }) as const;
  const around = (before: number, after: number) => {
    const bufferBefore = seconds(before);
    const terms = needed(["a"], { bufferBefore, bufferAfter: seconds(after) });
    return world.query(["a"], terms).kind;
  };
  assertEquals(around(WINDOW_SECONDS_MAX, 0), "findings");
  assertEquals(around(WINDOW_SECONDS_MAX, 1), "too_long");
});

Deno.test("days of a window are not counted if there are too many", () => {
  const gridOf = (seconds: number) => {
    const terms = {
      ...NO_TERMS,
      from: { kind: "instant", seconds: NOW_S },
      to: { kind: "instant", seconds: NOW_S + seconds },
      granularity: { kind: "seconds", value: 900 },
    } as const;
    return outlookOf(terms, { times: "instants", nowS: NOW_S }).trim.grid;
  };
  assertEquals(gridOf(WINDOW_SECONDS_MAX)?.up(NOW_S), NOW_S);
  assertEquals(gridOf(WINDOW_SECONDS_MAX + 1), null);
});

Deno.test("more intervals than anybody waits for are refused", () => {
  const busy = (count: number) => row("x.".repeat(count));
  // Not too many of either one.
  const free = busy(POOL_INTERVALS_MAX / 2 + 1);
  const calendars = ["a", "b"].map((name) => ({ name, free }));
  const apart = calendars.map((calendar, i): WorldServer => ({
    name: `S${i}`,
    times: "numbers",
    calendars: [calendar],
  }));
  const names = ["a", "b"];
  assertEquals(
    new TermWorld(apart).query(names, spared(names, [])).kind,
    "too_large",
  );
  const together = new TermWorld([{ name: "A", times: "numbers", calendars }]);
  assertEquals(together.query(names, spared(names, [])).kind, "too_large");
  assertEquals(together.query(names, needed(names)).kind, "findings");
});

Deno.test("more steps of coverage than anybody waits for are refused", () => {
  const each = COVERAGE_STEPS_MAX / 2;
  const world = new TermWorld([numbers("A", {
    a: "x.".repeat(each),
    b: "x.".repeat(each + 1),
  })]);
  const terms = { ...NO_TERMS, coverage: true };
  // What is free now and then has as many gaps, but for the last.
  assertEquals(world.query(["a"], terms).kind, "findings");
  assertEquals(world.query(["b"], terms).kind, "too_large");
  assertEquals(world.query(["b"], NO_TERMS).kind, "findings");
});
