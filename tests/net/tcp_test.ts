import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { UnavailableError } from "../../src/base/errors.ts";
import type {
  Connection,
  ConnectionEvents,
} from "../../src/net/connections.ts";
import { dialTcp, listenTcp } from "../../src/net/tcp.ts";
import { readAll, Served } from "../support/served_connection.ts";
import { HeldTimers } from "../support/held_timers.ts";
import { stubbed } from "../support/stubbed.ts";

const ANY_PORT = { host: "127.0.0.1", port: 0 };

const SILENT: ConnectionEvents = {
  received() {},
  taken() {},
  finished() {},
  closed() {},
};

/** Bytes whose order shows. */
function pattern(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let i = 0; i < length; i++) bytes[i] = i * 31 + (i >> 8);
  return bytes;
}

Deno.test("Connection carries both ways, in order, in pieces of any size", async () => {
  using served = await Served.start();
  const { peer, connection } = served;
  const bytes = pattern(1_000_000);
  for (let at = 0, size = 1; at < bytes.length; at += size, size *= 3) {
    connection.send(bytes.subarray(at, at + size));
  }
  assert(connection.unsentBytes > 0);
  connection.end();
  assertEquals(await readAll(peer), bytes);
  assertEquals(connection.unsentBytes, 0);
  assert(served.count("taken") > 0);
});

Deno.test("Connection hands over what the peer sends, in order", async () => {
  using served = await Served.start();
  const bytes = pattern(1_000_000);
  await served.write(bytes);
  await served.peer.closeWrite();
  await served.event("finished");
  assertEquals(served.bytes, bytes);
});

Deno.test("pauseReading() leaves the rest with the system until resumed", async () => {
  using served = await Served.start();
  const { connection } = served;
  served.onReceived = () => connection.pauseReading();
  const bytes = pattern(200_000);
  const written = served.write(bytes);
  await served.event("received");
  const before = served.bytes.length;
  await served.roundTrip();
  assertEquals(served.bytes.length, before);
  // Paused again in the same turn, it must not read on.
  connection.resumeReading();
  connection.pauseReading();
  await served.roundTrip();
  connection.pauseReading();
  assertEquals(served.bytes.length, before);
  served.onReceived = () => {};
  connection.resumeReading();
  await written;
  await served.peer.closeWrite();
  await served.event("finished");
  assertEquals(served.bytes, bytes);
});

Deno.test("end() flushes first, though the peer's bytes are unread", async () => {
  using served = await Served.start();
  using timers = new HeldTimers();
  const { connection, peer } = served;
  connection.pauseReading();
  await served.write(pattern(30_000));
  const bytes = pattern(3_000_000);
  connection.send(bytes);
  connection.end();
  connection.end();
  connection.send(pattern(10));
  // Nothing of it was read, and closing now would reset the connection.
  assertEquals(await readAll(peer), bytes);
  peer.close();
  await served.event("closed");
  assertEquals([served.count("closed"), served.bytes.length], [1, 0]);
  assertEquals([timers.begun, timers.held.size], [1, 0]);
});

Deno.test("end() flushes though the peer ends its side meanwhile", async () => {
  using served = await Served.start();
  const bytes = pattern(8_000_000);
  served.connection.send(bytes);
  served.connection.end();
  await served.peer.closeWrite();
  await served.roundTrip();
  assertEquals((await readAll(served.peer)).length, bytes.length);
  await served.event("closed");
});

Deno.test("end() waits for a peer that does not end, but not for ever", async () => {
  using served = await Served.start();
  using timers = new HeldTimers();
  served.connection.end();
  served.connection.end();
  assertEquals(await readAll(served.peer), new Uint8Array());
  assertEquals([timers.begun, served.count("closed")], [1, 0]);
  for (const run of timers.held.values()) run();
  assertEquals(served.count("closed"), 1);
});

Deno.test("Connection answers a peer that has ended its side, then closes", async () => {
  using served = await Served.start();
  const { connection, peer } = served;
  await served.write(Uint8Array.of(1));
  await peer.closeWrite();
  await served.event("finished");
  assertEquals(served.count("closed"), 0);
  using timers = new HeldTimers();
  connection.send(pattern(500_000));
  connection.end();
  assertEquals(await readAll(peer), pattern(500_000));
  await served.event("closed");
  assertEquals(served.events.at(-1), "closed");
  assertEquals([served.count("closed"), timers.begun], [1, 0]);
});

