/** Whether a main server answers, before anything is asked that matters. */

import { parseUnasked } from "../wire/client_answers.ts";
import type { Client } from "./client.ts";
import { TurnedAwayError } from "./last_words.ts";

/**
 * Asks about nobody, which every main server refuses at once.
 *
 * @throws {UnavailableError} If it breaks off without a word, or says none for
 * so long that it is given up.
 */
export async function awaitSignOfLife(client: Client): Promise<void> {
  const names: readonly string[] = [];
  const format = (id: number) => JSON.stringify({ id, names });
  try {
    await client.request({ names, format, parse: parseUnasked });
  } catch (error) {
    // That is an answer, and the one to all that will be asked.
    if (!(error instanceof TurnedAwayError)) throw error;
  }
}
