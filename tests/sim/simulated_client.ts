/** A client: asks over one connection, reads answers in the order asked. */

import type { Random } from "../../src/base/ports.ts";
import { readJsonAnswer, readTextAnswer } from "./answer_text.ts";
import { type Answered, type Asked, distinctPeople } from "./asked.ts";
import type { MainNode, MainProcess } from "./main_node.ts";
import { type Scene, STRANGER_HOSTS } from "./scene.ts";
import type { SimulatedConnection } from "./simulated_connection.ts";
import type { TermQuestion } from "./term_question.ts";

export class SimulatedClient {
  readonly main: MainNode;
  readonly process: MainProcess;
  readonly #scene: Scene;
  readonly connection: SimulatedConnection;
  readonly #isNuisance: boolean;
  readonly #answered: (answered: Answered) => void;
  /** Asked and not answered, in their order. */
  readonly #open: Asked[] = [];
  #lines: string[] = [];
  #rest = "";
  #lastId = 0;
  #isBabbling = false;
  /** Whether it will ask no more. */
  hasFinished = false;

  constructor(
    scene: Scene,
    { main, process, port, answered, isNuisance = false, takeMsMax }: {
      readonly main: MainNode;
      readonly process: MainProcess;
      readonly port: number;
      readonly answered: (answered: Answered) => void;
      readonly isNuisance?: boolean;
      readonly takeMsMax?: number;
    },
  ) {
    this.#scene = scene;
    this.main = main;
    this.process = process;
    this.#answered = answered;
    this.#isNuisance = isNuisance;
    const peer = { host: `${STRANGER_HOSTS}1`, port };
    this.connection = main.connect(process, {
      peer,
      heard: (text) => this.#hear(text),
      ended: () => this.#checkEnd(),
      ...(takeMsMax === undefined ? {} : { takeMsMax }),
    });
  }

  /** Requests that wait for their answers. */
  get open(): readonly Asked[] {
    return this.#open;
  }

  get isBroken(): boolean {
    return this.connection.isClosed;
  }

  ask(
    names: readonly string[],
    random: Random,
    terms: TermQuestion | null = null,
  ): void {
    const { main, process } = this;
    const isJson = random() < 0.7 || terms !== null;
    const id = isJson ? ++this.#lastId : null;
    const asked: Asked = {
      main,
      process,
      names: distinctPeople(names),
      terms,
      id,
      isNuisance: this.#isNuisance,
      isAlone: false,
      arrivedMs: Infinity,
      pausedMs: 0,
      readMs: Infinity,
    };
    this.#open.push(asked);
    const line = isJson
      ? JSON.stringify({ id, names, ...terms?.fields })
      : names.join(random() < 0.5 ? " " : ", ");
    const { queue, trace } = this.#scene;
    this.connection.write(`${line}${random() < 0.1 ? "\r" : ""}\n`, {
      arrived: () => {
        asked.arrivedMs = queue.nowMs;
        asked.pausedMs = process.clock.pausedMs;
      },
      read: () => {
        asked.readMs = queue.nowMs;
        asked.isAlone = this.#open.length === 1;
        trace.note(`ask ${line}`, null, () => `${main.host} is asked ${line}`);
      },
    });
  }

  /** Says what is no question, and cares for no answer. */
  babble(text: string): void {
    this.#isBabbling = true;
    this.connection.write(text);
  }

  /** Asks no more; the main server is to close when all is answered. */
  finish(): void {
    if (this.hasFinished) return;
    this.hasFinished = true;
    this.connection.finish();
  }

  #checkEnd(): void {
    const [oldest] = this.#open;
    if (this.#isBabbling || this.process.isClosing) return;
    this.#scene.checks.hold(
      "L1",
      oldest === undefined,
      () => `${oldest!.names} got no answer as ${this.main.host} ended it`,
    );
  }

  #hear(text: string): void {
    if (this.#isBabbling) return;
    const lines = (this.#rest + text).split("\n");
    this.#rest = lines.pop()!;
    for (const line of lines) this.#hearLine(line);
  }

  #hearLine(line: string): void {
    const asked = this.#open[0];
    this.#scene.trace.note(
      `tell ${line}`,
      null,
      () => `${this.main.host} answers ${line}`,
    );
    if (!asked) throw new Error(`nobody asked for ${line}`);
    if (asked.id !== null) {
      return this.#conclude(readJsonAnswer(line, asked.id));
    }
    if (line !== "") {
      this.#lines.push(line);
      return;
    }
    this.#conclude(readTextAnswer(this.#lines));
    this.#lines = [];
  }

  #conclude(answer: Answered["answer"]): void {
    const asked = this.#open.shift()!;
    const { queue } = this.#scene;
    const { nowMs } = queue;
    const pausedMs = this.process.clock.pausedMs - asked.pausedMs;
    // The main server reports what it does when it is done with it, which may
    // be after the answer.
    queue.after(0, () => this.#answered({ asked, answer, nowMs, pausedMs }));
  }
}
