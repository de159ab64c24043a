import { assertEquals } from "@std/assert";
import { Relay } from "../../src/net/relay.ts";
import { HeldTimers } from "../support/held_timers.ts";
import { readAll } from "../support/served_connection.ts";

const HELLO = new TextEncoder().encode("hello");
const BYE = new TextEncoder().encode("bye");

/** Two ends of one connection. */
async function pair(): Promise<[Deno.TcpConn, Deno.TcpConn]> {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { hostname, port } = listener.addr;
  return await Promise.all([
    Deno.connect({ hostname, port }),
    listener.accept(),
  ]);
}

/** A relay with somebody at either end. */
async function relayed() {
  const [peer, outer] = await pair();
  const [inner, server] = await pair();
  const relay = new Relay({ outer, inner, first: HELLO });
  return {
    relay,
    peer,
    server,
    [Symbol.dispose]() {
      relay.abort();
      for (const socket of [peer, server]) {
        try {
          socket.close();
        } catch {
          // A test has closed it.
        }
      }
    },
  };
}

async function read(socket: Deno.TcpConn): Promise<string> {
  const bytes = new Uint8Array(100);
  const count = await socket.read(bytes);
  return new TextDecoder().decode(bytes.subarray(0, count ?? 0));
}

Deno.test("Relay brings on what came first, then all else, and both ends", async () => {
  using ends = await relayed();
  assertEquals(await read(ends.server), "hello");
  await ends.peer.write(BYE);
  assertEquals(await read(ends.server), "bye");
  await ends.peer.closeWrite();
  assertEquals(await read(ends.server), "", "its end");
  await ends.server.write(BYE);
  assertEquals(await read(ends.peer), "bye", "the other side goes on");
  ends.server.close();
  assertEquals(await read(ends.peer), "");
});

Deno.test("Relay brings out last words to a peer that is still talking", async () => {
  using ends = await relayed();
  await read(ends.server);
  await ends.server.write(BYE);
  ends.server.close();
  // More than the buffers of the system take unread.
  const talk = new Uint8Array(8_000_000);
  for (let sent = 0; sent < talk.length;) {
    sent += await ends.peer.write(talk.subarray(sent));
  }
  assertEquals(await readAll(ends.peer), BYE);
});

Deno.test("linger() waits as long as the peer takes something", async () => {
  using ends = await relayed();
  using timers = new HeldTimers();
  const runAll = () => {
    for (const [id, run] of [...timers.held]) {
      timers.held.delete(id);
      run();
    }
  };
  ends.relay.linger();
  await ends.server.write(BYE);
  assertEquals(await read(ends.peer), "bye");
  runAll();
  assertEquals(timers.held.size, 1, "there was progress");
  await ends.server.write(BYE);
  assertEquals(await read(ends.peer), "bye", "it still works");
  runAll();
  runAll();
  assertEquals(timers.held.size, 0, "and then none");
  await readAll(ends.peer).catch(() => {});
});

Deno.test("linger() waits anew, and shorter, once all is out", async () => {
  using ends = await relayed();
  using timers = new HeldTimers();
  ends.relay.linger();
  ends.server.close();
  await readAll(ends.peer).catch(() => {});
  // Its end reaches the peer just before the relay has noted it.
  while (timers.begun < 2) await ends.peer.write(HELLO);
  assertEquals([timers.begun, timers.held.size], [2, 1]);
});
