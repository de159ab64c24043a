/**
 * What one main server has been told: which list of which server it put in
 * force, and when. It learns from what the main server reports and from the
 * datagram that made it do so, so a list that vanishes without a word, or a
 * name that was never in it, is noticed.
 */

import { type Address, formatAddress } from "../../src/base/address.ts";
import { COPIES_MAX, DOWN_MS } from "../../src/base/limits.ts";
import type { LedgerId } from "../../src/calendar/bookings.ts";
import type { Begin } from "../../src/wire/registration.ts";
import type { Checks } from "./checks.ts";

/** Whoever was heard so lately keeps its name. */
const LIVE_MS = 1_200;
/** What a slow clock and a slow turn take off a silence. */
const SLACK_MS = 10;

/** A list in force for a while, or none. */
export interface InForce {
  readonly list: string | null;
  readonly fromMs: number;
  toMs: number;
}

interface ServerModel {
  readonly history: InForce[];
  /** Sessions that serve the list. */
  readonly sessions: Map<string, Session>;
}

/** A process at its main server. */
export interface Session {
  readonly host: string;
  readonly address: string;
  readonly sinceMs: number;
  /** When the main server was last handed a word of it. */
  heardMs: number;
  /** When a silence last ended that was long enough to be down. */
  wokeMs: number;
  /** What of the main server's stalls was no silence, when it was heard. */
  forgivenMs: number;
  /** It may have made room for a newer copy. */
  mayBeGone: boolean;
}

export class DirectoryModel {
  readonly #servers = new Map<string, ServerModel>();
  /** Whose each session in force is. */
  readonly #models = new Map<string, ServerModel>();
  readonly #checks: Checks;
  readonly #forgivenMs: () => number;
  /** Of each session, by the newest list that it began with. */
  readonly #begun = new Map<string, Pick<Begin, "edition" | "ledger">>();
  readonly bornMs: number;
  /** When the main server's keys last changed. */
  keysChangedMs = -Infinity;

  constructor({ bornMs, checks, forgivenMs }: {
    readonly bornMs: number;
    readonly checks: Checks;
    /** How much of its stalls the main server must not hold against anyone. */
    readonly forgivenMs: () => number;
  }) {
    this.bornMs = bornMs;
    this.#checks = checks;
    this.#forgivenMs = forgivenMs;
  }

  /** The main server is handed what a session begins with. */
  begun(session: string, { edition, ledger }: Begin): void {
    const before = this.#begun.get(session);
    if (before && before.edition > edition) return;
    this.#begun.set(session, { edition, ledger });
  }

