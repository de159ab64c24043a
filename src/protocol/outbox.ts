/** How a main server's registry speaks to sessions and to strangers. */

import type { Address } from "../base/address.ts";
import type { Entropy } from "../base/ports.ts";
import { type SharedKey, speaksFor } from "../wire/key_ring.ts";
import type { Kind } from "../wire/datagram.ts";
import { encodeVerdict, type VerdictReply } from "../wire/registration.ts";
import { sealSingle } from "../wire/seal.ts";
import type { Link } from "./link.ts";

/** Whoever has sent a datagram that belongs to no session yet. */
export interface Speaker {
  readonly address: Address;
  /** By which the datagram was sealed; null where nothing is. */
  readonly key: SharedKey | null;
}

/** Whether a server's name is not another's, by the speaker's key. */
export function maySpeakFor(server: string, { key }: Speaker): boolean {
  return key === null || speaksFor(key, server);
}

export class Outbox {
  readonly #send: (bytes: Uint8Array, to: Address) => void;
  readonly #entropy: Entropy;

  constructor(
    send: (bytes: Uint8Array, to: Address) => void,
    entropy: Entropy,
  ) {
    this.#send = send;
    this.#entropy = entropy;
  }

  toLink(datagram: Uint8Array, link: Link): void {
    const wrapped = link.wrap(datagram);
    if (wrapped) this.#send(wrapped, link.address);
  }

  verdict(
    { token, attempt, verdict }: VerdictReply,
    link: Link,
    kind: typeof Kind.begun | typeof Kind.committed,
  ): void {
    const frame = { kind, session: link.session };
    this.toLink(encodeVerdict({ token, attempt, verdict }, frame), link);
  }

  /** By the key that the stranger has used. */
  toStranger(datagram: Uint8Array, { address, key }: Speaker): void {
    const wrapped = key ? sealSingle(datagram, key, this.#entropy) : datagram;
    this.#send(wrapped, address);
  }
}
