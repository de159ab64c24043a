/** A claim on its way to the server whose people it is for. */

import type { Entropy, Random } from "../base/ports.ts";
import type {
  BookRequest,
  LedgerId,
  TransactionId,
} from "../calendar/bookings.ts";
import { encodeClaim } from "../wire/bookings.ts";
import { randomId } from "../wire/datagram.ts";
import { type ClaimPart, ledgerLink } from "./claim_plan.ts";
import { Errand } from "./errand.ts";
import type { Link } from "./link.ts";

export function claimErrand(
  { server, list, people }: ClaimPart,
  { decider, entropy, random, send, transaction, request, nowMs, deadlineMs }: {
    readonly decider: LedgerId;
    readonly entropy: Entropy;
    readonly random: Random;
    readonly send: (link: Link, bytes: Uint8Array) => void;
    readonly transaction: TransactionId;
    readonly request: BookRequest;
    readonly nowMs: number;
    readonly deadlineMs: number;
  },
): Errand {
  const { key, slot, title, names } = request;
  const company = { people, alone: names.length === 1 };
  const claim = { transaction, decider, key, slot, title, list, ...company };
  return new Errand({
    token: randomId(entropy),
    nowMs,
    lifeMs: deadlineMs - nowMs,
    random,
    link: (nowMs) => ledgerLink(server, nowMs),
    encode: (session, ticket) => encodeClaim(session, { ...ticket, ...claim }),
    send,
  });
}
