/** What a backend tells of itself when it registers. */

import type { LedgerId } from "../calendar/bookings.ts";
import type { NameList } from "../calendar/name_list.ts";
import type { Times } from "../calendar/times.ts";
import { sameId } from "../wire/datagram.ts";
import { listId } from "../wire/registration.ts";

export interface Serving {
  readonly names: NameList;
  /** Of its bookings; null before there is one. */
  readonly ledger: LedgerId | null;
  /** What people's times count; null where nobody has any. */
  readonly times: Times | null;
}

export function sameServing(a: Serving, b: Serving): boolean {
  return a.ledger === b.ledger && a.times === b.times &&
    sameId(listId(a.names.digest), listId(b.names.digest));
}
