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
import type { ConnectionEvents, Dial } from "../net/connections.ts";
import type { DeflatableConnection } from "../net/deflatable_connection.ts";
import {
  type Answer,
  type Answered,
  formatRequest,
  parseAnswer,
  parseUnasked,
  type Refused,
  refuseRequest,
} from "../wire/client_answers.ts";
import type { Hello } from "../wire/hello.ts";
import { LineSplitter } from "../wire/line_splitter.ts";
import { ClientHello } from "./client_hello.ts";
import type { Terms } from "../wire/terms.ts";
import { dialFirst } from "./dial_first.ts";
import { brokenOff, lastWords } from "./last_words.ts";
import {
  type ClientQuestion,
  OpenQuestions,
  type Reply,
} from "./open_questions.ts";
import { awaitSignOfLife } from "./sign_of_life.ts";
import { SilenceTimer } from "./silence_timer.ts";
import { TurnWriter } from "./turn_writer.ts";

/** A connection to a main server; once broken, it stays broken. */
export class Client implements ConnectionEvents {
  /** The main server that took the connection. */
  readonly server: Address;
  readonly #connection: DeflatableConnection;
  readonly #writer: TurnWriter;
  readonly #hello: ClientHello;
  readonly #silence: SilenceTimer;
  readonly #answers = new LineSplitter(ANSWER_LINE_BYTES_MAX);
  readonly #asked = new OpenQuestions();
  #room: PromiseWithResolvers<void> | null = null;
  #failure: UnavailableError | null = null;

  /** Use {@linkcode Client.connect}. */
  constructor(connection: DeflatableConnection, clock: Clock) {
    this.#connection = connection;
    this.server = connection.peer;
    this.#writer = new TurnWriter(connection, clock);
    this.#hello = new ClientHello(connection, this.#writer);
    this.#silence = new SilenceTimer(clock, () => {
      this.#breakOff(`no answer within ${CLIENT_SILENCE_MS_MAX} ms`);
    });
  }

  /**
   * Takes the first of `servers` that answers.
   *
   * @throws {UnavailableError} If none does; its exit code is 5.
   */
  static connect(
    servers: readonly Address[],
    { dial, clock, token, deflate = false }: {
      readonly dial: Dial;
      readonly clock: Clock;
      /** Shown before anything is asked, without waiting for the answer. */
      readonly token?: string | undefined;
      /** Asks for the stream to be deflated, and waits for the answer. */
      readonly deflate?: boolean;
    },
  ): Promise<Client> {
    return dialFirst(servers, {
      dial,
      clock,
      prove: awaitSignOfLife,
      accept: (connection) => {
        const client = new Client(connection, clock);
        const hello = { token, deflate };
        if (token !== undefined || deflate) client.#sayHello(hello);
        return client;
      },
    });
  }

  #sayHello(hello: Hello): void {
    this.#hello.say(this.#asked.nextId, hello);
    // Where it is refused, so is everything else.
    this.#enqueue(parseUnasked, null).catch(() => {});
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
  ask(names: readonly string[], terms: Terms | null = null): Promise<Answer> {
    return this.request({
      names,
      format: (id) => formatRequest(id, { names, terms }),
      parse: (line) => parseAnswer(line, names),
    });
  }

  /** Asks something else; as {@linkcode ask} does otherwise. */
  request<Kind extends Answered>(
    { names, format, parse }: ClientQuestion<Kind>,
  ): Promise<Reply<Kind>> {
    const line = format(this.#asked.nextId);
    const refusal = refuseRequest(line, names);
    if (refusal) return this.answerInTurn(refusal);
    if (!this.#failure) this.#writer.write(line);
    return this.#enqueue(parse, null);
  }

  /** Gives an answer that needs no server, after those to earlier questions. */
  answerInTurn(refusal: Refused): Promise<Refused> {
    const promise = this.#enqueue<never>(() => refusal, refusal);
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
    const plainBytes = this.#hello.plainBytes(bytes);
    try {
      const plain = bytes.subarray(0, plainBytes);
      this.#answers.push(plain, (line) => this.#takeAnswer(line));
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      this.#breakOff(`it sent no answer (${reason(error)})`);
    }
    if (plainBytes === bytes.length) return;
    // The rest of the read has to be inflated, if the welcome said so.
    this.#connection.received(bytes.subarray(plainBytes));
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

  #enqueue<Kind extends Answered>(
    parse: ClientQuestion<Kind>["parse"],
    refusal: Refused | null,
  ): Promise<Reply<Kind>> {
    if (this.#failure) return Promise.reject(this.#failure);
    if (this.#asked.size === 0) this.#silence.start();
    return this.#asked.add(parse, refusal);
  }

  #takeAnswer(line: string | null): void {
    if (this.#failure) return;
    const refuse = (why: string) => this.#breakOff(`what it sent ${why}`);
    if (this.#hello.isWelcomedBy(line, refuse)) this.#asked.skip();
    else {
      const { answer, settle } = this.#asked.read(line);
      const last = lastWords(answer);
      if (last) return this.#breakOff(last.why, last.exitCode);
      settle();
    }
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

  #fail(why: string, exitCode?: number): void {
    if (this.#failure) return;
    this.#failure = brokenOff(this.server, why, exitCode);
    this.#silence.stop();
    this.#writer.close();
    this.#asked.rejectAll(this.#failure);
    this.#makeRoom();
  }
}
