/** One session of one backend process, as the main server sees it. */

import type { Address } from "../base/address.ts";
import {
  DATAGRAM_BYTES_MAX,
  DOWN_MS,
  HEARTBEAT_MS,
  HEARTBEATS_MISSED,
  UNMEASURED_REQUESTS_MAX,
} from "../base/limits.ts";
import type { LedgerId } from "../calendar/bookings.ts";
import type { Times } from "../calendar/times.ts";
import type { Id64 } from "../wire/datagram.ts";
import type { Begin } from "../wire/registration.ts";
import type { SessionSeal } from "../wire/session_seal.ts";
import { RepeatBudget } from "./repeat_budget.ts";
import { RoundTrip } from "./round_trip.ts";

/** Pings unanswered until silence is taken for death, in a quarrel. */
const PROBES_UNANSWERED = 4;
/** The least silence that a quarrel takes for death. */
const PROBED_SILENCE_MS = 1_200;
/** Silence that a heartbeat would have ended. */
const LATE_MS = 1.5 * HEARTBEAT_MS;
/** Silence until a link is suspected. */
const SUSPECT_MS = HEARTBEATS_MISSED * HEARTBEAT_MS;

export class Link {
  readonly session: Id64;
  readonly address: Address;
  /** When its cookie was issued; of two sessions the newer one counts. */
  readonly issuedUs: number;
  /** Null where nothing is sealed. */
  readonly seal: SessionSeal | null;
  readonly roundTrip = new RoundTrip();
  readonly repeats = new RepeatBudget();
  /** Questions sent to it that wait for an answer. */
  inFlight = 0;
  /** Of its bookings; null as long as it has none. */
  ledger: LedgerId | null = null;
  /** What its people's times count; null where nobody has any. */
  times: Times | null = null;
  /** It serves another list or other times by now than those in force. */
  isStray = false;
  #answerBytes = DATAGRAM_BYTES_MAX;
  #heardMs: number;
  #probes = 0;
  #isRevoked = false;

  constructor({ session, address, issuedUs, nowMs, seal = null }: {
    readonly session: Id64;
    readonly address: Address;
    readonly issuedUs: number;
    readonly nowMs: number;
    readonly seal?: SessionSeal | null;
  }) {
    this.seal = seal;
    this.session = session;
    this.address = address;
    this.issuedUs = issuedUs;
    this.#heardMs = nowMs;
  }

  /** Its key is good no more: nothing is said to it, and it is as if dead. */
  revoke(): void {
    this.#isRevoked = true;
  }

  /** A datagram to it as it travels; null if there is nothing to be said. */
  wrap(datagram: Uint8Array): Uint8Array | null {
    if (this.#isRevoked) return null;
    return this.seal ? this.seal.seal(datagram) : datagram;
  }

  /** Notes what it has begun to serve. */
  serve({ ledger, times }: Pick<Begin, "ledger" | "times">): void {
    this.ledger = ledger;
    this.times = times;
  }

  /** Any authentic datagram is life. */
  hear(nowMs: number): void {
    this.#heardMs = Math.max(this.#heardMs, nowMs);
    this.#probes = 0;
  }

  /** Our own lateness is no silence of the peer. */
  forgive(lagMs: number, nowMs: number): void {
    // Never beyond now: it may have been heard during the lag.
    this.#heardMs = Math.min(nowMs, this.#heardMs + lagMs);
  }

  /** Whether it has enough questions until its round trip is known. */
  get isUntried(): boolean {
    return !this.roundTrip.measured &&
      this.inFlight >= UNMEASURED_REQUESTS_MAX;
  }

  /**
   * What an answer to its questions takes: a full datagram until it is known
   * to be less. The estimate rises faster than it falls, as too high only
   * costs time and too low costs answers.
   */
  get answerBytes(): number {
    return this.#answerBytes;
  }

  /** @param bytes Of one answer in a datagram. */
  answeredWith(bytes: number): void {
    const gain = bytes > this.#answerBytes ? 1 / 2 : 1 / 16;
    this.#answerBytes += (bytes - this.#answerBytes) * gain;
  }

  /** How long nothing has come from it. */
  silentMs(nowMs: number): number {
    return nowMs - this.#heardMs;
  }

  /** Counts a ping that was sent to find out whether it lives. */
  probe(): void {
    this.#probes++;
  }

  /** Whether it has missed a heartbeat, so that others are likelier to live. */
  isLate(nowMs: number): boolean {
    return this.silentMs(nowMs) >= LATE_MS;
  }

  isDown(nowMs: number): boolean {
    return this.#isRevoked || this.silentMs(nowMs) >= DOWN_MS;
  }

  /** Whether it was heard lately, so that nobody may take its name. */
  isLive(nowMs: number): boolean {
    if (this.#isRevoked) return false;
    const silentMs = this.silentMs(nowMs);
    const probedInVain = this.#probes >= PROBES_UNANSWERED &&
      silentMs >= PROBED_SILENCE_MS;
    return silentMs < SUSPECT_MS && !probedInVain;
  }
}

/**
 * Whether two may have a server's name at a time. What one of them has booked
 * the other would still offer; and as a ledger is one process's at a time, two
 * that live and have the same one have copies of its file.
 */
export function mayBeCopies(one: Link, other: Link): boolean {
  return one.ledger === null && other.ledger === null;
}
