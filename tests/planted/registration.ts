/** Bugs in the main server's side of registration. */

import type { PlantedBug } from "./planted_bug.ts";

export const REGISTRATION_BUGS: readonly PlantedBug[] = [
  {
    name: "registration-from-anywhere",
    file: "src/protocol/candidates.ts",
    find:
      "return sameAddress(candidate.link.address, from) ? candidate : undefined;",
    replace: "return candidate;",
    breaks: "whoever knows a session may speak for it from any address",
  },
  {
    name: "cookie-for-any-address",
    file: "src/protocol/cookies.ts",
    find: "    writer.text(formatAddress(address));\n",
    replace: "",
    breaks: "a cookie is good for whoever has read it on its way",
  },
  {
    name: "cookie-for-ever",
    file: "src/protocol/cookies.ts",
    find:
      "if (!(serial <= this.#lastUs && ageMs <= COOKIE_MS)) return undefined;",
    replace: "if (!(serial <= this.#lastUs)) return undefined;",
    breaks: "a cookie is good however old it is",
  },
  {
    name: "cookie-twice",
    file: "src/protocol/admission.ts",
    find: "if (newest && issuedUs <= newest.issuedUs) return null;",
    replace: "if (newest && issuedUs < newest.issuedUs) return null;",
    breaks: "a session that has ended begins again with its own cookie",
  },
  {
    name: "older-replaces-newer",
    file: "src/protocol/admission.ts",
    find: "if (newest && issuedUs <= newest.issuedUs) return null;",
    replace: "if (newest && issuedUs === newest.issuedUs) return null;",
    breaks: "the begin of an older session supersedes a newer one",
  },
  {
    name: "stale-begin-obeyed",
    file: "src/protocol/registry.ts",
    find: "if (begin.edition < candidate.edition) return;",
    replace: "",
    breaks: "a late begin brings back a list that its session left behind",
  },
  {
    name: "dead-hold-their-names",
    file: "src/protocol/admission.ts",
    find: `const others = server.links.filter((holder) =>
      !sameAddress(holder.address, link.address) && holder.isLive(nowMs)
    );`,
    replace: `const others = server.links.filter((holder) =>
      !sameAddress(holder.address, link.address)
    );`,
    breaks: "a server that died keeps its name from its successor",
  },
  {
    name: "living-lose-their-names",
    file: "src/protocol/admission.ts",
    find: "const isRefused = isFull || quarrelWith.length > 0;",
    replace: "const isRefused = isFull || quarrelWith.length > 1;",
    breaks: "whoever comes with another list takes a live server's name",
  },
  {
    name: "own-newer-list-refused",
    file: "src/protocol/admission.ts",
    find: "if (server.links.includes(link)) return",
    replace:
      "if (server.links.length === 1 && server.links.includes(link)) return",
    breaks: "copies of a server wait for each other with a new list",
  },
  {
    name: "shadow-seen-early",
    file: "src/protocol/registry.ts",
    find: 'if (verdict === "registered" && !isRepeated) {',
    replace: 'if (verdict !== "refused" && !isRepeated) {',
    breaks: "a session is in force before its list has come",
  },
  {
    name: "any-commit-is-done",
    file: "src/protocol/registry.ts",
    find: 'if (inForce && sameId(inForce.listId, list)) return "registered";',
    replace: 'if (inForce) return "registered";',
    breaks: "the commit of a newer list is acknowledged and not carried out",
  },
  {
    name: "list-digest-not-compared",
    file: "src/protocol/list_receiver.ts",
    find: "return isAnnounced ? list : undefined;",
    replace: "return list;",
    breaks: "a list comes in force that is not the one announced",
  },
  {
    name: "ack-off-by-one",
    file: "src/protocol/list_receiver.ts",
    find: "beyond |= 1 << (number - this.#next - 1);",
    replace: "beyond |= 1 << (number - this.#next);",
    breaks: "acks tell of the chunk after the one that has come",
  },
  {
    name: "own-older-session-stays",
    file: "src/protocol/enlistment.ts",
    find: "agrees && !sameAddress(older.address, link.address) &&",
    replace: "agrees &&",
    breaks: "a process's earlier session counts as a copy of it",
  },
  {
    name: "other-list-stays",
    file: "src/protocol/enlistment.ts",
    find: "agrees && !sameAddress(older.address, link.address) &&",
    replace: "!sameAddress(older.address, link.address) &&",
    breaks: "copies with an older list go on being asked",
  },
  {
    name: "superseded-not-forgotten",
    file: "src/protocol/directory.ts",
    find: "      else this.#links.delete(idKey(older.session));\n",
    replace: "",
    breaks: "sessions that were superseded are known for ever",
  },
  {
    name: "goodbye-for-all",
    file: "src/protocol/directory.ts",
    find: "if (server.links.length === 0) this.#servers.delete(server.name);",
    replace: "this.#servers.delete(server.name);",
    breaks: "the goodbye of one copy takes away all",
  },
  {
    name: "goodbye-of-the-newest",
    file: "src/protocol/enlistment.ts",
    find: "directory.leave(session);",
    replace:
      "directory.leave(directory.server(server)?.links[0]?.session ?? session);",
    breaks: "the goodbye of an old session ends the newest of its server",
  },
  {
    name: "gate-never-opens",
    file: "src/protocol/stranger_gate.ts",
    find: "      this.#counts.clear();\n",
    replace: "",
    breaks: "who has been a stranger ten times is never heard again",
  },
  {
    name: "names-that-did-not-fit",
    file: "src/protocol/chunk_packer.ts",
    find:
      "      if (deflated.length > CHUNK_BYTES_MAX) continue;\n      this.#from = next;",
    replace:
      "      this.#from = next;\n      if (deflated.length > CHUNK_BYTES_MAX) continue;",
    breaks: "names that shrink less than those before them are left out",
  },
  {
    name: "early-names-stay-deflated",
    file: "src/protocol/list_receiver.ts",
    find: "this.#early.set(number, names);",
    replace: "this.#early.set(number, deflated);",
    breaks: "a chunk that comes before its turn is taken as it travelled",
  },
];
