/** What a backend says within the session that a cookie has begun. */

import type { Entropy } from "../base/ports.ts";
import type { NameList } from "../calendar/name_list.ts";
import { type Id64, Kind, sameId } from "../wire/datagram.ts";
import { type Chunk, encodeChunk } from "../wire/list_messages.ts";
import {
  type Challenge,
  encodeBegin,
  FRESH_BYTES,
  listId,
  sessionOf,
} from "../wire/registration.ts";
import {
  encodeBareTicket,
  encodeBootReply,
  encodeListTicket,
} from "../wire/session_messages.ts";
import type { Ticket } from "../wire/ticket.ts";
import type { Serving } from "./serving.ts";

export class BackendSession {
  readonly id: Id64;
  readonly #nonce: Id64;
  readonly #cookie: Uint8Array;
  readonly #fresh = new Uint8Array(FRESH_BYTES);
  #edition = 0;

  /** @param challenge Its token is that of the hello. */
  constructor({ token, cookie }: Challenge, entropy: Entropy) {
    this.id = sessionOf(cookie);
    this.#nonce = token;
    this.#cookie = cookie;
    entropy.fill(this.#fresh);
  }

  owns(session: Id64): boolean {
    return sameId(session, this.id);
  }

  /** How to begin with a list, which is newer than all before it. */
  begin(
    server: string,
    { names, ledger, times }: Serving,
  ): (ticket: Ticket) => Uint8Array {
    const list = { count: names.size, digest: names.digest };
    const [nonce, cookie, fresh] = [this.#nonce, this.#cookie, this.#fresh];
    const edition = ++this.#edition;
    const begin = { nonce, cookie, fresh, server, list, edition };
    return (ticket) => encodeBegin({ ...ticket, ...begin, ledger, times });
  }

  chunk(chunk: Chunk): Uint8Array {
    return encodeChunk(this.id, chunk);
  }

  commit(ticket: Ticket, names: NameList): Uint8Array {
    const frame = { kind: Kind.commit, session: this.id };
    return encodeListTicket({ ...ticket, list: listId(names.digest) }, frame);
  }

  ping(ticket: Ticket, names: NameList): Uint8Array {
    const frame = { kind: Kind.ping, session: this.id };
    return encodeListTicket({ ...ticket, list: listId(names.digest) }, frame);
  }

  /** @param boot Drawn at our own start. */
  pong({ token, attempt }: Ticket, boot: Id64): Uint8Array {
    const frame = { kind: Kind.pong, session: this.id };
    return encodeBootReply({ token, attempt, boot }, frame);
  }

  goodbye(ticket: Ticket): Uint8Array {
    const frame = { kind: Kind.goodbye, session: this.id };
    return encodeBareTicket(ticket, frame);
  }
}