Deno.test("abort() closes at once, once, and forgets what is unsent", async () => {
  using served = await Served.start();
  const { connection, peer } = served;
  connection.send(pattern(8_000_000));
  connection.abort();
  assertEquals([connection.unsentBytes, served.count("closed")], [0, 1]);
  connection.send(pattern(10));
  connection.end();
  connection.abort();
  const got = await readAll(peer).catch(() => new Uint8Array());
  assert(got.length < 8_000_000);
  assertEquals([connection.unsentBytes, served.count("closed")], [0, 1]);
});

Deno.test("abort() from within an event is the last that is told", async () => {
  using served = await Served.start();
  served.onReceived = () => served.connection.abort();
  await served.write(pattern(100));
  await served.event("received");
  await served.roundTrip();
  assertEquals(served.events, ["closed", "received"]);
});

Deno.test("abort() ends a connection that is paused", async () => {
  using served = await Served.start();
  served.connection.pauseReading();
  served.connection.abort();
  await readAll(served.peer).catch(() => {});
  assertEquals(served.events, ["closed"]);
});

Deno.test("Connection that is reset closes once", async () => {
  using served = await Served.start();
  const { connection, peer } = served;
  connection.send(pattern(10));
  // What the peer has not read makes its close a reset.
  await peer.read(new Uint8Array(1));
  peer.close();
  while (served.count("closed") === 0) {
    connection.send(pattern(100_000));
    await served.anything();
  }
  connection.abort();
  assertEquals(served.count("closed"), 1);
  assertEquals(served.events.at(-1), "closed");
});

Deno.test("close() of a listener takes no more, and ends nobody", async () => {
  const served = await Served.start();
  const { listener, connection, peer } = served;
  listener.close();
  using pauses = new HeldTimers();
  connection.send(pattern(100));
  connection.end();
  assertEquals(await readAll(peer), pattern(100));
  peer.close();
  await served.event("closed");
  // The one is for the peer to end: nothing is accepted again.
  assertEquals(pauses.begun, 1);
  const { port } = listener.address;
  await assertRejects(
    () => dialTcp(listener.address, () => SILENT),
    UnavailableError,
    `Cannot reach the main server at 127.0.0.1:${port}: connection refused`,
  );
});

/** A listener whose first accepts fail before it accepts anybody. */
function failingListen(failures: number, error: Error): typeof Deno.listen {
  const { listen } = Deno;
  return ((options: Deno.TcpListenOptions) => {
    const listener = listen(options);
    const accept = listener.accept.bind(listener);
    let failed = 0;
    listener.accept = () =>
      failed++ < failures ? Promise.reject(error) : accept();
    return listener;
  }) as typeof Deno.listen;
}

const FAILURES: [name: string, error: Error, pauses: number][] = [
  ["goes on at once after", new Deno.errors.NotConnected("gone"), 0],
  ["goes on at once after", new Deno.errors.ConnectionAborted("gone"), 0],
  ["pauses after", new Error("Too many open files (os error 24)"), 3],
];
for (const [name, error, pauses] of FAILURES) {
  Deno.test(`listenTcp() ${name} "${error.message}", a ${error.name}`, async () => {
    const begun: number[] = [];
    const goOn = ((run: () => void, waitMs: number) => {
      begun.push(waitMs);
      queueMicrotask(run);
    }) as unknown as typeof setTimeout;
    using stubs = new DisposableStack();
    stubs.use(stubbed(Deno, "listen", failingListen(3, error)));
    stubs.use(stubbed(globalThis, "setTimeout", goOn));
    using served = await Served.start();
    assertEquals(begun, Array(pauses).fill(50));
    served.connection.abort();
  });
}

Deno.test("listenTcp() tells its owner that the system takes no more", async () => {
  const error = new Error("Too many open files (os error 24)");
  using _stub = stubbed(Deno, "listen", failingListen(1, error));
  const accepted = Promise.withResolvers<Connection>();
  let told = 0;
  const listener = listenTcp(ANY_PORT, (connection) => {
    accepted.resolve(connection);
    return SILENT;
  }, () => told++);
  const { host: hostname, port } = listener.address;
  using _peer = await Deno.connect({ hostname, port });
  const connection = await accepted.promise;
  assertEquals(told, 1);
  connection.abort();
  listener.close();
});

Deno.test("listenTcp() says why it cannot have an address", () => {
  const listener = listenTcp(ANY_PORT, () => SILENT);
  const { port } = listener.address;
  assertThrows(
    () => listenTcp(listener.address, () => SILENT),
    UnavailableError,
    `Cannot listen on TCP 127.0.0.1:${port}: the port is in use`,
  );
  listener.close();
});

Deno.test("dialTcp() gives a connection that tells where it leads", async () => {
  using served = await Served.start();
  const dialled = await dialTcp(served.listener.address, () => SILENT);
  assertEquals(dialled.peer, served.listener.address);
  dialled.abort();
});
