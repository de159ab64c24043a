/**
 * What a registered session says: that it lives, which list is in force, and
 * that it ends.
 *
 * | Message                | Bytes                                          |
 * |------------------------|------------------------------------------------|
 * | commit, ping           | token 8 · attempt 1 · list 8                   |
 * | pong, unknown session  | token 8 · attempt 1 · boot 8                   |
 * | goodbye, farewell      | token 8 · attempt 1                            |
 */

import type { ByteReader } from "../base/bytes.ts";
import {
  expectEnd,
  finishDatagram,
  type Id64,
  type Kind,
  readId,
  writeId,
} from "./datagram.ts";
import {
  readTicket,
  startDatagram,
  type Ticket,
  writeTicket,
} from "./ticket.ts";

/** Names a list in a commit, or the list in force in a ping. */
export interface ListTicket extends Ticket {
  readonly list: Id64;
}

export function encodeListTicket(
  ticket: ListTicket,
  { kind, session }: {
    readonly kind: typeof Kind.commit | typeof Kind.ping;
    readonly session: Id64;
  },
): Uint8Array {
  const writer = startDatagram(kind, session);
  writeTicket(writer, ticket);
  writeId(writer, ticket.list);
  return finishDatagram(writer);
}

/** @throws {WireError} If it is cut, or goes on. */
export function readListTicket(reader: ByteReader): ListTicket {
  const ticket = readTicket(reader);
  const list = readId(reader, "list");
  expectEnd(reader, "ticket with a list");
  return { ...ticket, list };
}

/** Tells whether the one who speaks was started anew. */
export interface BootReply extends Ticket {
  readonly boot: Id64;
}

export function encodeBootReply(
  reply: BootReply,
  { kind, session }: {
    readonly kind: typeof Kind.pong | typeof Kind.unknownSession;
    readonly session: Id64;
  },
): Uint8Array {
  const writer = startDatagram(kind, session);
  writeTicket(writer, reply);
  writeId(writer, reply.boot);
  return finishDatagram(writer);
}

/** @throws {WireError} If it is cut, or goes on. */
export function readBootReply(reader: ByteReader): BootReply {
  const ticket = readTicket(reader);
  const boot = readId(reader, "boot");
  expectEnd(reader, "reply with a boot id");
  return { ...ticket, boot };
}

export function encodeBareTicket(
  ticket: Ticket,
  { kind, session }: {
    readonly kind: typeof Kind.goodbye | typeof Kind.farewell;
    readonly session: Id64;
  },
): Uint8Array {
  const writer = startDatagram(kind, session);
  writeTicket(writer, ticket);
  return finishDatagram(writer);
}

/** @throws {WireError} If it is cut, or goes on. */
export function readBareTicket(reader: ByteReader): Ticket {
  const ticket = readTicket(reader);
  expectEnd(reader, "ticket");
  return ticket;
}
