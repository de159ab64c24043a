import { assert, assertEquals, assertThrows } from "@std/assert";
import type { Address } from "../../src/base/address.ts";
import { UnavailableError } from "../../src/base/errors.ts";
import {
  DATAGRAM_BYTES_MAX,
  RECEIVE_BUFFER_BYTES,
  SEND_QUEUE_MAX,
} from "../../src/base/limits.ts";
import { bindUdp, type UdpSocket } from "../../src/net/udp.ts";

const ANY_PORT = { host: "127.0.0.1", port: 0 };

/** What a socket was handed, and a promise for each that is to come. */
class Inbox {
  readonly received: { bytes: Uint8Array; from: Address }[] = [];
  #wanted = Infinity;
  #there: () => void = () => {};

  constructor(socket: UdpSocket) {
    socket.listen((bytes, from) => {
      this.received.push({ bytes: bytes.slice(), from });
      if (this.received.length >= this.#wanted) this.#there();
    });
  }

  /** Waits until so many have come in all. */
  async has(count: number): Promise<void> {
    if (this.received.length >= count) return;
    this.#wanted = count;
    await new Promise<void>((resolve) => this.#there = resolve);
  }

  get firstBytes(): (number | undefined)[] {
    return this.received.map(({ bytes }) => bytes[0]);
  }
}

Deno.test("UdpSocket hands over what comes, and from where", async () => {
  const [a, b] = [bindUdp(ANY_PORT), bindUdp(ANY_PORT)];
  const [atA, atB] = [new Inbox(a), new Inbox(b)];
  a.send(Uint8Array.of(1, 2, 3), b.address);
  await atB.has(1);
  assertEquals(atB.received, [{
    bytes: Uint8Array.of(1, 2, 3),
    from: a.address,
  }]);
  b.send(new Uint8Array(DATAGRAM_BYTES_MAX), atB.received[0]!.from);
  b.send(new Uint8Array(), a.address);
  await atA.has(2);
  assertEquals(atA.received.map(({ bytes }) => bytes.length), [
    DATAGRAM_BYTES_MAX,
    0,
  ]);
  assertEquals([a.receivedCount, b.receivedCount], [2, 1]);
  await Promise.all([a.close(), b.close()]);
});

Deno.test("UdpSocket counts datagrams that are too long, and hands over none", async () => {
  const [a, b] = [bindUdp(ANY_PORT), bindUdp(ANY_PORT)];
  const inbox = new Inbox(b);
  for (const bytes of [RECEIVE_BUFFER_BYTES, 9_000, 65_507]) {
    a.send(new Uint8Array(bytes), b.address);
  }
  a.send(new Uint8Array(RECEIVE_BUFFER_BYTES - 1), b.address);
  await inbox.has(1);
  assertEquals(inbox.received[0]?.bytes.length, RECEIVE_BUFFER_BYTES - 1);
  assertEquals(b.gauges, { errors: 0, overlong: 3, dropped: 0 });
  assertEquals(b.receivedCount, 4);
  await Promise.all([a.close(), b.close()]);
});

Deno.test("close() sends first what waits, in its order", async () => {
  const [a, b] = [bindUdp(ANY_PORT), bindUdp(ANY_PORT)];
  const inbox = new Inbox(b);
  const numbers = Array.from({ length: 100 }, (_, i) => i);
  for (const i of numbers) a.send(Uint8Array.of(i), b.address);
  await a.close();
  await inbox.has(numbers.length);
  assertEquals(inbox.firstBytes, numbers);
  await b.close();
});

Deno.test("close() may be called again, and frees the port at once", async () => {
  const first = bindUdp(ANY_PORT);
  first.listen(() => {});
  await Promise.all([first.close(), first.close()]);
  const second = bindUdp(first.address);
  assertEquals(second.address, first.address);
  await first.close();
  first.send(Uint8Array.of(1), second.address);
  assertEquals(first.gauges, { errors: 0, overlong: 0, dropped: 1 });
  await second.close();
});

Deno.test("UdpSocket drops what finds no room in its queue", async () => {
  const [a, b] = [bindUdp(ANY_PORT), bindUdp(ANY_PORT)];
  const sends = SEND_QUEUE_MAX + 500;
  for (let i = 0; i < sends; i++) a.send(Uint8Array.of(1), b.address);
  const { dropped } = a.gauges;
  assert(dropped >= 490 && dropped <= 500, `${dropped} dropped`);
  await a.close();
  await b.close();
});

Deno.test("UdpSocket survives what cannot be sent", async () => {
  const [a, b] = [bindUdp(ANY_PORT), bindUdp(ANY_PORT)];
  const inbox = new Inbox(b);
  a.send(new Uint8Array(70_000), b.address);
  a.send(Uint8Array.of(1), { host: "::1", port: b.address.port });
  a.send(Uint8Array.of(2), b.address);
  await inbox.has(1);
  assertEquals(inbox.firstBytes, [2]);
  assertEquals(a.gauges.errors, 2);
  await Promise.all([a.close(), b.close()]);
});

Deno.test("UdpSocket is not deterred by a port where nobody listens", async () => {
  const [a, b, gone] = [ANY_PORT, ANY_PORT, ANY_PORT].map(bindUdp);
  assert(a && b && gone);
  await gone.close();
  const inbox = new Inbox(a);
  for (let i = 0; i < 20; i++) a.send(Uint8Array.of(1), gone.address);
  b.send(Uint8Array.of(3), a.address);
  await inbox.has(1);
  assertEquals(inbox.firstBytes, [3]);
  assertEquals(a.gauges.errors, 0);
  await Promise.all([a.close(), b.close()]);
});

Deno.test("bindUdp() says why it cannot have an address", async () => {
  const socket = bindUdp(ANY_PORT);
  const { port } = socket.address;
  assertThrows(
    () => bindUdp(socket.address),
    UnavailableError,
    `Cannot bind UDP 127.0.0.1:${port}: the port is in use`,
  );
  await socket.close();
});
