import { assert, assertEquals } from "@std/assert";
import {
  WRONG_TOKEN_DELAY_MS_MAX,
  WRONG_TOKEN_HOSTS_MAX,
  WRONG_TOKEN_MEMORY_MS,
  WRONG_TOKENS_FREE,
} from "../../src/base/limits.ts";
import { Doorkeeper, type TurnedAway } from "../../src/roles/doorkeeper.ts";
import { drawToken } from "../../src/wire/access_token.ts";
import { seededEntropy } from "../support/seeded_entropy.ts";
import { seededRandom } from "../support/seeded_random.ts";

const PEER = { host: "192.0.2.1", port: 1_000 };

/** A doorkeeper of `a`, and of `b` until 1970-01-01T00:00:01Z. */
function keeper() {
  const entropy = seededEntropy(seededRandom(1));
  const a = drawToken(entropy, { name: "a", expiresMs: Infinity });
  const b = drawToken(entropy, { name: "b", expiresMs: 1_000 });
  const stranger = drawToken(entropy, { name: "a", expiresMs: Infinity });
  const state = { epochMs: 0 };
  const log: TurnedAway[] = [];
  const door = new Doorkeeper({
    entries: [a.entry, b.entry],
    epochMs: () => state.epochMs,
    report: (event) => log.push(event),
  });
  /** `in`, or how long the answer is put off. */
  const admit = (token: string | null, nowMs = 0, peer = PEER) => {
    const admission = door.admit(token, peer, nowMs);
    return admission.kind === "admitted" ? "in" : admission.delayMs;
  };
  return { a, b, stranger, door, state, log, admit };
}

Deno.test("admit() lets in who has a token, and says whose it is", () => {
  const { a, b, door, log } = keeper();
  for (const { token, entry } of [a, b]) {
    const admission = door.admit(token, PEER, 0);
    assertEquals(admission, { kind: "admitted", entry });
  }
  assertEquals(log, []);
});

Deno.test("admit() refuses all others, and logs no token", () => {
  const { a, b, stranger, door, state, log } = keeper();
  state.epochMs = 1_000;
  // The right id with another secret.
  const forged = a.token.slice(0, -8) + "AAAAAAAA";
  const shown = [null, "", "x", stranger.token, forged, b.token];
  const messages = shown.map((token, i) => {
    const peer = { host: `192.0.2.${i}`, port: 1 };
    const admission = door.admit(token, peer, 0);
    assert(admission.kind === "refused");
    return admission.message;
  });
  const unknown = "Cannot accept the token as it is not known here";
  assertEquals(messages, [
    "Cannot answer before a token is shown: see --token-file",
    ...Array(4).fill(unknown),
    "Cannot accept the token as it has expired",
  ]);
  assertEquals(log.map(({ why }) => why), [
    "shows no token",
    ...Array(4).fill("shows a token that is not known"),
    "shows the token of b, which has expired",
  ]);
  assert(!JSON.stringify(log).includes("cvn_"));
});

Deno.test("isGood() ends with the entry, its secret and its time", () => {
  const { a, b, stranger, door, state } = keeper();
  assert(door.isGood(a.entry) && door.isGood(b.entry));
  state.epochMs = 999;
  assert(door.isGood(b.entry));
  state.epochMs = 1_000;
  assert(!door.isGood(b.entry));
  door.replace([{ ...stranger.entry, id: a.entry.id }]);
  assert(!door.isGood(a.entry), "another secret under the same id");
  door.replace([a.entry]);
  assert(door.isGood(a.entry));
  door.replace([]);
  assert(!door.isGood(a.entry));
});

Deno.test("admit() answers later and later, and never somebody else", () => {
  const { a, admit } = keeper();
  const free = Array.from({ length: WRONG_TOKENS_FREE }, () => admit("x"));
  assertEquals(new Set(free), new Set([0]));
  const later = Array.from({ length: 8 }, () => admit("x"));
  assertEquals(later.slice(0, 4), [100, 200, 400, 800]);
  assertEquals(later.at(-1), WRONG_TOKEN_DELAY_MS_MAX);
  assertEquals(admit(a.token), "in", "the same host");
  assertEquals(admit("x", 0, { host: "192.0.2.2", port: 1 }), 0);
  assertEquals(admit("x", WRONG_TOKEN_MEMORY_MS + 1), 0, "forgotten");
});

Deno.test("admit() logs ever more rarely", () => {
  const { admit, log } = keeper();
  for (let i = 0; i < 1_000; i++) admit("x");
  const times = log.map(({ times }) => times);
  assertEquals(times, [1, 2, 4, 8, 16, 32, 64, 128, 256, 512]);
});

Deno.test("admit() remembers only so many hosts, the latest", () => {
  const { admit } = keeper();
  const wrongOf = (host: number) =>
    admit("x", 0, { host: `host${host}`, port: 1 });
  for (const host of [0, 1]) {
    for (let i = 0; i < WRONG_TOKENS_FREE; i++) wrongOf(host);
  }
  // So that it is host 1 that was not heard of for longest.
  assertEquals(wrongOf(0), 100);
  // One too many: the one not heard of for longest is forgotten.
  for (let host = 2; host <= WRONG_TOKEN_HOSTS_MAX; host++) wrongOf(host);
  assertEquals(wrongOf(0), 200);
  assertEquals(wrongOf(1), 0);
});
