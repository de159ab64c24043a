/** The clients that a main server has, and who goes when there are too many. */

import {
  CONNECTION_IDLE_MS,
  CONNECTIONS_MAX,
  DEFLATED_CONNECTIONS_MAX,
} from "../base/limits.ts";
import type { Clock } from "../base/ports.ts";
import type { Groups } from "../calendar/groups.ts";
import type { Connection, ConnectionEvents } from "../net/connections.ts";
import { DeflatableConnection } from "../net/deflatable_connection.ts";
import type { BookingRequest } from "../wire/booking_lines.ts";
import { parseRequest } from "../wire/client_lines.ts";
import { ClientSession } from "./client_session.ts";
import type { Door } from "./doorkeeper.ts";
import type { Question } from "./query_desk.ts";

/** What its owner wants of a main server that clients ask. */
export interface ClientRules {
  /** Who is in which group now; null, as without it, where there are none. */
  readonly groups?: (() => Groups | null) | undefined;
}

export interface AcceptOptions extends ClientRules {
  readonly door: Door;
  readonly clock: Clock;
  readonly ask: (question: Question) => void;
  readonly book: (request: Question<BookingRequest>) => void;
}

export class ClientSessions {
  readonly #sessions = new Set<ClientSession>();

  get size(): number {
    return this.#sessions.size;
  }

  /**
   * Takes a client; when there are too many, in place of one that has shown no
   * token, or of the idlest.
   */
  accept(
    connection: Connection,
    { door, groups, clock, ask, book }: AcceptOptions,
  ): ConnectionEvents {
    return new DeflatableConnection(connection, (connection) => {
      const session: ClientSession = new ClientSession({
        connection,
        mayDeflate: () => this.#deflated < DEFLATED_CONNECTIONS_MAX,
        door,
        clock,
        parse: (line) => parseRequest(line, groups?.()),
        ask: ({ request, client }, answer) => {
          const rest = { client, requests: session.requests, answer };
          if (request.kind === "query") ask({ request, ...rest });
          else book({ request, ...rest });
        },
        closed: (session) => this.#sessions.delete(session),
      });
      if (this.#sessions.size >= CONNECTIONS_MAX) {
        (this.#idlest(session.activeMs) ?? session).close();
      }
      this.#sessions.add(session);
      return session;
    });
  }

  /** Drops those who take nothing, do not end their lines or may not ask. */
  poll(nowMs: number): void {
    for (const session of this.#sessions) session.poll(nowMs);
  }

  /** Has one go who can, where the system takes no more of them. */
  makeRoom(nowMs: number): void {
    this.#idlest(nowMs)?.close();
  }

  /** Ends all of them. */
  close(): void {
    for (const session of this.#sessions) session.close();
  }

  /** Those for whom zlib holds memory. */
  get #deflated(): number {
    let count = 0;
    for (const session of this.#sessions) if (session.isDeflated) count++;
    return count;
  }

  /** Who can go for somebody else; null if nobody was silent for long. */
  #idlest(nowMs: number): ClientSession | null {
    let idlest: ClientSession | null = null;
    for (const session of this.#sessions) {
      if (!session.isIdle) continue;
      // Who has a token shows it at once, so the oldest without is the
      // likeliest to have none.
      if (session.entrance.isLocked) return session;
      if (session.activeMs < (idlest?.activeMs ?? Infinity)) idlest = session;
    }
    const silentMs = idlest ? nowMs - idlest.activeMs : 0;
    return silentMs >= CONNECTION_IDLE_MS ? idlest : null;
  }
}
