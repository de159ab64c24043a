/**
 * How a main server's datagrams travel where servers share keys: it opens
 * what comes and takes nothing that is not sealed. What cannot be opened is
 * met with silence, but for a ping: after a restart the main server knows no
 * session, and its backends must learn that soon.
 */

import type { Address } from "../base/address.ts";
import { WireError } from "../base/errors.ts";
import {
  Kind,
  NO_SESSION,
  type OpenDatagram,
  openFrame,
  peekHeader,
} from "../wire/datagram.ts";
import type { KeyRing, SharedKey } from "../wire/key_ring.ts";
import { sealDenial } from "../wire/denial.ts";
import { openSingle, readSealed, type Sealed, Sealing } from "../wire/seal.ts";
import { encodeBootReply } from "../wire/session_messages.ts";
import type { Registry } from "./registry.ts";

/** A datagram, and by which key it came if it belongs to no session yet. */
export interface Opened {
  readonly datagram: OpenDatagram;
  readonly key: SharedKey | null;
}

export interface MainSealsOptions {
  readonly keys: KeyRing;
  /** Knows the sessions, and who may cost us the work of opening. */
  readonly registry: Registry;
  readonly send: (bytes: Uint8Array, to: Address) => void;
}

export class MainSeals {
  readonly #options: MainSealsOptions;
  #keys: KeyRing;

  constructor(options: MainSealsOptions) {
    this.#options = options;
    this.#keys = options.keys;
  }

  /** Uses other keys from now on; sessions of keys that are gone end. */
  replaceKeys(keys: KeyRing): void {
    this.#keys = keys;
    const { candidates } = this.#options.registry;
    for (const candidate of [...candidates]) {
      const { link } = candidate;
      if (link.seal && keys.holds(link.seal.key)) continue;
      link.revoke();
      candidates.remove(candidate);
    }
  }

  /** @throws {WireError} If it is not authentic, or was seen before. */
  open(bytes: Uint8Array, from: Address, nowMs: number): Opened {
    const sealed = readSealed(bytes);
    const { kind, session } = peekHeader(bytes);
    const opens = kind === Kind.hello || kind === Kind.begin;
    const { registry } = this.#options;
    const candidate = registry.candidates.find(session, from);
    if (!candidate && !registry.admits(from, nowMs)) {
      throw new WireError("Cannot open datagram as its sender sends too many");
    }
    if (sealed.sealing === Sealing.single && opens) {
      const { frame, key } = openSingle(sealed, this.#keys);
      return { datagram: openFrame(frame), key };
    }
    const seal = candidate?.link.seal;
    if (sealed.sealing === Sealing.session && !opens && seal) {
      return { datagram: openFrame(seal.open(sealed)), key: null };
    }
    if (kind === Kind.ping && !candidate) this.#deny(sealed, from);
    throw new WireError("Cannot open datagram as its session is unknown");
  }

  #deny(ping: Sealed, from: Address): void {
    const key = this.#keys.find(ping.keyId);
    if (ping.sealing !== Sealing.session || !key) return;
    const { session } = peekHeader(ping.bytes);
    const nobody = { token: NO_SESSION, attempt: 1, boot: NO_SESSION };
    const denial = encodeBootReply(nobody, {
      kind: Kind.unknownSession,
      session,
    });
    const { send } = this.#options;
    send(sealDenial(denial, { ping: ping.bytes, key }), from);
  }
}
