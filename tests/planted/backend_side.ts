/** Bugs on the backend's side of the protocol. */

import type { PlantedBug } from "./planted_bug.ts";

export const BACKEND_BUGS: readonly PlantedBug[] = [
  {
    name: "session-not-checked",
    file: "src/roles/backend_server.ts",
    find: "if (!line.registrar.owns(session)) {",
    replace: "if (line.registrar.hasLeft) {",
    breaks: "a backend answers questions of sessions that are not its own",
  },
  {
    name: "any-list-answered",
    file: "src/protocol/answerer.ts",
    find: "if (!sameId(list, this.#listId)) {",
    replace: "if (list.low === 0 && list.high === 0) {",
    breaks: "positions of an older list are looked up in the new one",
  },
  {
    name: "old-calendars",
    file: "src/calendar/free_time.ts",
    find: "    this.#people = people;\n    this.#version++;",
    replace: "    this.#version++;",
    breaks: "after a reload answers are of the calendars before",
  },
  {
    name: "long-answer-kept",
    file: "src/protocol/answerer.ts",
    find: "    this.#long.clear();\n",
    replace: "",
    breaks: "a long answer outlives the calendars that it was made from",
  },
  {
    name: "long-answer-of-fewer",
    file: "src/protocol/long_answers.ts",
    find: "      samePositions(kept.people, people) &&\n",
    replace: "kept.people.every((person, i) => person === people[i]) &&\n",
    breaks: "the long answer for some is given for these and more",
  },
  {
    name: "restart-not-noticed",
    file: "src/protocol/membership.ts",
    find: "if (!this.isRegistered || !this.#heartbeat.isReply(token)) return;",
    replace:
      "if (this.isRegistered || !this.#heartbeat.isReply(token)) return;",
    breaks:
      "a backend does not register again with a main server that forgot it",
  },
  {
    name: "heart-never-beats",
    file: "src/protocol/membership.ts",
    find: "        this.#heartbeat.arm(nowMs);\n",
    replace: "",
    breaks: "a registered backend is silent until it is asked",
  },
  {
    name: "other-session-heard",
    file: "src/protocol/registrar.ts",
    find: "if (!this.owns(datagram.session)) return;",
    replace: "",
    breaks: "replies to an earlier session count for this one",
  },
  {
    name: "late-verdict-believed",
    file: "src/protocol/request.ts",
    find: "if (!sameId(token, this.token)) return undefined;",
    replace: "",
    breaks: "the reply to an earlier request counts for this one",
  },
  {
    name: "reload-not-told",
    file: "src/protocol/registrar.ts",
    find: 'if (isSame || this.#phase.kind !== "member") return;',
    replace: 'if (!isSame || this.#phase.kind !== "member") return;',
    breaks: "a new list is not registered until somebody complains",
  },
  {
    name: "window-never-slides",
    file: "src/protocol/list_sender.ts",
    find: "    this.#base = Math.max(this.#base, next);\n",
    replace: "",
    breaks: "no more than a window of a list is ever sent",
  },
];
