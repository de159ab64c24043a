/**
 * Strangers who flood a main server on real sockets, with all to which it says
 * anything before it knows an address: whoever fakes somebody else's address
 * must not get more bytes sent there than it has spent.
 */

import { assert, assertEquals } from "@std/assert";
import {
  STRANGER_DATAGRAMS_PER_S,
  STRANGERS_DATAGRAMS_PER_S,
} from "../../src/base/limits.ts";
import type { KeyRing } from "../../src/wire/key_ring.ts";
import { sealSingle } from "../../src/wire/seal.ts";
import { sampleDatagrams } from "../support/datagram_samples.ts";
import { printFigures } from "../support/figures.ts";
import { keysOf } from "../support/keys.ts";
import { seededEntropy } from "../support/seeded_entropy.ts";
import { seededRandom } from "../support/seeded_random.ts";
import { TappedPair } from "../support/tapped_pair.ts";
import { CountedSocket } from "../support/traffic.ts";

/** More than are listened to in a second, and each says more than that. */
const STRANGERS = 120;
const SAID_BY_EACH = 2 * STRANGER_DATAGRAMS_PER_S;
const AT_ONCE = 60;
const SECONDS = 2;

/** As a stranger would say it; a stolen key or a recording seals it. */
function sayings(keys: KeyRing | null): Uint8Array[] {
  const { hello, begin, ping } = sampleDatagrams();
  if (!keys) return [hello, begin, ping];
  const entropy = seededEntropy(seededRandom(3));
  return [hello, begin].map((each) => sealSingle(each, keys.first, entropy));
}

for (const [how, keys] of Object.entries({ plain: null, sealed: keysOf(1) })) {
  Deno.test(`strangers who flood a ${how} main server get no more than they give`, async () => {
    await using pair = new TappedPair({ seed: 3, people: "a;[[1,2]]\n", keys });
    await pair.advance(2_500);
    let [bytesIn, bytesOut, replies, worstRatio] = [0, 0, 0, 0];
    const said = sayings(keys);
    for (const saying of said) {
      const strangers = Array.from(
        { length: STRANGERS },
        () => new CountedSocket(pair.traffic),
      );
      for (const stranger of strangers) stranger.listen(() => {});
      for (let second = 0; second < SECONDS; second++) {
        await flood(pair, strangers, saying);
        await pair.advance(1_000);
      }
      for (const stranger of strangers) {
        const { sentBytes, handledBytes, handled } = stranger;
        assert(handledBytes <= sentBytes, `${handledBytes} for ${sentBytes}`);
        [bytesIn, bytesOut] = [bytesIn + sentBytes, bytesOut + handledBytes];
        replies += handled;
        // Of those that it was given, and not of those that were dropped.
        const answered = handled * saying.length;
        if (handled > 0) {
          worstRatio = Math.max(worstRatio, handledBytes / answered);
        }
        await stranger.close();
      }
    }
    assertEquals(await pair.ask("a"), "Available time slots: [1,2]\n\n");
    const admitted = said.length * SECONDS * STRANGERS_DATAGRAMS_PER_S;
    assert(replies > 0.9 * admitted && replies <= admitted, `${replies}`);
    assert(worstRatio <= 1, `${worstRatio}`);
    const ratio = Number((bytesOut / bytesIn).toFixed(3));
    const worstByteRatio = Number(worstRatio.toFixed(3));
    await printFigures("strangers", {
      servers: how,
      bytesIn,
      bytesOut,
      ratio,
      worstByteRatio,
    });
  });
}

async function flood(
  { traffic, mainSocket }: TappedPair,
  strangers: readonly CountedSocket[],
  saying: Uint8Array,
): Promise<void> {
  let due = mainSocket.handled;
  for (let i = 0; i < SAID_BY_EACH * STRANGERS; i++) {
    strangers[i % STRANGERS]!.send(saying, mainSocket.address);
    due++;
    if (i % AT_ONCE !== AT_ONCE - 1) continue;
    await traffic.until(() => mainSocket.handled >= due);
  }
}
