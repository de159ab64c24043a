/**
 * Seals, by their tables and against whoever changes, mixes or repeats them.
 */

import { createDecipheriv, hkdfSync } from "node:crypto";
import { assert, assertEquals, assertThrows } from "@std/assert";
import { WireError } from "../../src/base/errors.ts";
import { DATAGRAM_BYTES_MAX } from "../../src/base/limits.ts";
import { BODY_BYTES_MAX, HEADER_BYTES, Kind } from "../../src/wire/datagram.ts";
import { checkDenial, sealDenial } from "../../src/wire/denial.ts";
import {
  openSingle,
  readSealed,
  sealSingle,
  TAG_BYTES,
} from "../../src/wire/seal.ts";
import { EpochKeys, SessionSeal } from "../../src/wire/session_seal.ts";
import {
  contentOf,
  forge,
  sampleDatagrams,
} from "../support/datagram_samples.ts";
import { keysOf } from "../support/keys.ts";
import { seededEntropy } from "../support/seeded_entropy.ts";
import { seededRandom } from "../support/seeded_random.ts";

const KEYS = keysOf(1, 2);
const SECRETS = {
  key: KEYS.first,
  cookie: new Uint8Array(24).fill(7),
  fresh: new Uint8Array(16).fill(8),
  server: "A",
};
const SAMPLES = sampleDatagrams();
const entropy = seededEntropy(seededRandom(1));

function pairOf(secrets = SECRETS): [main: SessionSeal, backend: SessionSeal] {
  return [
    new SessionSeal(secrets, "main"),
    new SessionSeal(secrets, "backend"),
  ];
}

function opens(open: () => unknown): boolean {
  try {
    open();
    return true;
  } catch (error) {
    if (error instanceof WireError) return false;
    throw error;
  }
}

Deno.test("every kind of datagram comes out of a session's seal as it went in", () => {
  const [main, backend] = pairOf();
  for (const sample of Object.values(SAMPLES)) {
    const [down, up] = [main.seal(sample), backend.seal(sample)];
    assertEquals(backend.open(readSealed(down)), contentOf(sample));
    assertEquals(main.open(readSealed(up)), contentOf(sample));
  }
});

Deno.test("a session's seal is what its table and Node's own HKDF and GCM say", () => {
  const [, backend] = pairOf();
  backend.seal(SAMPLES.ping);
  const sealed = backend.seal(SAMPLES.ping);
  const derive = (key: Uint8Array, salt: Uint8Array, info: string) =>
    new Uint8Array(hkdfSync("sha256", key, salt, `convene 1 ${info}`, 32));
  const salt = new Uint8Array([...SECRETS.fresh, ...SECRETS.cookie]);
  const master = derive(KEYS.first.secret, salt, "to main of A");
  const key = derive(master, new Uint8Array(), "epoch 0");
  // Epoch 0, and the second datagram.
  const nonce = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
  const decipher = createDecipheriv("aes-256-gcm", key, nonce);
  decipher.setAAD(sealed.subarray(0, 16));
  decipher.setAuthTag(sealed.subarray(-16));
  const message = decipher.update(sealed.subarray(16, -24));
  decipher.final();
  assertEquals(new Uint8Array(message), contentOf(SAMPLES.ping).slice(12));
  assertEquals(sealed.slice(-24, -16), Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 1));
  assertEquals(sealed.slice(0, 4), Uint8Array.of(0xc0, 0x4e, 2, Kind.ping));
  assertEquals(sealed.slice(4, 12), SAMPLES.ping.slice(4, 12));
});

for (const [kind, sample] of Object.entries(SAMPLES)) {
  Deno.test(`a sealed ${kind} shows each cut and each flipped bit`, () => {
    const [main, backend] = pairOf();
    const sealed = main.seal(sample);
    const single = sealSingle(sample, KEYS.first, entropy);
    const takes = (bytes: Uint8Array) => backend.open(readSealed(bytes));
    const takesSingle = (bytes: Uint8Array) =>
      openSingle(readSealed(bytes), KEYS);
    for (
      const [whole, take] of [[sealed, takes], [single, takesSingle]] as const
    ) {
      for (let length = 0; length < whole.length; length++) {
        assert(!opens(() => take(whole.slice(0, length))), `cut to ${length}`);
      }
      for (let bit = 0; bit < 8 * whole.length; bit++) {
        const flip = whole[bit >> 3]! ^ (1 << (bit & 7));
        assert(!opens(() => take(whole.with(bit >> 3, flip))), `bit ${bit}`);
      }
      assert(opens(() => take(whole)), "and is whole");
    }
  });
}

