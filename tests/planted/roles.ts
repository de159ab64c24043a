/** Bugs in what joins clients, timers and the protocol. */

import type { PlantedBug } from "./planted_bug.ts";

export const ROLE_BUGS: readonly PlantedBug[] = [
  {
    name: "answer-out-of-turn",
    file: "src/roles/answer_queue.ts",
    find: "if (next === null) break;",
    replace: "if (next === null) continue;",
    breaks: "an answer that is not known yet is passed over and lost",
  },
  {
    name: "answer-twice",
    file: "src/roles/answer_queue.ts",
    find: "if (ready > 0) this.#places = this.#places.slice(ready);",
    replace: "if (ready > 0) this.#places = this.#places.slice(ready - 1);",
    breaks: "the last answer of a write is given again with the next",
  },
  {
    name: "lines-dropped-at-a-pause",
    file: "src/roles/client_session.ts",
    find: "    this.#takeTurn();\n",
    replace: "    this.#takeTurn();\n    this.#intake.clear();\n",
    breaks: "requests that have to wait for others are dropped",
  },
  {
    name: "never-read-again",
    file: "src/roles/client_session.ts",
    find: "      this.#connection.resumeReading();\n",
    replace: "",
    breaks: "a client that had to wait once is not read any more",
  },
  {
    name: "ends-before-answers",
    file: "src/roles/client_session.ts",
    find: "const isDone = this.#answers.length === 0 && this.#intake.isEmpty;",
    replace: "const isDone = this.#intake.isEmpty;",
    breaks: "who asks and sends no more gets no answer",
  },
  {
    name: "connection-not-removed",
    file: "src/roles/client_sessions.ts",
    find: "closed: (session) => this.#sessions.delete(session),",
    replace: "closed: () => {},",
    breaks: "connections that are closed are counted for ever",
  },
  {
    name: "timer-outlives-its-owner",
    file: "src/roles/ticker.ts",
    find: "    this.#stopped = true;\n    this.#cancel?.();",
    replace: "    this.#stopped = true;",
    breaks: "what is closed has a timer left",
  },
  {
    name: "timer-stays-armed",
    file: "src/roles/ticker.ts",
    find: "    this.#armedMs = Infinity;\n    this.#cancel = null;",
    replace: "    this.#cancel = null;",
    breaks: "after a tick only what is due earlier is ever called",
  },
  {
    name: "queries-never-end",
    file: "src/roles/query_desk.ts",
    find: "      this.#active--;\n",
    replace: "",
    breaks: "after some queries all others are told to come again",
  },
];
