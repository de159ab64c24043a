/** How one client gets in, where not everybody may ask. */

import { type Address, formatAddress } from "../base/address.ts";
import { HELLO_MS_MAX } from "../base/limits.ts";
import type { Doorkeeper } from "./doorkeeper.ts";
import type { TokenEntry } from "../wire/access_token.ts";
import type { BookingRequest } from "../wire/booking_lines.ts";
import type { QueryRequest, Request } from "../wire/client_lines.ts";
import { formatWelcome } from "../wire/hello.ts";
import { refusalText } from "./refusal_text.ts";

/** A client. */
export interface Guest {
  /** Of its token; null where everybody may ask. */
  readonly name: string | null;
  readonly peer: Address;
}

/** Whose work waits for each other's. */
export function askerOf({ name, peer }: Guest): string {
  return name ?? formatAddress(peer);
}

/** What a client may ask. */
export type ClientRequest = QueryRequest | BookingRequest;

/** A request, and who makes it. */
export interface Asked<Kind extends ClientRequest = ClientRequest> {
  readonly request: Kind;
  readonly client: Guest;
}

/** What a client is told before it has to go. */
export interface Objection {
  /** Whole lines. */
  readonly text: string;
  /** How long they are to be put off. */
  readonly delayMs: number;
}

const NOT_ANY_MORE = "Cannot go on as the token was taken back, or has expired";

export class Entrance {
  readonly #door: Doorkeeper | null;
  readonly #peer: Address;
  readonly #beganMs: number;
  /** By which it was let in. */
  #entry: TokenEntry | null = null;

  /** @param door Null where everybody may ask. */
  constructor(door: Doorkeeper | null, peer: Address, nowMs: number) {
    this.#door = door;
    this.#peer = peer;
    this.#beganMs = nowMs;
  }

  /** Whether no token was shown where one is asked for. */
  get isLocked(): boolean {
    return this.#door !== null && this.#entry === null;
  }

  /**
   * Lets in who says hello with a good token.
   *
   * @returns Why the request is not to be answered; null if it may be.
   */
  check(request: Request, nowMs: number): Objection | null {
    if (!this.#door) return null;
    const id = request.id;
    const token = request.kind === "hello" ? request.token : null;
    if (token === null && this.#entry) {
      if (this.#door.isGood(this.#entry)) return null;
      return { text: notAllowed(id, NOT_ANY_MORE), delayMs: 0 };
    }
    const admission = this.#door.admit(token, this.#peer, nowMs);
    if (admission.kind === "admitted") {
      this.#entry = admission.entry;
      return null;
    }
    const { message, delayMs } = admission;
    return { text: notAllowed(id, message), delayMs };
  }

  /** Who asks, as far as it is known. */
  get guest(): Guest {
    return { name: this.#entry?.name ?? null, peer: this.#peer };
  }

  /** The answer to a hello that was let in. */
  welcome(id: string, isDeflated: boolean): string {
    const name = this.#entry?.name ?? null;
    return formatWelcome(id, { name, isDeflated }) + "\n";
  }

  /** @returns Why a client has to go that asks nothing; null if it has not. */
  poll(nowMs: number): string | null {
    if (!this.#door) return null;
    if (this.#entry) {
      return this.#door.isGood(this.#entry) ? null : NOT_ANY_MORE;
    }
    if (nowMs - this.#beganMs <= HELLO_MS_MAX) return null;
    const seconds = HELLO_MS_MAX / 1_000;
    return `Cannot wait any longer as no token was shown within ${seconds} s`;
  }
}

/** As JSON also to a text client: its first line has to be JSON anyway. */
function notAllowed(id: string, message: string): string {
  const code = "not_allowed";
  return refusalText({ kind: "refusal", json: true, id, code, message });
}
