import { assert, assertEquals } from "@std/assert";
import { COOKIE_MS } from "../../src/base/limits.ts";
import { type CookieHolder, Cookies } from "../../src/protocol/cookies.ts";
import { COOKIE_BYTES } from "../../src/wire/registration.ts";
import { entropyOf } from "../sim/seed_streams.ts";

const HOLDER: CookieHolder = {
  address: { host: "127.0.0.1", port: 21_849 },
  nonce: { high: 1, low: 2 },
  server: "A",
};

function cookies(seed = 1): Cookies {
  return new Cookies(entropyOf(seed, "cookies"));
}

Deno.test("check() knows a cookie again, as often as it comes", () => {
  const jar = cookies();
  const cookie = jar.issue(HOLDER, 1_000);
  for (const nowMs of [1_000, 1_001, 1_000 + COOKIE_MS]) {
    const issuedUs = jar.check({ cookie, holder: HOLDER, nowMs });
    assertEquals(issuedUs, 1_000_000);
  }
});

Deno.test("check() refuses a cookie that is too old", () => {
  const jar = cookies();
  const cookie = jar.issue(HOLDER, 1_000);
  const nowMs = 1_001 + COOKIE_MS;
  assertEquals(jar.check({ cookie, holder: HOLDER, nowMs }), undefined);
});

Deno.test("check() refuses every flip of a bit", () => {
  const jar = cookies();
  const good = jar.issue(HOLDER, 1_000);
  for (let bit = 0; bit < 8 * COOKIE_BYTES; bit++) {
    const cookie = good.slice();
    cookie[bit >> 3]! ^= 1 << (bit & 7);
    const issuedUs = jar.check({ cookie, holder: HOLDER, nowMs: 1_000 });
    assertEquals(issuedUs, undefined, `bit ${bit}`);
  }
});

const OTHERS: [name: string, holder: Partial<CookieHolder>][] = [
  ["host", { address: { host: "127.0.0.2", port: 21_849 } }],
  ["port", { address: { host: "127.0.0.1", port: 21_850 } }],
  ["nonce", { nonce: { high: 1, low: 3 } }],
  ["server", { server: "B" }],
];
for (const [name, other] of OTHERS) {
  Deno.test(`check() refuses a cookie from another ${name}`, () => {
    const jar = cookies();
    const cookie = jar.issue(HOLDER, 1_000);
    const holder = { ...HOLDER, ...other };
    assertEquals(jar.check({ cookie, holder, nowMs: 1_000 }), undefined);
  });
}

Deno.test("check() refuses a cookie of another main server, or of its last life", () => {
  const cookie = cookies(1).issue(HOLDER, 1_000);
  const jar = cookies(2);
  jar.issue(HOLDER, 1_000);
  assertEquals(jar.check({ cookie, holder: HOLDER, nowMs: 1_000 }), undefined);
});

Deno.test("issue() gives each cookie a later serial, also in one moment", () => {
  const jar = cookies();
  let last = -1;
  for (let i = 0; i < 100; i++) {
    const cookie = jar.issue(HOLDER, 1_000);
    const issuedUs = jar.check({ cookie, holder: HOLDER, nowMs: 1_000 })!;
    assert(issuedUs > last);
    last = issuedUs;
  }
});
