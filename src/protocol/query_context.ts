/** What queries need of the main server that runs them. */

import type { Directory, Server } from "./directory.ts";
import type { Inquiries } from "./inquiries.ts";
import type { BookedElsewhere } from "./moved_people.ts";
import type { Turns } from "./turns.ts";

export interface QueryContext {
  readonly directory: Directory;
  readonly inquiries: Inquiries;
  readonly turns: Turns;
  /** What time it is: milliseconds since 1970. */
  epochMs(): number;
  readonly bookedElsewhere: BookedElsewhere;
  /** Servers that are expected and have not registered. */
  missingServers(): readonly string[];
  /** Until then backends that had registered before a restart come back. */
  readonly settledMs: number;
  /** Calls back at that time. */
  awaitTime(dueMs: number, then: ListSettled): void;
  /** Calls back when the server changes, or its deadline has come. */
  awaitList(server: Server, deadlineMs: number, then: ListSettled): void;
}

/** @param changed False if the deadline came first. */
export type ListSettled = (changed: boolean, nowMs: number) => void;
