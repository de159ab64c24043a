/**
 * The client: asks one main server, many questions at a time.
 *
 * Questions travel as JSON lines with ids, and answers come back in the order
 * of the questions. All that is sent in one turn of the loop shares a write.
 */

import type { Address } from "../base/address.ts";
import { reason, type UnavailableError, WireError } from "../base/errors.ts";
import {
  ANSWER_LINE_BYTES_MAX,
  CLIENT_REQUESTS_MAX,
  CLIENT_SILENCE_MS_MAX,
  CLIENT_UNSENT_BYTES_MAX,
} from "../base/limits.ts";
import type { Clock } from "../base/ports.ts";
import type { Connection, ConnectionEvents, Dial } from "../net/connections.ts";
import {
  type Answer,
  formatRequest,
  parseAnswer,
  refuseRequest,
} from "../wire/client_answers.ts";
import { formatHello, isWelcome } from "../wire/hello.ts";
import { LineSplitter } from "../wire/line_splitter.ts";
import { dialFirst, UNREACHABLE_EXIT_CODE } from "./dial_first.ts";
import { brokenOff, lastWords } from "./last_words.ts";
import { OpenQuestions } from "./open_questions.ts";
import { SilenceTimer } from "./silence_timer.ts";

const ENCODER = new TextEncoder();

/** A connection to a main server; once broken, it stays broken. */
export class Client implements ConnectionEvents {
  /** The main server that took the connection. */
  readonly server: Address;
  readonly #connection: Connection;
  readonly #clock: Clock;
  readonly #silence: SilenceTimer;
  readonly #answers = new LineSplitter(ANSWER_LINE_BYTES_MAX);
  readonly #asked = new OpenQuestions();
  /** Of the request that shows the token. */
  #helloId: number | null = null;
  #unsent = "";
  #room: PromiseWithResolvers<void> | null = null;
  #failure: UnavailableError | null = null;

