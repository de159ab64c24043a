/**
 * One client of the main server: lines come in, answers go out in the order
 * of the requests, whichever is known first.
 *
 * A client can only hurt itself: it has so many requests being worked on and
 * no more, is not read while it does not take its answers, and is dropped
 * when it takes none or does not end its line.
 */

import {
  CONNECTION_REQUESTS_MAX,
  CONNECTION_TURN_LINES_MAX,
  CONNECTION_TURN_REQUESTS_MAX,
} from "../base/limits.ts";
import type { Clock } from "../base/ports.ts";
import type { ConnectionEvents } from "../net/connections.ts";
import type { DeflatableConnection } from "../net/deflatable_connection.ts";
import type { Door } from "./doorkeeper.ts";
import type { Request } from "../wire/client_lines.ts";
import type { RefusalCode } from "../wire/refusals.ts";
import { AnswerQueue } from "./answer_queue.ts";
import { DeflateSwitch } from "./deflate_switch.ts";
import { type Asked, Entrance, type Objection } from "./entrance.ts";
import { LineIntake } from "./line_intake.ts";
import { once } from "./once.ts";
import { Outgoing } from "./outgoing.ts";
import {
  jsonRefusal,
  LINE_TOO_LONG,
  LINE_UNFINISHED,
  NOT_WAITED,
  refusalText,
  TLS_UNREADABLE,
} from "./refusal_text.ts";
import { isTlsGreeting } from "./tls_greeting.ts";

export interface ClientSessionOptions {
  readonly connection: DeflatableConnection;
  /** Whether it may be deflated if its client asks for that. */
  readonly mayDeflate: () => boolean;
  readonly door?: Door;
  readonly clock: Clock;
  readonly parse: (line: string) => Request | null;
  /** Answers later, or at once, by calling `answer` with whole lines. */
  readonly ask: (asked: Asked, answer: (text: string) => void) => void;
  readonly closed: (session: ClientSession) => void;
}

export class ClientSession implements ConnectionEvents {
  readonly entrance: Entrance;
  readonly #options: ClientSessionOptions;
  readonly #connection: DeflatableConnection;
  readonly #outgoing: Outgoing;
  readonly #deflation: DeflateSwitch;
  readonly #intake = new LineIntake();
  readonly #answers = new AnswerQueue();
  /** One write for all that this turn answers. */
  readonly #flushSoon: () => void;
  /** Others have their turn before the rest of a long read. */
  readonly #takeUpLater: () => void;
  #isTakingUp = false;
  /** Nothing more is taken up; it ends when all is answered. */
  #isEnding = false;
  /** It is ending and not told why yet, so no last words have to arrive. */
  #isPutOff = false;
  #hasBegun = false;
  /** The client sends no more. */
  #hasFinished = false;
  #isClosed = false;
  #activeMs: number;

