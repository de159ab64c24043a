/**
 * All that servers say to each other of bookings, once, in the name of a main
 * server to the backend that has registered with it. Nothing is booked in the
 * end.
 */

import { assert } from "@std/assert";
import type { Address } from "../../src/base/address.ts";
import { DOUBT_MS_FIRST, HEARTBEAT_MS } from "../../src/base/limits.ts";
import type { TimedSlot } from "../../src/calendar/bookings.ts";
import type { People } from "../../src/calendar/people.ts";
import type { MainServer } from "../../src/roles/main_server.ts";
import {
  encodeClaim,
  encodeDecision,
  encodeOutcome,
} from "../../src/wire/bookings.ts";
import type { Id64 } from "../../src/wire/datagram.ts";
import { listId } from "../../src/wire/registration.ts";

const TICKET = { token: { high: 0xb00c, low: 0x1d }, attempt: 1 };
const DECIDER = "feedfeedfeedfeed";
const FIRST = "01".repeat(16);
const SECOND = "02".repeat(16);

/** How what is said gets there. */
export interface Voice {
  readonly main: MainServer;
  readonly send: (bytes: Uint8Array, to: Address) => void;
  /** Lets all arrive, and so much time pass. */
  readonly advance: (ms: number) => void | Promise<void>;
}

/** What a main server says in the newest session that it knows. */
export function sayToBackend(
  { main, send }: Pick<Voice, "main" | "send">,
  encode: (session: Id64) => Uint8Array,
): void {
  const candidate = [...main.registry.candidates].at(-1);
  assert(candidate, "a backend has registered");
  const { link } = candidate;
  const wrapped = link.wrap(encode(link.session));
  assert(wrapped, "its key is good");
  send(wrapped, link.address);
}

/** @param slot When `name` is free. */
export async function talkOfBookings(
  voice: Voice,
  people: People,
  { name, slot }: { readonly name: string; readonly slot: TimedSlot },
): Promise<void> {
  const claim = {
    ...TICKET,
    decider: DECIDER,
    list: listId(people.names.digest),
    slot,
    title: "Büro",
    people: [people.names.position(name)],
    alone: true,
  };
  const say = async (encode: (session: Id64) => Uint8Array) => {
    sayToBackend(voice, encode);
    await voice.advance(10);
  };
  for (const transaction of [FIRST, SECOND]) {
    // So that the doubt about the second comes between two heartbeats.
    if (transaction === SECOND) await voice.advance(HEARTBEAT_MS / 2);
    const key = `the key of ${transaction}`;
    await say((s) => encodeClaim(s, { ...claim, key, transaction }));
    const note = { ...TICKET, transaction };
    if (transaction === SECOND) {
      // Until the backend asks, and is told that it is not decided.
      await voice.advance(DOUBT_MS_FIRST + 100);
      await say((s) => encodeOutcome(s, { ...note, decision: "open" }));
    }
    await say((s) => encodeDecision(s, { ...note, decision: "release" }));
  }
}
