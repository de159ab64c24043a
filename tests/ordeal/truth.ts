/** What is true of a cluster while its servers die, sleep and change. */

import { QUERY_MS_MAX, RTO_MS_MIN } from "../../src/base/limits.ts";
import type { Random } from "../../src/base/ports.ts";
import type { JsonAnswer } from "../support/line_client.ts";
import { commonRow, type Row, rowSlots } from "../support/oracle.ts";
import { below } from "../support/seeded_random.ts";
import {
  AXIS,
  type MainLife,
  PEOPLE,
  ServerStory,
  type Span,
} from "./story.ts";

export interface Asked {
  readonly names: readonly string[];
  readonly askedMs: number;
  readonly life: MainLife;
}

/** What an answer is worth. */
export type Verdict =
  | { readonly kind: "complete" | "partial" | "pending" }
  /**
   * A server that was there was called unreachable, in a query that the main
   * server slept through: it may have been stopped before its question left.
   */
  | { readonly kind: "overslept" }
  /** A server that was there all the time was called unreachable. */
  | { readonly kind: "accused"; readonly why: string }
  | { readonly kind: "wrong"; readonly why: string };

const wrong = (why: string): Verdict => ({ kind: "wrong", why });

/** All that is known of a cluster's people. */
export class Truth {
  readonly stories: readonly ServerStory[];

  constructor(servers: number) {
    this.stories = Array.from({ length: servers }, (_, s) => {
      return new ServerStory(s);
    });
  }

  /**
   * One to four people of one server or of any, and now and then a stranger.
   *
   * @param server A server's number; any if there is none of that number.
   */
  draw(random: Random, server: number): string[] {
    const names = new Set<string>();
    for (let more = 1 + below(random, 4); more > 0; more--) {
      const story = this.stories[server] ??
        this.stories[below(random, this.stories.length)]!;
      names.add(story.personAt(below(random, PEOPLE)));
    }
    if (random() < 0.05) names.add(`nobody${below(random, 1_000)}`);
    return [...names];
  }

  /** Somebody of each server, so that all must answer. */
  oneOfEach(random: Random): string[] {
    return this.stories.map((story) => story.personAt(below(random, PEOPLE)));
  }

  judge(asked: Asked, answer: JsonAnswer, answeredMs: number): Verdict {
    if (answer.error) return wrong(`an error: ${answer.error.code}`);
    const { askedMs, life } = asked;
    // Equal questions are asked once, also if the first was a little earlier.
    const window = { fromMs: askedMs - RTO_MS_MIN, toMs: answeredMs };
    const why = this.#misplaced(asked, answer, window) ??
      this.#mismeasured(asked, answer, window);
    if (why) return wrong(why);
    const accused = answer.unreachable.find(({ server }) =>
      !this.#story(server)!.absences.touch(window)
    );
    if (accused) {
      const isOverslept = life.pauses.outlast(askedMs, QUERY_MS_MAX);
      if (isOverslept) return { kind: "overslept" };
      return { kind: "accused", why: this.#accusation(accused, asked) };
    }
    if (answer.unreachable.length > 0) return { kind: "partial" };
    return { kind: answer.pending.length > 0 ? "pending" : "complete" };
  }

  /** Times are of the question: before it they are below zero. */
  #accusation(
    { server }: JsonAnswer["unreachable"][number],
    { askedMs, life }: Asked,
  ): string {
    const registeredMs = life.registeredMs.get(server);
    const times = {
      registered: registeredMs && Math.round(registeredMs - askedMs),
      answered: Math.round(performance.now() - askedMs),
      absent: this.#story(server)!.absences.last(askedMs),
    };
    return `${server} was there: ${JSON.stringify(times)}`;
  }

  #story(server: string): ServerStory | undefined {
    return this.stories.find(({ name }) => name === server);
  }

  /** Why a name stands where it must not, if one does. */
  #misplaced(
    { names, askedMs, life }: Asked,
    answer: JsonAnswer,
    window: Span,
  ): string | undefined {
    const isLate = ({ name }: ServerStory) =>
      (life.registeredMs.get(name) ?? Infinity) >= askedMs;
    const strangers = names.filter((name) => name.startsWith("nobody"));
    const isUnknown = strangers.every((name) => answer.unknown.includes(name));
    const isPending = strangers.every((name) => answer.pending.includes(name));
    if (!isUnknown && !(isPending && this.stories.some(isLate))) {
      return "a stranger is neither unknown nor pending";
    }
    let placed = isUnknown ? 0 : strangers.length;
    if (answer.unknown.length !== strangers.length - placed) {
      return "somebody is said not to exist";
    }
    for (const story of this.stories) {
      const own = ownNames(names, story);
      const pending = own.filter((name) => answer.pending.includes(name));
      placed += pending.length;
      if (pending.length > 0 && !isLate(story)) return "pending, but known";
      const entry = answer.unreachable.filter(({ server }) =>
        server === story.name
      );
      const silent = entry.flatMap(({ names }) => names);
      if (entry.length > 1 || `${silent}` !== `${entry.length ? own : []}`) {
        return `unreachable are not just ${story.name}'s people`;
      }
      const checked = own.length - silent.length - pending.length;
      if (checked > 0 && story.deaths.cover(window)) return "a dead one spoke";
    }
    const isAll = answer.pending.length === placed &&
      answer.unreachable.every(({ server }) => this.#story(server));
    return isAll ? undefined : "names that nobody asked for";
  }

  /** Why its slots are not what those who were checked share. */
  #mismeasured(
    { names }: Asked,
    answer: JsonAnswer,
    window: Span,
  ): string | undefined {
    const missing = new Set(answer.pending);
    for (const { names } of answer.unreachable) {
      for (const name of names) missing.add(name);
    }
    let possible: Row[] | null = null;
    for (const story of this.stories) {
      const own = ownNames(names, story).filter((name) => !missing.has(name));
      if (own.length === 0) continue;
      const rows = story.commonRows(own, window);
      possible = possible === null
        ? rows
        : possible.flatMap((a) => rows.map((b) => commonRow([a, b])));
    }
    const got = JSON.stringify(answer.slots);
    const wanted = possible?.map((row) => JSON.stringify(rowSlots(row, AXIS)));
    if ((wanted ?? ["null"]).includes(got)) return undefined;
    return `slots ${got}, not ${wanted}`;
  }
}

function ownNames(names: readonly string[], story: ServerStory): string[] {
  const prefix = story.personAt(0).slice(0, -1);
  return names.filter((name) => name.startsWith(prefix));
}
