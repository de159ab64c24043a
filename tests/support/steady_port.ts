/**
 * Ports that stay ours while nobody listens on them, so that a killed server
 * can come back to its own: nothing that asks the system for a free port gets
 * one from below its range.
 */

import { below } from "./seeded_random.ts";

/** Below what Linux and the other systems hand out, above our defaults. */
const [FIRST, END] = [25_000, 32_000];
const TRIES_MAX = 100;
/** Each process begins elsewhere, and goes up, so that none comes twice. */
let next = FIRST + below(Math.random, END - FIRST);

/**
 * A port that was free just now, for TCP and for UDP.
 *
 * @throws {Error} If none of a hundred is.
 */
export function steadyPort(): number {
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const port = next;
    next = next + 1 < END ? next + 1 : FIRST;
    if (isFree(port)) return port;
  }
  throw new Error(`Cannot find a free port among ${TRIES_MAX}`);
}

function isFree(port: number): boolean {
  const options = { hostname: "127.0.0.1", port };
  try {
    Deno.listen(options).close();
    Deno.listenDatagram({ ...options, transport: "udp" }).close();
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.AddrInUse) return false;
    throw error;
  }
}
