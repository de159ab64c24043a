/**
 * One question on its way to one server: its token, its sends, and over which
 * link each send went, as only from there its answer may come.
 */

import type { Random } from "../base/ports.ts";
import type { Times } from "../calendar/times.ts";
import { type Id64, sameId } from "../wire/datagram.ts";
import type { BackendAnswer } from "../wire/questions.ts";
import { digestWish, type Wish } from "../wire/wish.ts";
import type { Server } from "./directory.ts";
import type { Link } from "./link.ts";
import { Retransmission } from "./retransmission.ts";
import { DOWN_PROBE_MS } from "../base/limits.ts";

/** Sends that only the copy gets to which an exchange is pinned. */
const PINNED_SENDS = 2;

export interface ExchangeOptions {
  readonly token: Id64;
  readonly server: Server;
  readonly wish: Wish;
  readonly nowMs: number;
  readonly deadlineMs: number;
  readonly random: Random;
  /** The copy that is asked first, and oftenest as long as it is heard. */
  readonly pin?: Link | undefined;
}

export class Exchange {
  readonly token: Id64;
  readonly server: Server;
  /** The list in which the wish counts people. */
  readonly list: Id64;
  readonly wish: Wish;
  readonly digest: number;
  readonly retransmission: Retransmission;
  /** It has waited for its server to answer others first. */
  isHeldUp = false;
  /** Bytes of answer that may be on their way because of it. */
  chargedBytes = 0;
  #links: Link[] = [];
  readonly #pin: Link | undefined;
  readonly #launchedMs: number;
  /** Nobody lives, so one send is all there is. */
  readonly #isProbe: boolean;

  constructor(options: ExchangeOptions) {
    const { token, server, wish, nowMs, deadlineMs, random } = options;
    this.token = token;
    this.server = server;
    this.list = server.listId;
    this.wish = wish;
    this.digest = digestWish(this.list, wish);
    this.#launchedMs = nowMs;
    this.#pin = options.pin;
    const link = this.#pin ?? this.#bestOf(server.links, nowMs);
    this.#isProbe = link === undefined || link.isDown(nowMs);
    this.retransmission = new Retransmission({
      nowMs,
      deadlineMs: this.#isProbe
        ? Math.min(deadlineMs, nowMs + DOWN_PROBE_MS)
        : deadlineMs,
      random,
    });
  }

  /**
   * The link that the next send should take, if there is any.
   *
   * @param isSpent Whether a link takes no more sends of what it was asked.
   */
  nextLink(
    nowMs: number,
    isSpent: (link: Link) => boolean = () => false,
  ): Link | undefined {
    const { links } = this.server;
    const attempt = this.retransmission.sends + 1;
    const pin = this.#pin;
    const mayTake = (link: Link) =>
      this.#sendsOver(link) === 0 || !isSpent(link);
    if (!pin || !links.includes(pin)) {
      // Most requests are sent once, and then nobody has been asked.
      const open = attempt === 1 ? links : links.filter(mayTake);
      return this.#bestOf(open, nowMs);
    }
    const isOthersTurn = attempt > PINNED_SENDS &&
      (attempt % 2 === 1 || this.#isInVain(pin, nowMs));
    const others = links.filter((link) => link !== pin && mayTake(link));
    const pinned = mayTake(pin) ? pin : undefined;
    const other = this.#bestOf(others, nowMs);
    return isOthersTurn ? other ?? pinned : pinned ?? other;
  }

  #sendsOver(link: Link): number {
    return this.#links.filter((other) => other === link).length;
  }

  /**
   * Of the copies that are not down the quickest, and with each attempt the
   * next, in case that one just died: whoever has been asked least, also if
   * another is the quickest by now. Those that missed a heartbeat come last, as
   * a backend that is restarted again and again leaves many of them behind, and
   * so do those that would refuse the question.
   */
  #bestOf(links: readonly Link[], nowMs: number): Link | undefined {
    if (links.length <= 1) return links[0];
    const up = links.filter((link) => !link.isDown(nowMs));
    const candidates = up.length > 0 ? up : [...links];
    candidates.sort((a, b) =>
      this.#sendsOver(a) - this.#sendsOver(b) ||
      Number(isDoubtful(a, nowMs)) - Number(isDoubtful(b, nowMs)) ||
      compare(a.roundTrip.meanMs, b.roundTrip.meanMs)
    );
    return candidates[0];
  }

  /** Whether nothing came over a link since this was sent first. */
  #isInVain(link: Link, nowMs: number): boolean {
    const sinceMs = this.retransmission.roundTripMs(1, nowMs) ?? 0;
    return link.silentMs(nowMs) >= sinceMs;
  }

  /** Counts a send. */
  sent(link: Link, nowMs: number): void {
    if (this.#links.length === 0) this.#links = [link];
    else this.#links.push(link);
    link.inFlight++;
    this.retransmission.sent(nowMs, link.roundTrip.rtoMs);
    if (this.#isProbe) this.retransmission.stop();
  }

  get #times(): Times {
    return this.wish.aspect?.times ?? "numbers";
  }

  /** Whether this answers a send of ours, from where that send went. */
  isAnsweredBy(answer: BackendAnswer, link: Link): boolean {
    const { token, attempt, digest, content } = answer;
    return sameId(this.token, token) && this.#links[attempt - 1] === link &&
      this.digest === digest &&
      // Nobody refuses a question for the very list or times that it has.
      !(content.kind === "stale" && sameId(content.list, this.list)) &&
      !(content.kind === "other_times" && content.times === this.#times);
  }

  /**
   * Whether its server had time to answer: as much as one that is down, or as
   * the question had to wait for its turn. For one that is down, or that does
   * not answer those before it, nobody else is to blame.
   */
  wasAsked(nowMs: number): boolean {
    if (this.#isProbe || this.isHeldUp) return true;
    const answeringMs = this.retransmission.roundTripMs(1, nowMs);
    if (answeringMs === undefined) return false;
    return answeringMs >= DOWN_PROBE_MS ||
      answeringMs >= (nowMs - this.#launchedMs) / 2;
  }

  /** No send of it waits any more. */
  end(): void {
    for (const link of this.#links) link.inFlight--;
    this.#links = [];
  }
}

function isDoubtful(link: Link, nowMs: number): boolean {
  return link.isStray || link.isLate(nowMs);
}

/** As means may be infinite, whose difference is no number. */
function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