  /** Use {@linkcode Client.connect}. */
  constructor(connection: Connection, clock: Clock) {
    this.#connection = connection;
    this.server = connection.peer;
    this.#clock = clock;
    this.#silence = new SilenceTimer(clock, () => {
      this.#breakOff(`no answer within ${CLIENT_SILENCE_MS_MAX} ms`);
    });
  }

  /**
   * Takes the first of `servers` that takes the connection.
   *
   * @throws {UnavailableError} If none does; its exit code is 5.
   */
  static connect(
    servers: readonly Address[],
    { dial, clock, token }: {
      readonly dial: Dial;
      readonly clock: Clock;
      /** Shown before anything is asked, without waiting for the answer. */
      readonly token?: string | undefined;
    },
  ): Promise<Client> {
    return dialFirst(servers, {
      dial,
      clock,
      accept: (connection) => {
        const client = new Client(connection, clock);
        if (token !== undefined) client.#sayHello(token);
        return client;
      },
    });
  }

  #sayHello(token: string): void {
    this.#helloId = this.#asked.nextId;
    this.#sendSoon(formatHello(this.#helloId, token));
    // Where it is refused, so is everything else.
    this.#enqueue([], null).catch(() => {});
  }

  /** Whether it can ask no more. */
  get isBroken(): boolean {
    return this.#failure !== null;
  }

  /** Whether another question would be sent without piling up. */
  get hasRoom(): boolean {
    return this.#failure !== null ||
      this.#asked.size < CLIENT_REQUESTS_MAX &&
        this.#connection.unsentBytes < CLIENT_UNSENT_BYTES_MAX;
  }

  /** Waits for room, or for the connection to break. */
  async room(): Promise<void> {
    while (!this.hasRoom) {
      this.#room ??= Promise.withResolvers();
      await this.#room.promise;
    }
  }

  /**
   * Asks at once, with or without room. The promises of several questions
   * settle in the order of the questions.
   *
   * @param names Each person once.
   * @throws {UnavailableError} If the connection breaks before the answer; its
   * exit code is 5, or 6 if the server does not let us in.
   */
  ask(names: readonly string[]): Promise<Answer> {
    const line = formatRequest(this.#asked.nextId, names);
    const refusal = refuseRequest(line, names);
    if (refusal) return this.answerInTurn(refusal);
    if (!this.#failure) this.#sendSoon(line);
    return this.#enqueue(names, null);
  }

  /** Gives an answer that needs no server, after those to earlier questions. */
  answerInTurn(refusal: Answer): Promise<Answer> {
    const promise = this.#enqueue([], refusal);
    this.#settleRefused();
    return promise;
  }

  /** Leaves further answers in the system's hands, until resumed. */
  pause(): void {
    this.#silence.setDeaf(true);
    this.#connection.pauseReading();
  }

  resume(): void {
    this.#silence.setDeaf(false);
    this.#connection.resumeReading();
  }

  /** Ends the connection; what is not answered yet never will be. */
  close(): void {
    if (this.#failure) return;
    this.#fail("it was told goodbye");
    this.#connection.end();
  }

  received(bytes: Uint8Array): void {
    if (this.#failure) return;
    this.#silence.heard();
    try {
      this.#answers.push(bytes, (line) => this.#takeAnswer(line));
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      this.#breakOff(`it sent no answer (${reason(error)})`);
    }
  }

  taken(): void {
    this.#makeRoom();
  }

  finished(): void {
    this.#breakOff("it broke off the connection");
  }

  closed(): void {
    this.#fail("it broke off the connection");
  }

  #enqueue(names: readonly string[], refusal: Answer | null): Promise<Answer> {
    if (this.#failure) return Promise.reject(this.#failure);
    if (this.#asked.size === 0) this.#silence.start();
    return this.#asked.add(names, refusal);
  }

  #sendSoon(line: string): void {
    if (this.#unsent === "") this.#clock.soon(() => this.#send());
    this.#unsent += `${line}\n`;
  }

  #send(): void {
    const text = this.#unsent;
    this.#unsent = "";
    if (!this.#failure) this.#connection.send(ENCODER.encode(text));
  }

  #takeAnswer(line: string | null): void {
    if (this.#failure) return;
    if (line === null) {
      throw new WireError(
        `Cannot read answer as it has at most ${ANSWER_LINE_BYTES_MAX} bytes`,
      );
    }
    const { oldest } = this.#asked;
    if (oldest && oldest[0] === this.#helloId && isWelcome(line, oldest[0])) {
      return this.#settled(oldest[0]);
    }
    const answer = parseAnswer(line, oldest?.[1].names ?? []);
    const last = lastWords(answer);
    if (last) return this.#breakOff(last.why, last.exitCode);
    if (!oldest) throw new WireError("Cannot read answer as nothing was asked");
    const [id, { resolve }] = oldest;
    // Before it has read an id, the server cannot repeat it.
    if (
      answer.id !== id &&
      !(answer.kind === "refusal" && answer.id === undefined)
    ) {
      throw new WireError(`Cannot match answer as its id is not ${id}`);
    }
    resolve(answer);
    this.#settled(id);
  }

  #settled(id: number): void {
    this.#asked.remove(id);
    this.#settleRefused();
    this.#makeRoom();
  }

  #settleRefused(): void {
    this.#asked.settleRefused();
    if (this.#asked.size === 0) this.#silence.stop();
  }

  #makeRoom(): void {
    if (!this.#room || !this.hasRoom) return;
    this.#room.resolve();
    this.#room = null;
  }

  #breakOff(why: string, exitCode?: number): void {
    if (this.#failure) return;
    this.#fail(why, exitCode);
    this.#connection.abort();
  }

  #fail(why: string, exitCode = UNREACHABLE_EXIT_CODE): void {
    if (this.#failure) return;
    const failure = brokenOff(this.server, { why, exitCode });
    this.#failure = failure;
    this.#silence.stop();
    this.#asked.rejectAll(failure);
    this.#makeRoom();
  }
}