Deno.test("a session takes each datagram once, in any order", () => {
  const [main, backend] = pairOf();
  const sealed = Array.from({ length: 50 }, () => main.seal(SAMPLES.ask));
  for (const bytes of sealed.toReversed()) backend.open(readSealed(bytes));
  for (const bytes of sealed) {
    assert(!opens(() => backend.open(readSealed(bytes))), "again");
  }
});

Deno.test("a datagram that cannot be opened makes no other be refused", () => {
  const [main, backend] = pairOf();
  const first = main.seal(SAMPLES.ask);
  const forged = first.slice();
  forged[20]! ^= 1;
  assert(!opens(() => backend.open(readSealed(forged))));
  assert(opens(() => backend.open(readSealed(first))));
});

Deno.test("nobody takes what it has said itself", () => {
  const [main, backend] = pairOf();
  assert(!opens(() => main.open(readSealed(main.seal(SAMPLES.ask)))));
  assert(!opens(() => backend.open(readSealed(backend.seal(SAMPLES.ask)))));
});

const OTHERS: Record<string, Partial<typeof SECRETS>> = {
  key: { key: keysOf(2).first },
  cookie: { cookie: new Uint8Array(24).fill(9) },
  "fresh part": { fresh: new Uint8Array(16).fill(9) },
  server: { server: "B" },
};
for (const [what, other] of Object.entries(OTHERS)) {
  Deno.test(`a session with another ${what} has other keys`, () => {
    const [main] = pairOf();
    const [, backend] = pairOf({ ...SECRETS, ...other });
    const sealed = main.seal(SAMPLES.ask);
    assertThrows(() => backend.open(readSealed(sealed)), WireError, "tag");
  });
}

Deno.test("no key and nonce come twice, from one epoch to the next", () => {
  const keys = new EpochKeys(KEYS.first.secret);
  const seen = new Set<string>();
  const edge = 2 ** 22;
  for (const counter of [0, 1, edge - 1, edge, edge + 1, 2 * edge, 2 ** 40]) {
    const { key, nonce } = keys.at(counter);
    seen.add(`${key.toHex()} ${nonce.toHex()}`);
  }
  assertEquals(seen.size, 7);
  const before = keys.at(edge - 1).key;
  assert(before.toHex() !== keys.at(edge).key.toHex(), "another key");
});

Deno.test("a counter far ahead is refused before any work", () => {
  const [main, backend] = pairOf();
  const sealed = main.seal(SAMPLES.ask);
  sealed[sealed.length - 20]! = 1;
  assertThrows(() => backend.open(readSealed(sealed)), WireError, "far ahead");
});

Deno.test("a single seal opens by any key of the ring, and by no other", () => {
  const [, second] = [KEYS.first, keysOf(2).first];
  const sealed = readSealed(sealSingle(SAMPLES.hello, second, entropy));
  const { frame, key } = openSingle(sealed, KEYS);
  assertEquals(frame, contentOf(SAMPLES.hello));
  assertEquals(key.id, second.id);
  assertThrows(() => openSingle(sealed, keysOf(1)), WireError, "not ours");
  const again = sealSingle(SAMPLES.hello, second, entropy);
  assert(again.toHex() !== sealed.bytes.toHex(), "another salt");
});

Deno.test("a denial is of one ping, and shorter than it", () => {
  const [, backend] = pairOf();
  const [ping, other] = [
    backend.seal(SAMPLES.ping),
    backend.seal(SAMPLES.ping),
  ];
  const { first: key } = KEYS;
  const denial = sealDenial(SAMPLES.unknownSession, { ping, key });
  assert(denial.length < ping.length);
  assertEquals(denial, sealDenial(SAMPLES.unknownSession, { ping, key }));
  const checks = (bytes: Uint8Array, tagged: Uint8Array) =>
    opens(() =>
      checkDenial(readSealed(bytes), {
        pingTag: tagged.subarray(-TAG_BYTES),
        key,
      })
    );
  assert(checks(denial, ping));
  assert(!checks(denial, other), "another ping");
  for (let bit = 0; bit < 8 * denial.length; bit++) {
    const flipped = denial.with(bit >> 3, denial[bit >> 3]! ^ (1 << (bit & 7)));
    assert(!checks(flipped, ping), `bit ${bit}`);
  }
});

Deno.test("the longest message fits into a sealed datagram", () => {
  const [main] = pairOf();
  const longest = new Uint8Array(HEADER_BYTES + BODY_BYTES_MAX);
  longest.set(contentOf(SAMPLES.chunk).subarray(0, HEADER_BYTES));
  assertEquals(main.seal(forge(longest)).length, DATAGRAM_BYTES_MAX);
});
