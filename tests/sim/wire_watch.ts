/**
 * Watches the wire: how many bytes strangers get, whether every reply had its
 * own request, and between whom the network has done harm lately.
 */

import { type Address, formatAddress } from "../../src/base/address.ts";
import { Kind, openDatagram } from "../../src/wire/datagram.ts";
import { readVerdict } from "../../src/wire/registration.ts";
import type { Checks } from "./checks.ts";
import type { Route, Watcher } from "./lossy_network.ts";
import { QuestionWatch } from "./question_watch.ts";
import { readSaid } from "./readable.ts";
import { ReplyWatch } from "./reply_watch.ts";

/** Bytes between a main server and one address that it has not admitted. */
interface Unproven {
  receivedBytes: number;
  sentBytes: number;
}

export class WireWatch implements Watcher {
  /** As it travels, which may be sealed. */
  lengthOf = (bytes: Uint8Array): number => bytes.length;
  readonly #checks: Checks;
  readonly #nowMs: () => number;
  /** By main server and address; those it has admitted are proven. */
  readonly #unproven = new Map<string, Unproven | "proven">();
  readonly #harmedMs = new Map<string, number>();
  readonly questions: QuestionWatch;
  readonly replies: ReplyWatch;

  constructor(checks: Checks, nowMs: () => number) {
    this.#checks = checks;
    this.#nowMs = nowMs;
    this.questions = new QuestionWatch(checks);
    this.replies = new ReplyWatch(checks);
  }

  sent(bytes: Uint8Array, route: Route): void {
    readSaid(this.#checks, () => this.#countReply(bytes, route));
    this.replies.sent(bytes, route);
  }

  handled(bytes: Uint8Array, { from, to }: Route): void {
    this.replies.handled(bytes, { from, to });
    const between = this.#between(to, from);
    if (between !== "proven") between.receivedBytes += this.lengthOf(bytes);
  }

  harmed({ from, to }: Route): void {
    this.#harmedMs.set(wayKey(from.host, to.host), this.#nowMs());
  }

  /** When a datagram between two hosts was last lost, held or spoilt. */
  harmedMs(a: string, b: string): number {
    return this.#harmedMs.get(wayKey(a, b)) ?? -Infinity;
  }

  /** A main server was started anew and knows nobody. */
  forget(main: Address): void {
    for (const key of this.#unproven.keys()) {
      if (key.startsWith(`${formatAddress(main)} `)) this.#unproven.delete(key);
    }
  }

  /** What goes from a main server to somebody who has not begun. */
  #countReply(bytes: Uint8Array, { from, to }: Route): void {
    const between = this.#between(from, to);
    if (between === "proven") return;
    if (isAdmission(bytes)) {
      this.#unproven.set(peerKey(from, to), "proven");
      return;
    }
    if (!isReply(bytes)) return;
    between.sentBytes += this.lengthOf(bytes);
    const { sentBytes, receivedBytes } = between;
    const ratio = sentBytes / receivedBytes;
    this.#checks.worstByteRatio = Math.max(this.#checks.worstByteRatio, ratio);
    this.#checks.hold(
      "N1",
      sentBytes <= receivedBytes,
      () =>
        `${formatAddress(from)} sent ${sentBytes} bytes to ${
          formatAddress(to)
        }, which is not proven and had sent ${receivedBytes}`,
    );
  }

  #between(main: Address, peer: Address): Unproven | "proven" {
    const key = peerKey(main, peer);
    let between = this.#unproven.get(key);
    if (!between) {
      between = { receivedBytes: 0, sentBytes: 0 };
      this.#unproven.set(key, between);
    }
    return between;
  }
}

/** Kinds that only a main server sends to those it does not know. */
function isReply(bytes: Uint8Array): boolean {
  const kind = bytes[3];
  return kind === Kind.challenge || kind === Kind.begun ||
    kind === Kind.unknownSession;
}

/** A verdict other than to start over follows a good cookie. */
function isAdmission(bytes: Uint8Array): boolean {
  if (bytes[3] !== Kind.begun) return false;
  return readVerdict(openDatagram(bytes).message).verdict !== "start_over";
}

function peerKey(main: Address, peer: Address): string {
  return `${formatAddress(main)} ${formatAddress(peer)}`;
}

function wayKey(a: string, b: string): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}
