/**
 * An answer counts only if it comes from where the question went and answers
 * this question in this session: all else is dropped and ends nothing.
 */

import { assertEquals } from "@std/assert";
import type { Address } from "../../src/base/address.ts";
import { Kind } from "../../src/wire/datagram.ts";
import type { FakeSocket } from "../support/fake_network.ts";
import { contentOf, mended } from "../support/golden_datagram.ts";
import { below, seededRandom } from "../support/seeded_random.ts";
import { ServerPair } from "../support/server_pair.ts";

const KIND_AT = 3;
const SESSION_AT = 4;
const TOKEN_AT = 12;
const ATTEMPT_AT = 20;
const DIGEST_AT = 21;
const GUESSES = 50_000;

interface Forgery {
  readonly name: string;
  /** The byte that is another than in the true answer; none if undefined. */
  readonly at?: number;
  /** Where it comes from instead of the true backend. */
  readonly from?: Partial<Address>;
  readonly counted: "strays" | "mismatched";
}

const FORGERIES: Forgery[] = [
  { name: "another port", from: { port: 7 }, counted: "strays" },
  { name: "another host", from: { host: "127.0.0.2" }, counted: "strays" },
  { name: "another session", at: SESSION_AT, counted: "strays" },
  { name: "another token", at: TOKEN_AT + 7, counted: "mismatched" },
  { name: "another token's first half", at: TOKEN_AT, counted: "mismatched" },
  { name: "a send that was not made", at: ATTEMPT_AT, counted: "mismatched" },
  { name: "another question", at: DIGEST_AT, counted: "mismatched" },
];

/** The answer with a later last slot, so that to believe it would show. */
function forge(datagram: Uint8Array, at: number | undefined): Uint8Array {
  const content = contentOf(datagram).slice();
  content[content.length - 1]!++;
  if (at !== undefined) content[at]! ^= 2;
  return mended(content);
}

for (const { name, at, from, counted } of FORGERIES) {
  Deno.test(`a main server believes no answer from ${name}`, () => {
    const pair = new ServerPair(1);
    pair.addBackend("A", "lilith;[[1,3]]\n");
    pair.network.watch = (passing) => {
      if (passing.bytes[KIND_AT] !== Kind.answers) return;
      const forged = forge(passing.bytes, at);
      // It overtakes the true one.
      pair.mainSocket.receive(forged, { ...passing.from, ...from });
    };
    assertEquals(pair.ask("lilith"), "Available time slots: [1,3]\n\n");
    const { gauges, flights } = pair.main;
    const { mismatched } = flights.gauges;
    const { strays } = gauges;
    assertEquals({ strays, mismatched }, {
      strays: 0,
      mismatched: 0,
      [counted]: 1,
    });
  });
}

Deno.test("a main server believes the forgery that only sealing can tell", () => {
  const pair = new ServerPair(1);
  pair.addBackend("A", "lilith;[[1,3]]\n");
  pair.network.watch = ({ bytes, from }) => {
    if (bytes[KIND_AT] !== Kind.answers) return;
    pair.mainSocket.receive(forge(bytes, undefined), from);
  };
  // Else the forgeries above would not show either.
  assertEquals(pair.ask("lilith"), "Available time slots: [1,4]\n\n");
});

Deno.test(`a main server believes none of ${GUESSES} guessed tokens`, () => {
  const pair = new ServerPair(1);
  const random = seededRandom(1);
  pair.addBackend("A", "lilith;[[1,3]]\n");
  let guesses = 0;
  pair.network.watch = ({ bytes, from }) => {
    if (bytes[KIND_AT] !== Kind.answers) return;
    for (; guesses < GUESSES; guesses++) {
      const content = contentOf(bytes).slice();
      for (let at = TOKEN_AT; at < ATTEMPT_AT; at++) {
        content[at]! = below(random, 256);
      }
      content[content.length - 1]!++;
      pair.mainSocket.receive(mended(content), from);
    }
  };
  assertEquals(pair.ask("lilith"), "Available time slots: [1,3]\n\n");
  assertEquals(pair.main.flights.gauges.mismatched, GUESSES);
});

const STRANGERS: Forgery[] = [
  { name: "another port", from: { port: 7 }, counted: "strays" },
  { name: "another host", from: { host: "127.0.0.2" }, counted: "strays" },
  { name: "another session", at: SESSION_AT, counted: "strays" },
];
for (const { name, at, from } of STRANGERS) {
  Deno.test(`a backend answers no question from ${name}`, () => {
    const pair = new ServerPair(1);
    const server = pair.addBackend("A", "lilith;[[1,3]]\n");
    const socket: FakeSocket = pair.backends[0]!.socket;
    const sent: number[] = [];
    pair.network.watch = ({ bytes, from: main }) => {
      if (bytes[KIND_AT] !== Kind.ask) return;
      const content = contentOf(bytes).slice();
      if (at !== undefined) content[at]! ^= 2;
      socket.receive(mended(content), { ...main, ...from });
      sent.push(socket.outbox.length);
    };
    assertEquals(pair.ask("lilith"), "Available time slots: [1,3]\n\n");
    assertEquals([sent, server.gauges.strangers], [[0], 1]);
  });
}
