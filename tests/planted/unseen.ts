/**
 * Planted bugs that the simulator does not see, so that nobody counts on it
 * for them: why it does not, and what does.
 */

import type { PlantedBug } from "./planted_bug.ts";

export interface UnseenBug extends PlantedBug {
  /** Why no seed shows it. */
  readonly why: string;
  /** Where a test fails with it, and the test's name. */
  readonly seenIn: string;
  readonly seenBy: string;
}

export const UNSEEN_BUGS: readonly UnseenBug[] = [
  {
    name: "repeated-begin-adopted",
    file: "src/protocol/registry.ts",
    find: 'if (verdict === "registered" && !isRepeated) {',
    replace: 'if (verdict === "registered") {',
    breaks: "a late begin of a copy that has died brings back its times",
    why:
      "Times must change where copies serve a list, one of them die, and its begin come again a minute later: one long seed of a hundred.",
    seenIn: "tests/protocol/registry_test.ts",
    seenBy: "a copy's begin that is played again does not bring back its times",
  },
  {
    name: "silent-are-forgotten",
    file: "src/protocol/candidates.ts",
    find: "if (!this.#isInForce(candidate) && link.isDown(nowMs)) {",
    replace: "if (link.isDown(nowMs)) {",
    breaks: "a server in force that was silent is not known when it speaks",
    why:
      "Whoever heard nothing for so long starts over by itself; it must have been heard by nobody and have heard others.",
    seenIn: "tests/protocol/registry_test.ts",
    seenBy: "a session in force is known, however long it was silent",
  },
  {
    name: "budget-freed-twice",
    file: "src/protocol/answer_budget.ts",
    find: "    exchange.chargedBytes = 0;\n",
    replace: "",
    breaks: "more answers are asked for than the socket has room for",
    why:
      "More than 92 full answers have to come while a main server takes none, and answers here are short or few.",
    seenIn: "tests/protocol/answer_budget_test.ts",
    seenBy: "an answer that came gives back what it cost, and only once",
  },
  {
    name: "stall-not-drained",
    file: "src/roles/ticker.ts",
    find: "if (clock.nowMs() - this.#armedMs < STALL_MS) this.#tick(0);",
    replace:
      "if (receivedCount() >= 0) this.#tick(this.takeLagMs(clock.nowMs()));",
    breaks: "after a stall answers that are here count as missing",
    why:
      "What is called unreachable right after a stall is never held against the model: the stall is an excuse.",
    seenIn: "tests/roles/ticker_test.ts",
    seenBy: "Ticker lets the socket empty itself before it ticks late",
  },
  {
    name: "parked-forgotten",
    file: "src/protocol/flights.ts",
    find: "    this.#waiting = this.#waiting.concat(this.#parked);\n",
    replace: "",
    breaks:
      "questions that wait for their server to be measured are never asked",
    why:
      "A burst must meet a server that nobody has measured while nothing else changes for three seconds.",
    seenIn: "tests/protocol/flights_test.ts",
    seenBy: "a server that was never measured gets few questions at once",
  },
  {
    name: "lag-not-forgiven",
    file: "src/roles/main_server.ts",
    find: "Tick): void {\n    if (lagMs > 0) this.#forgive(lagMs, nowMs);\n",
    replace: "Tick): void {\n",
    breaks: "backends are called dead for the main server's own stall",
    why:
      "After a stall of ten seconds all pings that wait must be lost, and a query come after the first tick; a chance of some hundred seeds.",
    seenIn: "tests/roles/server_pair_test.ts",
    seenBy: "a main server's own stall makes nobody dead",
  },
  {
    name: "in-flight-for-ever",
    file: "src/protocol/exchange.ts",
    find: "for (const link of this.#links) link.inFlight--;",
    replace: "",
    breaks: "a server that was not measured at once is asked no more",
    why:
      "A server must be lost after it registered and before its first answer, and live on; some seeds have it, by chance, and not always one of 200.",
    seenIn: "tests/protocol/flights_test.ts",
    seenBy: "a server that once said nothing is asked again",
  },
  {
    name: "heard-of-another-list",
    file: "src/protocol/group.ts",
    find: "return a.server === b.server && sameId(a.list, b.list) &&",
    replace: "return a.server === b.server &&",
    breaks: "what was heard of people of an older list is used for others",
    why:
      "In one query the lists of two of a person's servers have to change, and the same position be asked in both lists of the second; no seed up to 200 has it.",
    seenIn: "tests/protocol/group_test.ts",
    seenBy: "asksOf() takes positions of another list for other people",
  },
  {
    name: "late-company-forgotten",
    file: "src/protocol/survey.ts",
    find: "isOnePerson(this.#groups) && this.#awaited === 0;",
    replace: "isOnePerson(this.#groups);",
    breaks: "somebody is refused although company may turn up, and does",
    why:
      "In the first two seconds of a main server nobody can be sure that company would have come, so to refuse is right in the model.",
    seenIn: "tests/roles/company_test.ts",
    seenBy: "a main server waits for company that may turn up",
  },
  {
    name: "shared-for-ever",
    file: "src/protocol/inquiry.ts",
    find: "return asked.nowMs - startedMs < RTO_MS_MIN &&",
    replace: "return asked.nowMs - startedMs < 40 * RTO_MS_MIN &&",
    breaks: "a query is given the answer to one that is long under way",
    why:
      "By chance: of earlier histories the twentieth showed it, of these none of 419.",
    seenIn: "tests/protocol/inquiries_test.ts",
    seenBy: "nobody waits for an inquiry that is long under way",
  },
  {
    name: "committed-too-soon",
    file: "src/protocol/list_sender.ts",
    find: "return this.#flying.size === 0 && this.#packer.isDone;",
    replace: "return this.#packer.isDone;",
    breaks: "a list is committed before all of it has arrived",
    why:
      "By chance: of earlier histories the twentieth showed it, of these none of 419.",
    seenIn: "tests/protocol/list_transfer_test.ts",
    seenBy: "ListSender and ListReceiver carry a list whole, each chunk once",
  },
  {
    name: "led-back-while-leaving",
    file: "src/protocol/registrar.ts",
    find: "if (!this.#isLeaving) membership.receive(datagram, nowMs);",
    replace: "membership.receive(datagram, nowMs);",
    breaks: "a backend that leaves goes on with what it had begun",
    why:
      "A main server has forgotten the session by then, and what is sent in it is dropped.",
    seenIn: "tests/roles/server_pair_test.ts",
    seenBy: "a backend that leaves heeds no verdict that is on its way",
  },
  {
    name: "digest-without-aspect",
    file: "src/wire/wish.ts",
    find: "  if (aspect) hash = digestAspect(hash, aspect);\n",
    replace: "",
    breaks: "questions about other windows have the same digest",
    why:
      "An answer is taken for its token first, and who would share an inquiry is compared with it in full: equal digests only mean that fewer are shared.",
    seenIn: "tests/wire/wish_test.ts",
    seenBy: "digestWish() tells apart what is asked of the same people",
  },
  {
    name: "first-asker-first",
    file: "src/protocol/turns.ts",
    find: "      this.#waiting.delete(asker);\n      if (rest)",
    replace: "      if (rest)",
    breaks: "whoever asks much has all of it done before anybody else's",
    why:
      "A turn takes no longer here for what is heavy, so that all that waits is done in time; none of 100 seeds shows it.",
    seenIn: "tests/protocol/turns_test.ts",
    seenBy: "Turns does one heavy thing a turn, of one asker after another",
  },
];
