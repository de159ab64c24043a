/** Bugs in the life of queries, inquiries and questions. */

import type { PlantedBug } from "./planted_bug.ts";

export const QUESTION_BUGS: readonly PlantedBug[] = [
  {
    name: "answers-from-anywhere",
    file: "src/roles/main_inbox.ts",
    find: "if (!link || !sameAddress(link.address, from)) {",
    replace: "if (!link) {",
    breaks: "answers count from any address",
  },
  {
    name: "unknown-without-servers",
    file: "src/protocol/query.ts",
    find:
      "if (waitingFor.length === 0 && this.#context.directory.serverCount > 0) {",
    replace:
      "if (waitingFor.length === 0 || this.#context.directory.serverCount > 0) {",
    breaks: "names are unknown though a server is missing",
  },
  {
    name: "no-grace",
    file: "src/roles/query_context.ts",
    find: "clock.nowMs() + REJOIN_GRACE_MS,",
    replace: "clock.nowMs(),",
    breaks: "right after its start a main server calls people unknown",
  },
  {
    name: "suspected-is-down",
    file: "src/protocol/exchange.ts",
    find: "this.#isProbe = link === undefined || link.isDown(nowMs);",
    replace: "this.#isProbe = link === undefined || !link.isLive(nowMs);",
    breaks: "a server that missed three heartbeats is given up after 200 ms",
  },
  {
    name: "given-up-early",
    file: "src/protocol/flights.ts",
    find: "if (retransmission.isOver(nowMs)) {",
    replace: "if (retransmission.sends > 5 || retransmission.isOver(nowMs)) {",
    breaks: "a question is given up as soon as its last send is out",
  },
  {
    name: "never-repeated",
    file: "src/protocol/flights.ts",
    find: "nowMs >= retransmission.dueMs && retransmission.sends > 0",
    replace: "nowMs >= retransmission.dueMs && retransmission.sends > 1",
    breaks: "a question that was lost is not asked again",
  },
  {
    name: "one-send-too-many",
    file: "src/protocol/retransmission.ts",
    find: "this.#dueMs = this.sends < SENDS_MAX",
    replace: "this.#dueMs = this.sends <= SENDS_MAX",
    breaks: "a question is sent seven times",
  },
  {
    name: "wait-not-doubled",
    file: "src/protocol/retransmission.ts",
    find: "this.#waitMs = Math.min(2 * this.#waitMs, RTO_MS_MAX);",
    replace: "this.#waitMs = Math.min(this.#waitMs, RTO_MS_MAX);",
    breaks: "all sends are spent in the first moments",
  },
  {
    name: "no-least-wait",
    file: "src/protocol/round_trip.ts",
    find: "return Math.min(RTO_MS_MAX, Math.max(RTO_MS_MIN, waitMs));",
    replace: "return Math.min(RTO_MS_MAX, waitMs);",
    breaks: "a quick peer is asked again before it can have answered",
  },
  {
    name: "budget-never-freed",
    file: "src/protocol/answer_budget.ts",
    find: "this.#bytes -= exchange.chargedBytes;",
    replace: "",
    breaks: "after some answers no more is asked",
  },
  {
    name: "waiting-forgotten",
    file: "src/protocol/flights.ts",
    find: "if (departed > 0) this.#waiting = this.#waiting.slice(departed);",
    replace: "if (departed > 0) this.#waiting = [];",
    breaks: "questions that wait for room are never asked",
  },
  {
    name: "cancelled-flights-kept",
    file: "src/protocol/inquiries.ts",
    find:
      "    for (const flight of inquiry.flights) this.#flights.cancel(flight);\n",
    replace: "",
    breaks: "blocks of an answer that was given up land all the same",
  },
  {
    name: "shared-beyond-deadline",
    file: "src/protocol/inquiry.ts",
    find: "youngerMs >= 0 && youngerMs < RTO_MS_MIN &&",
    replace: "youngerMs < RTO_MS_MIN &&",
    breaks: "a query waits for an inquiry that outlives it",
  },
  {
    name: "gives-up-with-an-older",
    file: "src/protocol/inquiry.ts",
    find: "youngerMs >= 0 && youngerMs < RTO_MS_MIN &&",
    replace: "youngerMs >= 0 &&",
    breaks: "a query joins one that has hardly any time left",
  },
  {
    name: "positions-of-another-list",
    file: "src/protocol/inquiries.ts",
    find: "if (server.links.length === 0 || !sameId(server.listId, list)) {",
    replace: "if (server.links.length === 0) {",
    breaks: "a long answer is fetched on by the positions of a newer list",
  },
  {
    name: "assembly-never-freed",
    file: "src/protocol/inquiries.ts",
    find: "this.gauges.assemblyBytes -= inquiry.assembly?.total ?? 0;",
    replace: "",
    breaks: "long answers are refused after some time",
  },
  {
    name: "last-block-not-awaited",
    file: "src/protocol/assembly.ts",
    find: "this.#missing = Math.ceil(total / BLOCK_BYTES);",
    replace: "this.#missing = Math.floor(total / BLOCK_BYTES);",
    breaks: "a long answer is taken for whole without its end",
  },
  {
    name: "blocks-in-a-row",
    file: "src/protocol/assembly.ts",
    find: "this.#bytes.set(bytes, number * BLOCK_BYTES);",
    replace: "this.#bytes.set(bytes, (this.#next - 1) * bytes.length);",
    breaks: "blocks are put together by another number than their own",
  },
  {
    name: "inflated-too-little",
    file: "src/protocol/assembly.ts",
    find: "inflate(this.#bytes, ANSWER_BYTES_MAX)",
    replace: "inflate(this.#bytes, ANSWER_BYTES_MAX / 1_024)",
    breaks: "a long answer that is no bomb is taken for one",
  },
  {
    name: "one-restart-is-too-many",
    file: "src/protocol/inquiries.ts",
    find: "if (inquiry.restarts++ < RESTARTS_MAX)",
    replace: "if (inquiry.restarts++ > RESTARTS_MAX)",
    breaks: "a long answer that changes under us is given up at once",
  },
  {
    name: "list-waits-not-called",
    file: "src/protocol/list_waits.ts",
    find: "for (const { then } of waits ?? []) then(true, nowMs);",
    replace: "",
    breaks: "who waits for a newer list is never told",
  },
  {
    name: "wait-not-armed-again",
    file: "src/protocol/list_waits.ts",
    find:
      "        else this.#dueMs = Math.min(this.#dueMs, wait.deadlineMs);\n",
    replace: "",
    breaks: "of several that wait only the first is called in time",
  },
  {
    name: "copies-not-rotated",
    file: "src/protocol/exchange.ts",
    find: "return candidates[(attempt - 1) % candidates.length];",
    replace: "return candidates[0];",
    breaks: "a copy that just died is asked again and again",
  },
  {
    name: "stale-group-kept",
    file: "src/protocol/query.ts",
    find:
      "        this.#groups = this.#groups.filter((other) => other !== group);\n",
    replace: "",
    breaks: "a group that was looked up anew is called unreachable as well",
  },
];
