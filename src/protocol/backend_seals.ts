/**
 * How a backend's datagrams travel to one main server and back where servers
 * share keys: the first key is used, and nothing is taken that is not sealed.
 */

import { WireError } from "../base/errors.ts";
import type { Entropy } from "../base/ports.ts";
import {
  type Id64,
  Kind,
  type OpenDatagram,
  openDatagram,
  openFrame,
  peekHeader,
  sameId,
} from "../wire/datagram.ts";
import type { KeyRing } from "../wire/key_ring.ts";
import { readBegin, sessionOf } from "../wire/registration.ts";
import { checkDenial } from "../wire/denial.ts";
import {
  openSingle,
  readSealed,
  type Sealed,
  Sealing,
  sealSingle,
  TAG_BYTES,
} from "../wire/seal.ts";
import { encodeBootReply, readListTicket } from "../wire/session_messages.ts";
import { SessionSeal } from "../wire/session_seal.ts";
import type { Ticket } from "../wire/ticket.ts";

/** What a main server says to a session that it does not know. */
const STRANGER_KINDS: ReadonlySet<Kind> = new Set([Kind.challenge, Kind.begun]);
const NO_BOOT: Id64 = { high: 0, low: 0 };

interface Session {
  readonly id: Id64;
  readonly seal: SessionSeal;
  /** The last ping, and the tag that it travelled with. */
  ping: { readonly ticket: Ticket; readonly tag: Uint8Array } | null;
}

export class BackendSeals {
  readonly #entropy: Entropy;
  #keys: KeyRing;
  #session: Session | null = null;

  constructor(keys: KeyRing, entropy: Entropy) {
    this.#keys = keys;
    this.#entropy = entropy;
  }

  /**
   * Uses other keys from now on.
   *
   * @returns Whether the session goes on: its key is still the first.
   */
  replaceKeys(keys: KeyRing): boolean {
    this.#keys = keys;
    return this.#session !== null &&
      keys.isFirst(this.#session.seal.key);
  }

  /** @param datagram As a registrar or an answer is finished. */
  close(datagram: Uint8Array): Uint8Array {
    const { kind, session, message } = openDatagram(datagram);
    if (kind === Kind.begin) this.#begin(readBegin(message));
    if (kind === Kind.hello || kind === Kind.begin) {
      return sealSingle(datagram, this.#keys.first, this.#entropy);
    }
    const own = this.#session;
    if (!own || !sameId(own.id, session)) {
      throw new RangeError("Cannot seal datagram as its session has not begun");
    }
    const sealed = own.seal.seal(datagram);
    if (kind === Kind.ping) {
      const tag = sealed.slice(-TAG_BYTES);
      own.ping = { ticket: readListTicket(message), tag };
    }
    return sealed;
  }

  /** @throws {WireError} If it is not authentic, or was seen before. */
  open(bytes: Uint8Array): OpenDatagram {
    const sealed = readSealed(bytes);
    const { kind, session } = peekHeader(bytes);
    if (sealed.sealing === Sealing.single && STRANGER_KINDS.has(kind)) {
      return openFrame(openSingle(sealed, this.#keys).frame);
    }
    const own = this.#session;
    if (own && sameId(own.id, session)) {
      if (sealed.sealing === Sealing.session && kind !== Kind.challenge) {
        return openFrame(own.seal.open(sealed));
      }
      if (sealed.sealing === Sealing.denial) return this.#denied(sealed, own);
    }
    throw new WireError("Cannot open datagram as its session is not ours");
  }

  /** A begin in the same session goes on with its keys. */
  #begin({ cookie, fresh, server }: ReturnType<typeof readBegin>): void {
    const id = sessionOf(cookie);
    if (this.#session && sameId(this.#session.id, id)) return;
    const secrets = { key: this.#keys.first, cookie, fresh, server };
    const seal = new SessionSeal(secrets, "backend");
    this.#session = { id, seal, ping: null };
  }

  /** What an unsealed main server would say: that it knows no such session. */
  #denied(sealed: Sealed, { id, seal, ping }: Session): OpenDatagram {
    if (!ping) throw new WireError("Cannot take a denial as nothing was asked");
    checkDenial(sealed, { pingTag: ping.tag, key: seal.key });
    return openDatagram(
      encodeBootReply({ ...ping.ticket, boot: NO_BOOT }, {
        kind: Kind.unknownSession,
        session: id,
      }),
    );
  }
}
