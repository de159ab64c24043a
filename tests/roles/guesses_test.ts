/**
 * Guessed answers to a question that is open, on real sockets and from the
 * right address: a million of them in a deep run, while time stands still, and
 * then the true one. The guesser knows the session and, where servers share a
 * key, its id and the counter: only what cannot be known is guessed.
 */

import { assertEquals } from "@std/assert";
import { Kind } from "../../src/wire/datagram.ts";
import { printFigures } from "../support/figures.ts";
import { guessTag, guessToken } from "../support/guesses.ts";
import { keysOf } from "../support/keys.ts";
import { scaled } from "../support/scale.ts";
import { seededRandom } from "../support/seeded_random.ts";
import { TappedPair } from "../support/tapped_pair.ts";

const GUESSES = scaled({ quick: 10_000, deep: 1_000_000 });
/** So many fit the queue of a socket. */
const AT_ONCE = 64;
const KIND_AT = 3;

const GUESSERS = {
  "a token": { keys: null, guess: guessToken },
  "a tag": { keys: keysOf(1), guess: guessTag },
};

for (const [what, { keys, guess }] of Object.entries(GUESSERS)) {
  Deno.test(`none of ${GUESSES} guesses of ${what} is believed`, async () => {
    const random = seededRandom(2);
    let guesses = 0;
    await using pair = new TappedPair({
      seed: 2,
      people: "lilith;[[1,3],[4,6]]\n",
      keys,
      watch: (pair) => async ({ way, bytes }) => {
        if (bytes[KIND_AT] !== Kind.answers || guesses > 0) return;
        const { mainSocket: { handled }, traffic } = pair;
        while (guesses < GUESSES) {
          pair.tap.inject({ way, bytes: guess(bytes, random) });
          guesses++;
          if (guesses % AT_ONCE > 0 && guesses < GUESSES) continue;
          const due = handled + guesses;
          await traffic.until(() => pair.mainSocket.handled >= due);
        }
      },
    });
    await pair.advance(2_500);
    const answer = await pair.ask("lilith");
    assertEquals(answer, "Available time slots: [1,3], [4,6]\n\n");
    const { gauges: { broken }, flights: { gauges } } = pair.main;
    const believed = guesses - broken - gauges.mismatched;
    await printFigures("guesses", { of: what, sent: guesses, believed });
    assertEquals({ guesses, believed }, { guesses: GUESSES, believed: 0 });
  });
}
