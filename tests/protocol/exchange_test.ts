import { assertEquals } from "@std/assert";
import { DOWN_MS, HEARTBEAT_MS } from "../../src/base/limits.ts";
import { Directory, type Server } from "../../src/protocol/directory.ts";
import { Exchange } from "../../src/protocol/exchange.ts";
import { Link } from "../../src/protocol/link.ts";
import { namesOf } from "./name_lists.ts";

/** Copies of one server, by when they were last heard and their round trip. */
function serverOf(copies: [heardMs: number, roundTripMs: number][]): Server {
  const directory = new Directory(() => {});
  const names = namesOf(["zein"]);
  for (const [i, [nowMs, roundTripMs]] of copies.entries()) {
    const link = new Link({
      session: { high: 0, low: i + 1 },
      address: { host: "10.0.1.1", port: i + 1 },
      issuedUs: i,
      nowMs,
    });
    link.roundTrip.sample(roundTripMs);
    directory.commit({ name: "A", names, link }, () => true);
  }
  return directory.server("A")!;
}

function exchangeAt(server: Server, nowMs: number, pin?: Link): Exchange {
  return new Exchange({
    token: { high: 0, low: 1 },
    server,
    wish: { block: 0, alone: false, aspect: null, people: [0] },
    nowMs,
    deadlineMs: nowMs + 2_000,
    random: () => 0,
    pin,
  });
}

/** The ports to which six sends of one question go, 50 ms apart. */
function portsAsked(
  server: Server,
  firstMs: number,
  { pin, heardMs = [] }: { pin?: Link; heardMs?: number[] } = {},
): number[] {
  const exchange = exchangeAt(server, firstMs, pin);
  return Array.from({ length: 6 }, (_, i) => {
    const nowMs = firstMs + 50 * i;
    if (heardMs.includes(nowMs)) pin?.hear(nowMs);
    const link = exchange.nextLink(nowMs)!;
    exchange.sent(link, nowMs);
    return link.address.port;
  });
}

Deno.test("nextLink() takes the quickest copy, then the next", () => {
  const server = serverOf([[0, 30], [0, 10], [0, 20]]);
  assertEquals(portsAsked(server, 100), [2, 3, 1, 2, 3, 1]);
});

Deno.test("nextLink() asks each copy once before any again, whoever gets quicker", () => {
  const server = serverOf([[0, 30], [0, 10]]);
  const exchange = exchangeAt(server, 100);
  const [dead, alive] = [exchange.nextLink(100)!, server.links.at(-1)!];
  assertEquals([dead.address.port, alive.address.port], [2, 1]);
  exchange.sent(dead, 100);
  for (let i = 0; i < 40; i++) alive.roundTrip.sample(1);
  assertEquals(exchange.nextLink(150), alive);
});

Deno.test("nextLink() leaves out who takes no more, once it was asked", () => {
  const server = serverOf([[0, 30], [0, 10]]);
  const exchange = exchangeAt(server, 100);
  const ports: (number | undefined)[] = [];
  for (const spent of [[2], [1, 2], [2], [1, 2]]) {
    const isSpent = ({ address }: Link) => spent.includes(address.port);
    const link = exchange.nextLink(100, isSpent);
    if (link) exchange.sent(link, 100);
    ports.push(link?.address.port);
  }
  assertEquals(ports, [2, 1, 1, undefined]);
});

Deno.test("nextLink() asks first those who missed no heartbeat, however slow", () => {
  const dead = Array.from({ length: 9 }, () => [0, 1] as [number, number]);
  const server = serverOf([...dead, [2 * HEARTBEAT_MS, 50]]);
  assertEquals(portsAsked(server, 2 * HEARTBEAT_MS)[0], 10);
});

Deno.test("nextLink() asks nobody who is down as long as somebody is not", () => {
  const server = serverOf([[0, 1], [DOWN_MS - 1, 50]]);
  assertEquals(portsAsked(server, DOWN_MS), [2, 2, 2, 2, 2, 2]);
});

Deno.test("nextLink() takes turns with a copy that is pinned, after two sends", () => {
  const server = serverOf([[0, 30], [0, 10], [0, 20]]);
  const pin = server.links.find(({ address }) => address.port === 1)!;
  const heardMs = [150, 200, 250, 300, 350];
  assertEquals(portsAsked(server, 100, { pin, heardMs }), [1, 1, 2, 1, 3, 1]);
});

Deno.test("nextLink() leaves a pinned copy that stays silent, after two sends", () => {
  const server = serverOf([[0, 30], [0, 10], [0, 20]]);
  const pin = server.links.find(({ address }) => address.port === 1)!;
  assertEquals(portsAsked(server, 100, { pin }), [1, 1, 2, 3, 2, 3]);
});

Deno.test("nextLink() leaves a pinned copy that is no copy any more", () => {
  const pin = serverOf([[0, 30], [0, 10]]).links[0]!;
  assertEquals(pin.address.port, 2);
  const server = serverOf([[0, 30]]);
  assertEquals(portsAsked(server, 100, { pin }), [1, 1, 1, 1, 1, 1]);
});

Deno.test("wasAsked() blames nobody who was asked too late", () => {
  const cases: [sentMs: number, endMs: number, was: boolean][] = [
    [0, 10, true],
    [90, 100, false],
    [50, 100, true],
    [1_799, 2_000, true],
    [1_801, 2_000, false],
  ];
  for (const [sentMs, endMs, was] of cases) {
    const server = serverOf([[0, 10]]);
    const exchange = exchangeAt(server, 0);
    assertEquals(exchange.wasAsked(endMs), false);
    exchange.sent(server.links[0]!, sentMs);
    assertEquals(exchange.wasAsked(endMs), was);
  }
  const down = exchangeAt(serverOf([[0, 10]]), DOWN_MS);
  assertEquals(down.wasAsked(DOWN_MS), true);
});
