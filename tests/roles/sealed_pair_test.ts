/** Servers that share keys, and whoever has none of them. */

import { assert, assertEquals, assertGreater } from "@std/assert";
import { formatAddress } from "../../src/base/address.ts";
import { DOWN_MS, DOWN_PROBE_MS } from "../../src/base/limits.ts";
import { Kind } from "../../src/wire/datagram.ts";
import { type KeyRing, parseKeyRing } from "../../src/wire/key_ring.ts";
import type { Passing } from "../support/fake_network.ts";
import { keyLine, keysOf } from "../support/keys.ts";
import { below, pick, seededRandom } from "../support/seeded_random.ts";
import { ServerPair } from "../support/server_pair.ts";

const A = "lilith;[[1,3],[4,6]]\njameson;[[5,7]]\n";
const B = "zein;[[1,4],[6,8]]\n";
const ANSWER = "Available time slots: [1,3]\n\n";
const GUESSES = 20_000;
const KIND_AT = 3;

/** A cluster whose main server and backends A and B share keys. */
function sealedPair(seed: number, keys: KeyRing = keysOf(1)): ServerPair {
  const pair = new ServerPair(seed, { keys });
  pair.addBackend("A", A);
  pair.addBackend("B", B);
  return pair;
}

function record(pair: ServerPair): Passing[] {
  const tape: Passing[] = [];
  pair.network.watch = (passing) =>
    tape.push({ ...passing, bytes: passing.bytes.slice() });
  return tape;
}

Deno.test("servers that share a key register and answer, sealed", () => {
  const pair = new ServerPair(1, { keys: keysOf(1) });
  const tape = record(pair);
  pair.addBackend("Büro", A);
  pair.addBackend("B", B);
  assertEquals(pair.ask("lilith zein"), ANSWER);
  assertGreater(tape.length, 10);
  const wire = tape.map(({ bytes }) => new TextDecoder("latin1").decode(bytes))
    .join();
  for (const secret of ["lilith", "jameson", "zein", "BÃ¼ro"]) {
    assert(!wire.includes(secret), `${secret} can be read on the wire`);
  }
  for (const { bytes } of tape) assert(bytes[2]! > 1, "not sealed");
});

const STRANGERS: Record<string, [main: KeyRing | null, other: KeyRing | null]> =
  {
    "a backend without a key": [keysOf(1), null],
    "a backend with another key": [keysOf(1), keysOf(2)],
    "a main server without a key": [null, keysOf(1)],
    "a backend with a key of the same id": [keysOf(1), sameIdAs(1, 2)],
  };
for (const [name, [main, other]] of Object.entries(STRANGERS)) {
  Deno.test(`${name} is met with silence`, () => {
    const pair = new ServerPair(2, { keys: main });
    pair.addBackend("A", A, main);
    const before = pair.mainSocket.address.port;
    const tape = record(pair);
    const backend = pair.addBackend("B", B, other);
    const { address } = pair.backends.at(-1)!.socket;
    pair.network.advance(3_000);
    assertEquals(backend.isRegistered, false);
    const said = tape.filter(({ from, to }) =>
      from.port === before && formatAddress(to) === formatAddress(address)
    );
    assertEquals(said, [], "not a word");
    assertEquals(pair.ask("lilith"), "Available time slots: [1,3], [4,6]\n\n");
  });
}

function sameIdAs(seed: number, other: number): KeyRing {
  const [id] = keyLine(seed).split(" ");
  return parseKeyRing(`${id} ${keyLine(other).split(" ")[1]}`, "cluster.key");
}

Deno.test("a key of one server speaks for no other", () => {
  const text = `${keyLine(1)}\n${keyLine(2, "B")}`;
  const pair = new ServerPair(3, { keys: parseKeyRing(text, "cluster.key") });
  pair.addBackend("A", A, keysOf(1));
  const limited = parseKeyRing(keyLine(2, "B"), "b.key");
  const thief = pair.addBackend("A", B, limited);
  const honest = pair.addBackend("B", B, limited);
  pair.network.advance(3_000);
  assertEquals(thief.isRegistered, false);
  assertEquals(honest.isRegistered, true);
  assertEquals(pair.ask("lilith zein"), ANSWER);
});

Deno.test("a backend is back soon after its main server's restart", () => {
  const pair = sealedPair(4);
  pair.restartMain();
  pair.network.advance(2_500);
  assertEquals(pair.ask("lilith zein"), ANSWER);
});

