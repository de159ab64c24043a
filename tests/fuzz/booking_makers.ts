/** Datagrams by which servers agree on a booking, drawn by chance. */

import {
  INSTANT_MAX,
  INSTANT_MIN,
  WINDOW_SECONDS_MAX,
} from "../../src/base/limits.ts";
import type { Random } from "../../src/base/ports.ts";
import type { TimedSlot } from "../../src/calendar/bookings.ts";
import {
  encodeClaim,
  encodeClaimReply,
  encodeDecision,
  encodeDoubt,
  encodeOutcome,
  encodeReceipt,
} from "../../src/wire/bookings.ts";
import type { ClaimVerdict } from "../../src/wire/claim_verdict.ts";
import type { Kind } from "../../src/wire/datagram.ts";
import type { Company } from "../../src/wire/positions.ts";
import { below, pick } from "../support/seeded_random.ts";
import {
  anyHex,
  anyId,
  anyNumber,
  anyPeople,
  anyTicket,
} from "./field_makers.ts";
import { goodName } from "./odd_texts.ts";

type Make = (random: Random) => Uint8Array;

const DECISIONS = ["release", "commit", "cancel"] as const;
const OUTCOMES = [...DECISIONS, "open"] as const;

/** By kind. */
export const BOOKING_MAKERS = {
  claim: makeClaim,
  claimed: (random) => {
    const verdict = anyVerdict(random);
    return encodeClaimReply(anyId(random), { ...anyHead(random), verdict });
  },
  decide: (random) => {
    const decision = pick(random, DECISIONS);
    return encodeDecision(anyId(random), { ...anyHead(random), decision });
  },
  decided: (random) => encodeReceipt(anyId(random), anyHead(random)),
  doubt: (random) => {
    const decider = anyHex(random, 8);
    return encodeDoubt(anyId(random), { ...anyHead(random), decider });
  },
  outcome: (random) => {
    const decision = pick(random, OUTCOMES);
    return encodeOutcome(anyId(random), { ...anyHead(random), decision });
  },
} satisfies Partial<Record<keyof typeof Kind, Make>>;

function anyHead(random: Random) {
  return { ...anyTicket(random), transaction: anyHex(random, 16) };
}

function makeClaim(random: Random): Uint8Array {
  return encodeClaim(anyId(random), {
    ...anyHead(random),
    decider: anyHex(random, 8),
    list: anyId(random),
    slot: anySlot(random),
    key: goodName(random),
    title: random() < 0.3 ? "" : goodName(random),
    ...anyCompany(random),
  });
}

/** Nearly always one that can be booked. */
function anySlot(random: Random): TimedSlot {
  if (random() < 0.5) {
    const start = anyTime(random);
    return { start, end: anyTime(random, start), times: "numbers" };
  }
  const start = below(random, INSTANT_MAX - INSTANT_MIN) + INSTANT_MIN;
  const seconds = below(random, 1.1 * WINDOW_SECONDS_MAX);
  return { start, end: start + 1 + seconds, times: "instants" };
}

function anyCompany(random: Random): Company {
  const people = anyPeople(random);
  const alone = random() < 0.3;
  return { people: alone ? people.slice(0, 1) : people, alone };
}

/** @param from Before it, nearly always. */
function anyTime(random: Random, from?: number): number {
  const time = random() < 0.5 ? anyNumber(random) : -anyNumber(random);
  if (from === undefined || random() < 0.1) return time;
  return from + 1 + below(random, 1_000);
}

function anyVerdict(random: Random): ClaimVerdict {
  switch (below(random, 10)) {
    case 0:
      return { kind: "held", isDiscreet: random() < 0.5 };
    case 1:
      return anyNotFree(random);
    case 2:
      return { kind: "stale", list: anyId(random) };
    case 3: {
      const transaction = anyHex(random, 16);
      return { kind: "contested", transaction, decider: anyHex(random, 8) };
    }
    case 4:
      return { kind: "booked_before" };
    case 5:
      return { kind: "key_taken" };
    case 6:
      return { kind: "not_alone" };
    case 7:
      return { kind: "unreadable", people: anyPeople(random) };
    case 8: {
      const times = random() < 0.5 ? "numbers" : "instants";
      return { kind: "other_times", times };
    }
    default:
      return { kind: "no_ledger" };
  }
}

function anyNotFree(random: Random): ClaimVerdict {
  const kind = "not_free";
  return random() < 0.5
    ? { kind, people: anyPeople(random), isDiscreet: false }
    : { kind, isDiscreet: true };
}
