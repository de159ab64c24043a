/**
 * Guessed answers to a question that is open, on real sockets and from the
 * right address: as many as there is time for, and then the true one. The
 * guesser knows the session and, where servers share a key, its id and the
 * counter: only what cannot be known is guessed.
 */

import { assert, assertEquals } from "@std/assert";
import { Kind } from "../../src/wire/datagram.ts";
import { printFigures } from "../support/figures.ts";
import { guessTag, guessToken } from "../support/guesses.ts";
import { keysOf } from "../support/keys.ts";
import { scaled } from "../support/scale.ts";
import { seededRandom } from "../support/seeded_random.ts";
import { TappedPair } from "../support/tapped_pair.ts";

const GUESS_MS = scaled({ quick: 1_000, deep: 5_000 });
/** So many fit the queue of a socket. */
const AT_ONCE = 64;
const KIND_AT = 3;

const GUESSERS = {
  "a token": { keys: null, guess: guessToken },
  "a tag": { keys: keysOf(1), guess: guessTag },
};

for (const [what, { keys, guess }] of Object.entries(GUESSERS)) {
  Deno.test(`whoever guesses ${what} answers no question`, async () => {
    const random = seededRandom(2);
    let guesses = 0;
    await using pair = new TappedPair({
      seed: 2,
      people: "lilith;[[1,3],[4,6]]\n",
      keys,
      watch: (pair) => async ({ way, bytes }) => {
        if (bytes[KIND_AT] !== Kind.answers || guesses > 0) return;
        const { mainSocket: { handled }, traffic } = pair;
        const endMs = performance.now() + GUESS_MS;
        while (performance.now() < endMs) {
          for (let i = 0; i < AT_ONCE; i++, guesses++) {
            pair.tap.inject({ way, bytes: guess(bytes, random) });
          }
          const due = handled + guesses;
          await traffic.until(() => pair.mainSocket.handled >= due);
        }
      },
    });
    await pair.advance(2_500);
    const answer = await pair.ask("lilith");
    assertEquals(answer, "Available time slots: [1,3], [4,6]\n\n");
    const { gauges: { broken }, flights: { gauges } } = pair.main;
    assertEquals(broken + gauges.mismatched, guesses);
    assert(guesses > 1_000, `only ${guesses}`);
    const believed = guesses - broken - gauges.mismatched;
    await printFigures("guesses", { of: what, sent: guesses, believed });
  });
}