Deno.test("a denial of an earlier ping ends no session", () => {
  const pair = sealedPair(5);
  const [{ server }] = pair.backends as [ServerPair["backends"][0]];
  const tape = record(pair);
  pair.network.advance(2_500);
  const ping = tape.find(({ bytes }) => bytes[KIND_AT] === Kind.ping)!;
  pair.restartMain();
  const denials = record(pair);
  pair.mainSocket.receive(ping.bytes, ping.from);
  pair.network.settle();
  const denial = denials.find(({ bytes }) =>
    bytes[KIND_AT] === Kind.unknownSession
  );
  assert(denial, "a main server denies what it does not know");
  assertEquals(server.isRegistered, true);
});

Deno.test("keys are changed on a living cluster, with one server late", () => {
  const pair = sealedPair(6);
  const [a, b] = pair.backends.map(({ server }) => server) as [
    ServerPair["backends"][0]["server"],
    ServerPair["backends"][0]["server"],
  ];
  const steps: (() => void)[] = [
    () => pair.main.replaceKeys(keysOf(1, 2)),
    () => a.replaceKeys(keysOf(2, 1)),
    () => pair.main.replaceKeys(keysOf(2, 1)),
    () => a.replaceKeys(keysOf(2)),
  ];
  for (const step of steps) {
    step();
    pair.network.advance(100);
    assertEquals(pair.ask("lilith zein"), ANSWER);
  }
  // B was told nothing, and is out once its key is.
  pair.main.replaceKeys(keysOf(2));
  pair.network.advance(100);
  assertEquals(
    pair.ask("lilith zein"),
    "Server B cannot be reached: zein not checked.\nAvailable time slots for lilith: [1,3], [4,6]\n\n",
  );
  b.replaceKeys(keysOf(2));
  pair.network.advance(1_500);
  assertEquals(pair.ask("lilith zein"), ANSWER);
});

Deno.test("whatever is played again changes nothing", () => {
  const pair = new ServerPair(7, { keys: keysOf(1) });
  const tape = record(pair);
  pair.addBackend("A", A);
  pair.addBackend("B", B);
  pair.ask("lilith zein");
  pair.network.advance(2_500);
  pair.network.watch = () => {};
  const events = pair.mainEvents.length + pair.backendEvents.length;
  for (const passing of [...tape, ...tape.toReversed()]) {
    pair.network.carry(passing);
    // Back to who said it, and from somebody else.
    pair.network.carry({ ...passing, from: passing.to, to: passing.from });
    pair.network.carry({ ...passing, from: { host: "10.9.9.9", port: 1 } });
    pair.network.settle();
  }
  assertEquals(pair.mainEvents.length + pair.backendEvents.length, events);
  assertEquals(pair.ask("lilith zein"), ANSWER);
});

Deno.test("a begin that is played again does not keep the dead alive", () => {
  const pair = new ServerPair(9, { keys: keysOf(1) });
  const tape = record(pair);
  pair.addBackend("A", A);
  const begin = tape.find(({ bytes }) => bytes[KIND_AT] === Kind.begin)!;
  pair.backends[0]!.server.abort();
  for (let ms = 0; ms < DOWN_MS; ms += 500) {
    pair.mainSocket.receive(begin.bytes, begin.from);
    pair.network.advance(500);
  }
  // One probe is all that a dead server is worth.
  const answer = pair.ask("lilith", DOWN_PROBE_MS + 50);
  assertEquals(answer, "Server A cannot be reached: lilith not checked.\n\n");
});

Deno.test(`${GUESSES} guessed answers to a question are all refused`, () => {
  const pair = sealedPair(8);
  const random = seededRandom(8);
  let guesses = 0;
  pair.network.watch = ({ bytes, from }) => {
    if (bytes[KIND_AT] !== Kind.answers || guesses > 0) return;
    for (; guesses < GUESSES; guesses++) {
      const guess = bytes.slice();
      // The counter stays possible; message and tag are anything.
      for (let i = 0; i < 4; i++) {
        guess[pick(random, [16, guess.length - 16]) + below(random, 16)]! ^=
          below(random, 255) + 1;
      }
      pair.mainSocket.receive(guess, from);
    }
  };
  assertEquals(pair.ask("lilith zein"), ANSWER);
  assertGreater(pair.main.gauges.broken, 0.99 * GUESSES);
});