  /** The main server is handed something that a session says. */
  heard(session: string, address: string, nowMs: number): void {
    const heard = this.#models.get(session)?.sessions.get(session);
    if (heard?.address !== address) return;
    if (this.#silentMs(heard, nowMs) >= DOWN_MS) heard.wokeMs = nowMs;
    heard.heardMs = nowMs;
    heard.forgivenMs = this.#forgivenMs();
  }

  /** Whether the session is the address's and serves its server's list. */
  isInForce(
    session: string,
    { address, list }: { readonly address: string; readonly list: string },
  ): boolean {
    const model = this.#models.get(session);
    return model?.sessions.get(session)?.address === address &&
      model.history.at(-1)!.list === list;
  }

  /** Whether the session was silent while there were too many copies. */
  mayBeGone(session: string): boolean {
    const model = this.#models.get(session);
    return model?.sessions.get(session)?.mayBeGone ?? false;
  }

  /**
   * Whether nobody of a server had been heard for so long that it was down,
   * or may have been, as somebody has come since.
   */
  wasDown(
    server: string,
    { fromMs, nowMs }: { readonly fromMs: number; readonly nowMs: number },
  ): boolean {
    const sessions = this.sessions(server);
    return sessions.some(({ sinceMs }) => sinceMs >= fromMs) ||
      sessions.every((session) =>
        session.mayBeGone || session.wokeMs >= fromMs ||
        this.#silentMs(session, nowMs) >= DOWN_MS
      );
  }

  registered(
    server: string,
    { session, address, list, nowMs }: {
      readonly session: string;
      readonly address: Address;
      readonly list: string;
      readonly nowMs: number;
    },
  ): void {
    const model = this.#model(server);
    const { host } = address;
    const ownAddress = formatAddress(address);
    const isSame = model.history.at(-1)!.list === list;
    if (!isSame && !model.sessions.has(session)) {
      this.#checkTaken(model, { server, by: ownAddress, nowMs });
    }
    const isCrowded = model.sessions.size >= COPIES_MAX;
    for (const [other, copy] of model.sessions) {
      const isCopy = isSame && copy.address !== ownAddress;
      // One with a ledger would offer what is booked in the other's, even if
      // it is a copy of the same file.
      const haveLedgers = this.#ledgerOf(other) !== null ||
        this.#ledgerOf(session) !== null;
      if (isCopy && !haveLedgers) {
        const isLong = this.#silentMs(copy, nowMs) >= LIVE_MS;
        copy.mayBeGone ||= isCrowded && isLong;
        continue;
      }
      model.sessions.delete(other);
      this.#models.delete(other);
    }
    this.#models.set(session, model);
    model.sessions.set(session, {
      host,
      address: ownAddress,
      sinceMs: nowMs,
      heardMs: nowMs,
      wokeMs: -Infinity,
      forgivenMs: this.#forgivenMs(),
      mayBeGone: false,
    });
    if (!isSame) this.#change(model, list, nowMs);
  }

  left(server: string, session: string, nowMs: number): void {
    const model = this.#model(server);
    this.#models.delete(session);
    if (!model.sessions.delete(session) || model.sessions.size > 0) return;
    this.#change(model, null, nowMs);
  }

  /** What was in force at some moment from `fromMs` on; never empty. */
  during(server: string, fromMs: number): readonly InForce[] {
    const { history } = this.#model(server);
    return history.slice(
      history.findLastIndex(({ toMs }) => toMs < fromMs) + 1,
    );
  }

  /** Sessions of all servers. */
  get size(): number {
    let size = 0;
    for (const { sessions } of this.#servers.values()) size += sessions.size;
    return size;
  }

  /** Those that serve the list in force. */
  sessions(server: string): readonly Session[] {
    return [...this.#model(server).sessions.values()];
  }

  /** A name passes to somebody with another list. */
  #checkTaken({ sessions }: ServerModel, { server, by, nowMs }: {
    readonly server: string;
    readonly by: string;
    readonly nowMs: number;
  }): void {
    for (const session of sessions.values()) {
      const { address } = session;
      const silentMs = this.#silentMs(session, nowMs);
      this.#checks.hold(
        "S6",
        address === by || silentMs >= LIVE_MS,
        () =>
          `${by} takes the name ${server} from ${address}, heard ${silentMs} ms ago`,
      );
    }
  }

  /** How long a session was silent at most, by the main server's own clock. */
  #silentMs(
    { sinceMs, heardMs, forgivenMs }: Session,
    nowMs: number,
  ): number {
    // Its key may be good no more, and then it counts as dead.
    if (sinceMs < this.keysChangedMs) return Infinity;
    return nowMs - heardMs - (this.#forgivenMs() - forgivenMs) + SLACK_MS;
  }

  #ledgerOf(session: string): LedgerId | null {
    return this.#begun.get(session)?.ledger ?? null;
  }

  #model(server: string): ServerModel {
    let model = this.#servers.get(server);
    if (!model) {
      const absent = { list: null, fromMs: this.bornMs, toMs: Infinity };
      model = { history: [absent], sessions: new Map() };
      this.#servers.set(server, model);
    }
    return model;
  }

  #change({ history }: ServerModel, list: string | null, nowMs: number): void {
    history.at(-1)!.toMs = nowMs;
    history.push({ list, fromMs: nowMs, toMs: Infinity });
  }
}
