/** What queries need of the main server that runs them. */

import { REJOIN_GRACE_MS } from "../base/limits.ts";
import type { Clock } from "../base/ports.ts";
import type { Directory } from "../protocol/directory.ts";
import type { Inquiries } from "../protocol/inquiries.ts";
import type { ListWaits } from "../protocol/list_waits.ts";
import type { BookedElsewhere } from "../protocol/moved_people.ts";
import type { QueryContext } from "../protocol/query_context.ts";
import { Turns } from "../protocol/turns.ts";

export function queryContext({
  directory,
  inquiries,
  waits,
  expect,
  clock,
  epochMs,
  bookings,
  arm,
}: {
  readonly directory: Directory;
  readonly inquiries: Inquiries;
  readonly waits: ListWaits;
  /** Servers that names are not said to be unknown without. */
  readonly expect: readonly string[];
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  readonly epochMs: () => number;
  /** Null where nothing is booked. */
  readonly bookings: () => { readonly bookedElsewhere: BookedElsewhere } | null;
  /** There is a new time to wait for. */
  readonly arm: () => void;
}): QueryContext {
  const awaitTime: QueryContext["awaitTime"] = (dueMs, then) => {
    waits.addTime(dueMs, then);
    arm();
  };
  const turns: Turns = new Turns((nowMs) =>
    awaitTime(nowMs, (_, nowMs) => turns.next(nowMs))
  );
  return {
    directory,
    inquiries,
    turns,
    epochMs,
    bookedElsewhere: (person, holders) =>
      bookings()?.bookedElsewhere(person, holders) ?? [],
    missingServers: () => expect.filter((name) => !directory.server(name)),
    // Who is told whom to expect knows when it knows all.
    settledMs: expect.length > 0 ? -Infinity : clock.nowMs() + REJOIN_GRACE_MS,
    awaitTime,
    awaitList: (server, deadlineMs, then) => {
      waits.add(server, deadlineMs, then);
      arm();
    },
  };
}
