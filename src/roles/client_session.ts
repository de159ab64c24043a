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
  CONNECTION_TURN_REQUESTS_MAX,
  LINE_BYTES_MAX,
  LINE_MS_MAX,
} from "../base/limits.ts";
import type { Clock } from "../base/ports.ts";
import type { ConnectionEvents } from "../net/connections.ts";
import type { DeflatableConnection } from "../net/deflatable_connection.ts";
import type { Doorkeeper } from "./doorkeeper.ts";
import { parseRequest } from "../wire/client_lines.ts";
import { LineSplitter } from "../wire/line_splitter.ts";
import type { RefusalCode } from "../wire/refusals.ts";
import { AnswerQueue } from "./answer_queue.ts";
import { DeflateSwitch } from "./deflate_switch.ts";
import { type Asked, Entrance, type Objection } from "./entrance.ts";
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

/** Undefined where everybody may ask. */
export type Door = Doorkeeper | undefined;

export interface ClientSessionOptions {
  readonly connection: DeflatableConnection;
  /** Whether it may be deflated if its client asks for that. */
  readonly mayDeflate: () => boolean;
  readonly door?: Door;
  readonly clock: Clock;
  /** Answers later, or at once, by calling `answer` with whole lines. */
  readonly ask: (asked: Asked, answer: (text: string) => void) => void;
  readonly closed: (session: ClientSession) => void;
}

export class ClientSession implements ConnectionEvents {
  readonly #options: ClientSessionOptions;
  readonly #connection: DeflatableConnection;
  readonly #outgoing: Outgoing;
  readonly #deflation: DeflateSwitch;
  readonly #splitter = new LineSplitter(LINE_BYTES_MAX);
  /** Read and not taken up yet, one read's worth; null was too long. */
  #lines: (string | null)[] = [];
  readonly #answers = new AnswerQueue();
  readonly #entrance: Entrance;
  #isTakingUp = false;
  #isFlushing = false;
  #isContinuing = false;
  /** Nothing more is taken up; it ends when all is answered. */
  #isEnding = false;
  #hasBegun = false;
  /** The client sends no more. */
  #hasFinished = false;
  #isClosed = false;
  /** When the line that is half written began. */
  #lineMs = Infinity;
  #activeMs: number;

  constructor(options: ClientSessionOptions) {
    this.#options = options;
    this.#connection = options.connection;
    this.#activeMs = options.clock.nowMs();
    this.#outgoing = new Outgoing(this.#connection, options.clock);
    const { connection, mayDeflate, door = null } = options;
    this.#entrance = new Entrance(door, connection.peer, this.#activeMs);
    this.#deflation = new DeflateSwitch(connection, mayDeflate);
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

  /** Whether nothing of it is being worked on or waits to be taken. */
  get isIdle(): boolean {
    return this.#answers.length === 0 && this.#lines.length === 0 &&
      this.#outgoing.isEmpty;
  }

  received(bytes: Uint8Array): void {
    if (this.#isEnding) return;
    if (this.#deflation.isDue) return this.#refuse("bad_request", NOT_WAITED);
    this.#activeMs = this.#options.clock.nowMs();
    if (!this.#hasBegun && isTlsGreeting(bytes)) {
      return this.#refuse("bad_request", TLS_UNREADABLE);
    }
    this.#hasBegun = true;
    this.#splitter.push(bytes, (line) => {
      this.#lines.push(line);
      this.#lineMs = Infinity;
    });
    this.#takeUp();
  }

  taken(): void {
    this.#outgoing.taken();
    this.#takeUp();
  }

  finished(): void {
    this.#splitter.finish((line) => this.#lines.push(line));
    this.#lineMs = Infinity;
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
    const objection = this.#entrance.poll(nowMs);
    if (objection !== null) return this.#refuse("not_allowed", objection);
    if (nowMs - this.#lineMs <= LINE_MS_MAX) return;
    this.#refuse("bad_request", LINE_UNFINISHED);
  }

  /** Ends after what was answered; what is still worked on is dropped. */
  close(): void {
    this.#isEnding = true;
    this.#answers.clear();
    this.#lines = [];
    this.#connection.end();
  }

  /** Takes up lines while there is room for their answers. */
  #takeUp(): void {
    // An answer that is known at once may lead here from within.
    if (this.#isTakingUp) return;
    this.#isTakingUp = true;
    let next = 0;
    for (let requests = 0; next < this.#lines.length && !this.#isFull;) {
      if (requests === CONNECTION_TURN_REQUESTS_MAX) break;
      const line = this.#lines[next++]!;
      if (this.#take(line, next === this.#lines.length)) requests++;
    }
    this.#lines = next < this.#lines.length ? this.#lines.slice(next) : [];
    this.#isTakingUp = false;
    this.#endIfDone();
    if (this.#lines.length === 0 && !this.#isFull) {
      if (this.#splitter.pendingBytes > 0) {
        this.#lineMs = Math.min(this.#lineMs, this.#options.clock.nowMs());
      }
      this.#connection.resumeReading();
      return;
    }
    this.#connection.pauseReading();
    // Not to be read is our choice, so the clock of its line stands still.
    this.#lineMs = Infinity;
    if (!this.#isFull) this.#continueLater();
  }

  get #isFull(): boolean {
    return this.#deflation.isDue ||
      this.#answers.length >= CONNECTION_REQUESTS_MAX ||
      this.#outgoing.isFull;
  }

  /** Others have their turn before the rest of a long read. */
  #continueLater(): void {
    if (this.#isContinuing) return;
    this.#isContinuing = true;
    const { clock } = this.#options;
    clock.schedule(clock.nowMs(), () => {
      this.#isContinuing = false;
      if (!this.#isClosed) this.#takeUp();
    });
  }

  /** @returns Whether the line was a request. */
  #take(line: string | null, isLast: boolean): boolean {
    if (this.#isEnding) return false;
    if (line === null) {
      this.#refuse("line_too_long", LINE_TOO_LONG);
      return true;
    }
    const parsed = parseRequest(line);
    if (parsed === null) return false;
    const isWaiting = isLast && this.#splitter.pendingBytes === 0;
    const request = this.#deflation.judge(parsed, isWaiting);
    const nowMs = this.#options.clock.nowMs();
    const objection = this.#entrance.check(request, nowMs);
    if (objection) return this.#turnAway(objection, nowMs);
    const put = this.#answers.reserve();
    const answer = (text: string) => {
      put(text);
      // The only answer has nothing to share its write with.
      if (this.#answers.length === 1 && this.#lines.length <= 1) this.#flush();
      else this.#scheduleFlush();
    };
    if (request.kind === "refusal") answer(refusalText(request));
    else if (request.kind === "hello") {
      const isDeflated = this.#deflation.ask(request);
      answer(this.#entrance.welcome(request.id, isDeflated));
    } else this.#options.ask({ request, client: this.#entrance.guest }, answer);
    return true;
  }

  /** Says why, when it is time, and closes. */
  #turnAway({ text, delayMs }: Objection, nowMs: number): true {
    this.#isEnding = true;
    const put = this.#answers.reserve();
    this.#options.clock.schedule(nowMs + delayMs, () => {
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
    this.#scheduleFlush();
  }

  /** One write for all that this turn answers. */
  #scheduleFlush(): void {
    if (this.#isFlushing) return;
    this.#isFlushing = true;
    this.#options.clock.soon(() => {
      this.#isFlushing = false;
      this.#flush();
    });
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
    const isDone = this.#answers.length === 0 && this.#lines.length === 0;
    if (isDone && (this.#isEnding || this.#hasFinished)) {
      this.#connection.end();
    }
  }
}
