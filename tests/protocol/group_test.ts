import { assertEquals } from "@std/assert";
import { EMPTY_SET } from "../../src/intervals/interval_set.ts";
import { Directory } from "../../src/protocol/directory.ts";
import {
  addTo,
  asksOf,
  type Group,
  type Want,
} from "../../src/protocol/group.ts";
import { Link } from "../../src/protocol/link.ts";
import { namesOf } from "./name_lists.ts";

/** A question for somebody, by two lists of one server. */
function groupsByTwoLists() {
  const directory = new Directory(() => {});
  const link = new Link({
    session: { high: 0, low: 1 },
    address: { host: "10.0.1.1", port: 1 },
    issuedUs: 0,
    nowMs: 0,
  });
  return [["bob"], ["bob", "zein"]].map((names) => {
    directory.commit({ name: "A", names: namesOf(names), link }, () => false);
    const groups: Group[] = [];
    const holders = directory.find("bob");
    addTo(groups, { name: "bob", holders, booked: EMPTY_SET, isSolo: false });
    return groups[0]!;
  });
}

Deno.test("asksOf() takes positions of another list for other people", () => {
  const [old, young] = groupsByTwoLists();
  const [before, after] = [old!.parts[0]!, young!.parts[0]!];
  const told = { kind: "slots", slots: Float64Array.of(1, 2) } as const;
  const wants = [{ aspect: null, names: null }];
  const [ask] = asksOf(old!, before, { wants, heard: [] });
  assertEquals(ask?.told, null);
  const heard = [{ ...before, asks: [{ ...ask!, told, notAlone: true }] }];
  const again = asksOf(old!, { ...before }, { wants, heard });
  assertEquals(again, [{ ...ask!, told, notAlone: true }]);
  const other = { ...after, positions: before.positions };
  assertEquals(asksOf(young!, other, { wants, heard })[0]?.told, null);
});

Deno.test("asksOf() uses nothing that was heard of another aspect or of others", () => {
  const [group] = groupsByTwoLists();
  const part = group!.parts[0]!;
  const told = { kind: "slots", slots: Float64Array.of(1, 2) } as const;
  const window = { from: 1, to: 9 };
  const scope = { window, shortest: 1, tentative: "busy" } as const;
  const aspect = { measure: "common", times: "numbers", scope } as const;
  const ask = { aspect, people: part.positions, told, notAlone: false };
  const heard = [{ ...part, asks: [ask] }];
  const heardOf = (...wants: Want[]) =>
    asksOf(group!, part, { wants, heard }).map(({ told }) => told);
  const later = { ...scope, window: { from: 2, to: 9 } };
  assertEquals(
    heardOf(
      { aspect, names: null },
      { aspect: null, names: null },
      { aspect: { ...aspect, scope: later }, names: null },
      { aspect, names: new Set(["zein"]) },
    ),
    [told, null, null, null],
  );
});
