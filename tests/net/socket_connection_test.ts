import { assertEquals } from "@std/assert";
import {
  SocketConnection,
  type StreamSocket,
} from "../../src/net/socket_connection.ts";

Deno.test("what waits for a slow peer keeps nothing else alive", async () => {
  const room = Promise.withResolvers<void>();
  const second = Promise.withResolvers<Uint8Array>();
  const ended = Promise.withResolvers<null>();
  let writes = 0;
  const socket: StreamSocket = {
    read: () => ended.promise,
    async write(bytes) {
      if (++writes === 1) await room.promise;
      else second.resolve(bytes);
      return bytes.length;
    },
    close() {},
    closeWrite: () => Promise.resolve(),
  };
  const connection = new SocketConnection({
    socket,
    peer: { host: "127.0.0.1", port: 1 },
    accept: () => ({ received() {}, taken() {}, finished() {}, closed() {} }),
  });
  const slab = new Uint8Array(16_384).fill(7);
  connection.send(slab.subarray(0, 3));
  connection.send(slab.subarray(3, 8));
  room.resolve();
  const waited = await second.promise;
  assertEquals(waited, slab.slice(3, 8));
  assertEquals(waited.buffer.byteLength, waited.length);
  connection.abort();
  ended.resolve(null);
});
