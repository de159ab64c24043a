/**
 * What somebody makes of an answer that it has seen and cannot change: all is
 * as it was but what nobody can know, which is guessed, and a slot, which
 * would be a lie if it were believed.
 */

import type { Random } from "../../src/base/ports.ts";
import { COUNTER_BYTES, TAG_BYTES } from "../../src/wire/seal.ts";
import { contentOf, forge } from "./datagram_samples.ts";
import { below } from "./seeded_random.ts";

/** Where the first token stands. */
const TOKEN_AT = 12;
const TOKEN_BYTES = 8;

/** Another token, of the only answer in a datagram. */
export function guessToken(answer: Uint8Array, random: Random): Uint8Array {
  const content = contentOf(answer);
  for (let i = 0; i < TOKEN_BYTES; i++) {
    content[TOKEN_AT + i]! = below(random, 256);
  }
  content[content.length - 1]! ^= 1;
  return forge(content);
}

/** Another tag; a flipped bit of what is encrypted is flipped in the clear. */
export function guessTag(sealed: Uint8Array, random: Random): Uint8Array {
  const guess = sealed.slice();
  guess[guess.length - COUNTER_BYTES - TAG_BYTES - 1]! ^= 1;
  for (let i = 1; i <= TAG_BYTES; i++) {
    guess[guess.length - i]! = below(random, 256);
  }
  return guess;
}
