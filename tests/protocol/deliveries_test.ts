/** Decisions for servers that were away while much was decided. */

import { assert, assertEquals } from "@std/assert";
import { DELIVERIES_MAX } from "../../src/base/delivery_limits.ts";
import { DELIVER_AGAIN_MS, QUERY_MS_MAX } from "../../src/base/limits.ts";
import { sampleBooking } from "../support/ledger_samples.ts";
import {
  BookingDisk,
  MemoryBookingLedger,
} from "../support/memory_booking_ledger.ts";
import { Office } from "./office.ts";

const MISSED = 5 * DELIVERIES_MAX;

/** B has missed so much, and A one decision. */
function officeOfMissed(): Office {
  const disk = new BookingDisk();
  const part = { people: ["lilith"], confirmed: false };
  for (let number = 0; number < MISSED; number++) {
    disk.put(sampleBooking(number, { parts: [{ ...part, server: "B" }] }));
  }
  disk.put(sampleBooking(MISSED, { parts: [{ ...part, server: "A" }] }));
  return Office.open(new MemoryBookingLedger(disk));
}

/** Transactions of which a server was told. */
function told(office: Office, server: string): string[] {
  return office.told.flatMap(({ to, decision }) =>
    to === server && decision ? [decision.transaction] : []
  );
}

Deno.test("what a server has missed is brought some at a time, each once", () => {
  const office = officeOfMissed();
  assertEquals(told(office, "B").length, DELIVERIES_MAX);
  assertEquals(told(office, "A").length, 1);
  for (let at = 0; at < office.told.length; at++) {
    const { to, decision } = office.told[at]!;
    office.confirm(to, decision);
    office.at(0);
    const away = office.told.length - at - 1;
    assert(away <= DELIVERIES_MAX, `${away}`);
  }
  assertEquals(told(office, "B").length, MISSED);
  assertEquals(new Set(told(office, "B")).size, MISSED);
});

Deno.test("what a silent server has missed waits for its turn, and gets it", () => {
  const office = officeOfMissed();
  for (let nowMs = 0; nowMs < QUERY_MS_MAX; nowMs += 100) office.at(nowMs);
  assertEquals(new Set(told(office, "B")).size, DELIVERIES_MAX);
  // Those that are given up rest, so that the next ones get their places.
  const endMs = 5 * QUERY_MS_MAX + DELIVER_AGAIN_MS;
  for (let nowMs = QUERY_MS_MAX; nowMs < 2 * endMs; nowMs += 100) {
    office.at(nowMs);
  }
  assertEquals(new Set(told(office, "B")).size, MISSED);
});

Deno.test("a decision takes the place of an earlier one on the same", () => {
  const office = officeOfMissed();
  for (let number = 0; number < DELIVERIES_MAX; number++) {
    office.coordinator.cancel(sampleBooking(number).id, 0, () => {});
  }
  office.book.flush();
  const cancels = office.decisions("B").filter((each) => each === "cancel");
  assertEquals(cancels.length, DELIVERIES_MAX);
});