  constructor(options: ClientSessionOptions) {
    const { connection, clock, mayDeflate, door = null } = options;
    this.#options = options;
    this.#connection = connection;
    this.#activeMs = clock.nowMs();
    this.#outgoing = new Outgoing(connection, clock);
    this.entrance = new Entrance(door, connection.peer, this.#activeMs);
    this.#deflation = new DeflateSwitch(connection, mayDeflate);
    this.#flushSoon = once((run) => clock.soon(run), () => this.#flush());
    const later = (run: () => void) => clock.schedule(clock.nowMs(), run);
    this.#takeUpLater = once(later, () => this.#isClosed || this.#takeUp());
  }

  /** When it last sent something. */
  get activeMs(): number {
    return this.#activeMs;
  }

  get isDeflated(): boolean {
    return this.#connection.isDeflated;
  }

  /** Requests taken up whose answers have not left. */
  get requests(): number {
    return this.#answers.length;
  }

  /** Whether it has nothing to do, or only waits to be turned away. */
  get isIdle(): boolean {
    return this.#isPutOff || !this.#isEnding && this.#answers.length === 0 &&
        this.#intake.isEmpty && this.#outgoing.isEmpty;
  }

  received(bytes: Uint8Array): void {
    if (this.#isEnding) return;
    if (this.#deflation.isDue) return this.#refuse("bad_request", NOT_WAITED);
    this.#activeMs = this.#options.clock.nowMs();
    const isTls = !this.#hasBegun && isTlsGreeting(bytes);
    if (isTls) return this.#refuse("bad_request", TLS_UNREADABLE);
    this.#hasBegun = true;
    this.#intake.push(bytes);
    this.#takeUp();
  }

  taken(): void {
    this.#outgoing.taken();
    this.#takeUp();
  }

  finished(): void {
    this.#intake.finish();
    this.#hasFinished = true;
    this.#takeUp();
  }

  closed(): void {
    this.#isClosed = true;
    this.#options.closed(this);
  }

  /** Drops a client that takes nothing, or does not end its line. */
  poll(nowMs: number): void {
    if (this.#outgoing.isStalled(nowMs)) return this.#connection.abort();
    const objection = this.entrance.poll(nowMs);
    if (objection !== null) return this.#refuse("not_allowed", objection);
    if (!this.#intake.isLate(nowMs)) return;
    this.#refuse("bad_request", LINE_UNFINISHED);
  }

  /** Ends after what was answered; what is still worked on is dropped. */
  close(): void {
    if (this.#isPutOff) return this.#connection.abort();
    this.#isEnding = true;
    this.#answers.clear();
    this.#intake.clear();
    this.#connection.end();
  }

  /** Takes up lines while there is room for their answers. */
  #takeUp(): void {
    // An answer that is known at once may lead here from within.
    if (this.#isTakingUp) return;
    this.#isTakingUp = true;
    this.#takeTurn();
    this.#isTakingUp = false;
    this.#endIfDone();
    if (this.#intake.isEmpty && !this.#isFull) {
      this.#intake.await(this.#options.clock.nowMs());
      this.#connection.resumeReading();
      return;
    }
    this.#connection.pauseReading();
    this.#intake.forgive();
    if (!this.#isFull) this.#takeUpLater();
  }

  /** No more than others can wait for. */
  #takeTurn(): void {
    let requests = 0;
    for (let lines = 0; lines < CONNECTION_TURN_LINES_MAX; lines++) {
      if (this.#isEnding) this.#intake.clear();
      if (this.#intake.isEmpty || this.#isFull) return;
      if (requests === CONNECTION_TURN_REQUESTS_MAX) return;
      if (this.#take(this.#intake.take())) requests++;
    }
  }

  get #isFull(): boolean {
    return this.#deflation.isDue ||
      this.#answers.length >= CONNECTION_REQUESTS_MAX ||
      this.#outgoing.isFull;
  }

  /** @returns Whether the line was a request. */
  #take(line: string | null): boolean {
    if (line === null) {
      this.#refuse("line_too_long", LINE_TOO_LONG);
      return true;
    }
    const parsed = this.#options.parse(line);
    if (parsed === null) return false;
    const request = this.#deflation.judge(parsed, this.#intake.hasNothing);
    const nowMs = this.#options.clock.nowMs();
    const objection = this.entrance.check(request, nowMs);
    if (objection) return this.#turnAway(objection, nowMs);
    const put = this.#answers.reserve();
    const answer = (text: string) => {
      put(text);
      // The only answer has nothing to share its write with.
      if (this.#answers.length === 1 && this.#intake.isEmpty) this.#flush();
      else this.#flushSoon();
    };
    if (request.kind === "refusal") answer(refusalText(request));
    else if (request.kind === "hello") {
      answer(this.entrance.welcome(request.id, this.#deflation.ask(request)));
    } else this.#options.ask({ request, client: this.entrance.guest }, answer);
    return true;
  }

  /** Says why, when it is time, and closes. */
  #turnAway({ text, delayMs }: Objection, nowMs: number): true {
    this.#isEnding = this.#isPutOff = true;
    const put = this.#answers.reserve();
    this.#options.clock.schedule(nowMs + delayMs, () => {
      this.#isPutOff = false;
      put(text);
      this.#flush();
    });
    return true;
  }

  /** Answers what came before, refuses, and closes. */
  #refuse(code: RefusalCode, message: string): void {
    if (this.#isEnding) return;
    this.#isEnding = true;
    // Always as JSON: of a line that has no end nobody knows what it was.
    this.#answers.reserve()(jsonRefusal(code, message));
    this.#flushSoon();
  }

  #flush(): void {
    if (this.#isClosed) return;
    const text = this.#answers.takeReady();
    if (text === "") return;
    this.#outgoing.send(text);
    // While it is due nothing more is taken up, so its answer was the last.
    if (this.#answers.length === 0 && !this.#isEnding) {
      this.#deflation.turn((why) => this.#refuse("bad_request", why));
    }
    this.#takeUp();
  }

  #endIfDone(): void {
    const isDone = this.#answers.length === 0 && this.#intake.isEmpty;
    if (isDone && (this.#isEnding || this.#hasFinished)) {
      this.#connection.end();
    }
  }
}
