/** What a UDP socket does when the system fails it. */

import { assertEquals } from "@std/assert";
import { SEND_QUEUE_MAX } from "../../src/base/limits.ts";
import { bindUdp, type UdpSocket } from "../../src/net/udp.ts";
import { stubbed } from "../support/stubbed.ts";

const ANY_PORT = { host: "127.0.0.1", port: 0 };
const PEER = { transport: "udp", hostname: "127.0.0.1", port: 9 } as const;

/** A system's socket that fails, sends and receives as a test says. */
class FailingSocket {
  readonly addr = { ...PEER, port: 7 };
  isClosed = false;
  readonly #receiving: PromiseWithResolvers<[Uint8Array, Deno.Addr]>[] = [];
  readonly #sending: PromiseWithResolvers<number>[] = [];
  #asked: () => void = () => {};

  receive(): Promise<[Uint8Array, Deno.Addr]> {
    const receiving = Promise.withResolvers<[Uint8Array, Deno.Addr]>();
    this.#receiving.push(receiving);
    this.#asked();
    return receiving.promise;
  }

  send(): Promise<number> {
    const sending = Promise.withResolvers<number>();
    this.#sending.push(sending);
    return sending.promise;
  }

  close(): void {
    if (this.isClosed) throw new Deno.errors.BadResource("closed twice");
    this.isClosed = true;
  }

  /** Fails, or brings a datagram, once the socket is read. */
  async next(bytes?: Uint8Array): Promise<void> {
    if (this.#receiving.length === 0) {
      await new Promise<void>((resolve) => this.#asked = resolve);
    }
    const { resolve, reject } = this.#receiving.shift()!;
    if (bytes) resolve([bytes, PEER]);
    else reject(new Deno.errors.ConnectionRefused("no reason"));
    await settled();
  }

  /** The system takes the next datagram. */
  async taken(): Promise<void> {
    this.#sending.shift()?.resolve(1);
    await settled();
  }
}

/** Lets everybody who waits for a promise go on. */
async function settled(): Promise<void> {
  for (let i = 0; i < 5; i++) await Promise.resolve();
}

/** Sockets that the system gave out, and pauses that do not last. */
class FailingSystem implements Disposable {
  readonly opened: FailingSocket[] = [];
  readonly pauses: (() => void)[] = [];
  canOpen = true;
  readonly #stubs = new DisposableStack();

  constructor() {
    this.#stubs.use(stubbed(
      Deno,
      "listenDatagram",
      (() => {
        if (!this.canOpen) throw new Deno.errors.AddrInUse("taken");
        const socket = new FailingSocket();
        this.opened.push(socket);
        return socket;
      }) as unknown as typeof Deno.listenDatagram,
    ));
    const pause =
      ((run: () => void) =>
        this.pauses.push(run)) as unknown as typeof setTimeout;
    this.#stubs.use(stubbed(globalThis, "setTimeout", pause));
  }

  /** Ends the pause after an error. */
  async resume(): Promise<void> {
    const [run] = this.pauses.splice(0);
    run!();
    await settled();
  }

  async fail(socket: FailingSocket, times: number): Promise<void> {
    for (let i = 0; i < times; i++) {
      await socket.next();
      await this.resume();
    }
  }

  [Symbol.dispose](): void {
    this.#stubs.dispose();
  }
}

function listen(): { readonly socket: UdpSocket; readonly received: number[] } {
  const socket = bindUdp(ANY_PORT);
  const received: number[] = [];
  socket.listen((bytes) => received.push(bytes[0]!));
  return { socket, received };
}

Deno.test("UdpSocket survives errors, and pauses after each", async () => {
  using system = new FailingSystem();
  const { socket, received } = listen();
  const [first] = system.opened;
  await system.fail(first!, 4);
  await first!.next(Uint8Array.of(1));
  // What worked once in between has a fresh start.
  await system.fail(first!, 4);
  await first!.next(Uint8Array.of(2));
  assertEquals(received, [1, 2]);
  assertEquals([socket.gauges.errors, system.opened.length], [8, 1]);
});

Deno.test("UdpSocket is opened anew after five errors in a row", async () => {
  using system = new FailingSystem();
  const { socket, received } = listen();
  await system.fail(system.opened[0]!, 5);
  assertEquals(system.opened.map(({ isClosed }) => isClosed), [true, false]);
  await system.opened[1]!.next(Uint8Array.of(1));
  assertEquals(received, [1]);
  const closed = socket.close();
  await system.opened[1]!.next();
  await closed;
  assertEquals(system.opened.map(({ isClosed }) => isClosed), [true, true]);
});

Deno.test("UdpSocket that cannot be opened anew tries again, and closes", async () => {
  using system = new FailingSystem();
  const { socket } = listen();
  const [first] = system.opened;
  system.canOpen = false;
  await system.fail(first!, 5);
  assertEquals([first!.isClosed, socket.gauges.errors], [true, 6]);
  await system.fail(first!, 4);
  system.canOpen = true;
  await system.fail(first!, 1);
  assertEquals(system.opened.length, 2);
  system.canOpen = false;
  await system.fail(system.opened[1]!, 5);
  const closed = socket.close();
  await system.opened[1]!.next();
  await closed;
});

Deno.test("UdpSocket that is closed in a pause is not opened anew", async () => {
  using system = new FailingSystem();
  const { socket } = listen();
  const [first] = system.opened;
  await system.fail(first!, 4);
  await first!.next();
  const closed = socket.close();
  await system.resume();
  await closed;
  assertEquals(system.opened.map(({ isClosed }) => isClosed), [true]);
});

Deno.test("UdpSocket counts only what waits against its queue", async () => {
  using system = new FailingSystem();
  const { socket } = listen();
  socket.send(Uint8Array.of(0), ANY_PORT);
  for (let i = 0; i < 3 * SEND_QUEUE_MAX; i++) {
    socket.send(Uint8Array.of(1), ANY_PORT);
    await system.opened[0]!.taken();
  }
  assertEquals(socket.gauges.dropped, 0);
  for (let i = 0; i < SEND_QUEUE_MAX; i++) {
    socket.send(Uint8Array.of(1), ANY_PORT);
  }
  assertEquals(socket.gauges.dropped, 0);
  socket.send(Uint8Array.of(1), ANY_PORT);
  assertEquals(socket.gauges.dropped, 1);
});
