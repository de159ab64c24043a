/** Connects to the first of several servers that answers. */

import { type Address, formatAddress } from "../base/address.ts";
import { UnavailableError } from "../base/errors.ts";
import { DIAL_MS_MAX } from "../base/limits.ts";
import type { Clock } from "../base/ports.ts";
import type { ConnectionEvents, Dial } from "../net/connections.ts";
import { DeflatableConnection } from "../net/deflatable_connection.ts";

/** What a script sees when there is no main server, or no more. */
export const UNREACHABLE_EXIT_CODE = 5;

interface DialOptions<Owner> {
  readonly dial: Dial;
  readonly clock: Clock;
  /** Makes the owner of a connection, who is told all that it brings. */
  readonly accept: (connection: DeflatableConnection) => Owner;
  /**
   * Waits for an answer, as the system takes connections for a server that is
   * frozen. It throws an {@linkcode UnavailableError} if there comes none.
   */
  readonly prove: (owner: Owner) => Promise<void>;
}

/**
 * @returns The owner of the connection that was made.
 * @throws {UnavailableError} If no server does: the last one's reason if there
 * is one server, everybody's if there are more.
 */
export async function dialFirst<Owner extends ConnectionEvents>(
  servers: readonly Address[],
  options: DialOptions<Owner>,
): Promise<Owner> {
  const failures: UnavailableError[] = [];
  for (const server of servers) {
    try {
      // After the last one there is none to turn to, so it is asked at once.
      const isLast = server === servers.at(-1);
      const prove = isLast ? () => Promise.resolve() : options.prove;
      return await dialInTime(server, { ...options, prove });
    } catch (error) {
      if (!(error instanceof UnavailableError)) throw error;
      failures.push(error);
    }
  }
  throw new UnavailableError(
    failures.map(({ message }) => message).join("; "),
    failures.at(-1)?.exitCode,
  );
}

/**
 * A server that says neither yes nor no must not hide the next one, also if it
 * says something else again and again.
 */
async function dialInTime<Owner extends ConnectionEvents>(
  server: Address,
  { dial, clock, accept, prove }: DialOptions<Owner>,
): Promise<Owner> {
  const made = Promise.withResolvers<Owner>();
  const giveUp = () => {
    const where = formatAddress(server);
    const message =
      `Cannot reach the main server at ${where}: no answer within ${DIAL_MS_MAX} ms`;
    made.reject(new UnavailableError(message, UNREACHABLE_EXIT_CODE));
  };
  const cancel = clock.schedule(clock.nowMs() + DIAL_MS_MAX, giveUp);
  dial(server, (connection) => {
    // Nobody waits for a connection that comes too late.
    made.promise.catch(() => connection.abort());
    return new DeflatableConnection(connection, (connection) => {
      const owner = accept(connection);
      prove(owner).then(() => made.resolve(owner), made.reject);
      return owner;
    });
  }).catch(made.reject);
  try {
    return await made.promise;
  } finally {
    cancel();
  }
}
