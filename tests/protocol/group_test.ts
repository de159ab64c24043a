import { assert } from "@std/assert";
import { Directory } from "../../src/protocol/directory.ts";
import { addTo, type Group, isSamePart } from "../../src/protocol/group.ts";
import { Link } from "../../src/protocol/link.ts";
import { namesOf } from "./name_lists.ts";

/** The parts of a question for somebody, by two lists of one server. */
function partsByTwoLists() {
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
    addTo(groups, "bob", directory.find("bob"));
    return groups[0]!.parts[0]!;
  });
}

Deno.test("isSamePart() takes positions of another list for other people", () => {
  const [old, young] = partsByTwoLists();
  assert(isSamePart(old!, { ...old!, slots: null }));
  assert(!isSamePart(old!, { ...young!, people: old!.people }));
});
