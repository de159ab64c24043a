import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { FileFormatError, UnavailableError } from "../../src/base/errors.ts";
import { HANDSHAKES_MAX } from "../../src/base/limits.ts";
import type {
  Connection,
  ConnectionEvents,
} from "../../src/net/connections.ts";
import { tlsDial } from "../../src/net/tls_dial.ts";
import { listenTls, type TlsListener } from "../../src/net/tls_listener.ts";
import {
  type AuthorityName,
  authorityPath,
  certificate,
  type CertificateName,
} from "../support/certificates.ts";
import { within } from "../support/deadline.ts";
import { HeldTimers } from "../support/held_timers.ts";
import { readAll } from "../support/served_connection.ts";
import { stubbed } from "../support/stubbed.ts";

const LOOPBACK = { host: "127.0.0.1", port: 0 };
const AUTHORITY = Deno.readTextFileSync(authorityPath("authority"));
const dial = tlsDial({ authorities: [AUTHORITY] });

/** A server that sends back what it gets, and ends with its client. */
function echoServer(name: CertificateName = "main") {
  const connections: Connection[] = [];
  const listener = listenTls(LOOPBACK, {
    certificate: certificate(name),
    accept: (connection) => {
      connections.push(connection);
      return {
        received: (bytes) => connection.send(bytes.slice()),
        taken() {},
        finished: () => connection.end(),
        closed() {},
      };
    },
  });
  return {
    listener,
    connections,
    [Symbol.dispose]() {
      listener.close();
      for (const connection of connections) connection.abort();
    },
  };
}

/** Where the listener is, by the name that its certificate carries. */
function localhost({ address }: TlsListener) {
  return { host: "localhost", port: address.port };
}

/** A bare TLS client. */
async function connectTls({ address }: TlsListener): Promise<Deno.TlsConn> {
  const socket = await Deno.connectTls({
    hostname: "localhost",
    port: address.port,
    caCerts: [AUTHORITY],
  });
  try {
    await socket.handshake();
    return socket;
  } catch (error) {
    socket.close();
    throw error;
  }
}

async function connectPlain({ address }: TlsListener): Promise<Deno.TcpConn> {
  return await Deno.connect({ hostname: address.host, port: address.port });
}

/** Sends some bytes and reads as many. */
async function echo(socket: Deno.Conn, bytes: Uint8Array): Promise<Uint8Array> {
  const sending = (async () => {
    for (let sent = 0; sent < bytes.length;) {
      sent += await socket.write(bytes.subarray(sent));
    }
  })();
  const got = new Uint8Array(bytes.length);
  for (let at = 0; at < got.length;) {
    const count = await socket.read(got.subarray(at));
    assert(count !== null, `${at} bytes came back`);
    at += count;
  }
  await sending;
  return got;
}

function pattern(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (i * 31 + (i >> 8)) & 0xff);
}

const SMALL = pattern(100);

/** Takes a connection that there must not be. */
function nobody(): never {
  throw new Error("There is a connection");
}

Deno.test("listenTls() and tlsDial() carry bytes both ways, and their end", async () => {
  using server = echoServer();
  const got: number[] = [];
  const all = Promise.withResolvers<void>();
  const closed = Promise.withResolvers<void>();
  const events: ConnectionEvents = {
    received(bytes) {
      got.push(...bytes);
      if (got.length === 300_000) all.resolve();
    },
    taken() {},
    finished: () => client.end(),
    closed: () => closed.resolve(),
  };
  const client = await dial(localhost(server.listener), () => events);
  assertEquals(client.peer.port, server.listener.address.port);
  client.send(pattern(300_000));
  await all.promise;
  const [ours] = server.connections;
  assertEquals(ours?.peer.host, "127.0.0.1");
  ours?.end();
  await closed.promise;
  assertEquals(Uint8Array.from(got), pattern(300_000));
});

Deno.test("listenTls() loses no last words, neither small nor long", async () => {
  using server = echoServer();
  for (const length of [1, 100, 200_000, 3_000_000]) {
    using socket = await connectTls(server.listener);
    const bytes = pattern(length);
    const reading = readAll(socket as unknown as Deno.TcpConn);
    for (let sent = 0; sent < length;) {
      sent += await socket.write(bytes.subarray(sent));
    }
    await socket.closeWrite();
    assertEquals((await reading).length, length);
  }
});

Deno.test("listenTls() tells whoever speaks in the clear, at once", async () => {
  using server = echoServer();
  for (const line of ["a\n", "x", "lilith zein\n".repeat(500)]) {
    using socket = await connectPlain(server.listener);
    await socket.write(new TextEncoder().encode(line));
    const said = new TextDecoder().decode(await readAll(socket));
    assertEquals(JSON.parse(said).error.code, "tls_required");
  }
  assertEquals(server.connections, [], "nobody heard of them");
});

const NONSENSE = Uint8Array.of(0x16, 3, 1, 0, 5, 1, 2, 3, 4, 5);

Deno.test("listenTls() drops a handshake that is nonsense, or is left", async () => {
  using server = echoServer();
  {
    using socket = await connectPlain(server.listener);
    await socket.write(NONSENSE);
    // To its end, which is no reset.
    await readAll(socket);
  }
  (await connectPlain(server.listener)).close();
  const left = await connectPlain(server.listener);
  await left.write(NONSENSE.subarray(0, 3));
  left.close();
  using good = await connectTls(server.listener);
  assertEquals(await echo(good, SMALL), SMALL);
  assertEquals(server.connections.length, 1);
});

Deno.test("listenTls() ends a handshake that does not end", async () => {
  using timers = new HeldTimers();
  using server = echoServer();
  using silent = await connectPlain(server.listener);
  using halting = await connectPlain(server.listener);
  await halting.write(NONSENSE.subarray(0, 6));
  // Two that have come in later: by then both are being waited for.
  using good = await connectTls(server.listener);
  assertEquals(await echo(good, SMALL), SMALL);
  assertEquals(timers.held.size, 2, "one for each that is not through");
  for (const run of [...timers.held.values()]) run();
  // Closed by the system, which Deno's own TLS socket would not be.
  for (const socket of [silent, halting]) {
    await readAll(socket).catch(() => {});
  }
  assertEquals(await echo(good, SMALL), SMALL);
});

Deno.test("listenTls() ends the oldest handshake, when there are too many", async () => {
  using server = echoServer();
  const sockets: Deno.TcpConn[] = [];
  for (let i = 0; i <= HANDSHAKES_MAX; i++) {
    sockets.push(await connectPlain(server.listener));
  }
  // Long before its own time is up.
  const first = within(readAll(sockets[0]!), { ms: 5_000, what: () => "it" });
  assertEquals((await first).length, 0);
  using good = await connectTls(server.listener);
  assertEquals(await echo(good, SMALL), SMALL);
  for (const socket of sockets) socket.close();
});

Deno.test("abort() is soon rid of a peer that does not go", async () => {
  using server = echoServer();
  using socket = await connectTls(server.listener);
  assertEquals(await echo(socket, SMALL), SMALL);
  server.connections[0]?.abort();
  assertEquals(await socket.read(new Uint8Array(1)), null);
  const talking = (async () => {
    for (;;) await socket.write(SMALL);
  })();
  const gone = assertRejects(() => talking, Error);
  await within(gone, { ms: 5_000, what: () => "the connection's end" });
});

Deno.test("replace() shows a new certificate, and keeps connections", async () => {
  using server = echoServer("expired");
  await assertRejects(() => connectTls(server.listener), Error, "expired");
  server.listener.replace(certificate("main"));
  using before = await connectTls(server.listener);
  const storm = Array.from({ length: 40 }, async (_, i) => {
    if (i % 10 === 5) server.listener.replace(certificate("renewed"));
    using socket = await connectTls(server.listener);
    assertEquals(await echo(socket, SMALL), SMALL);
  });
  await Promise.all(storm);
  server.listener.replace(certificate("elsewhere"));
  await assertRejects(() => connectTls(server.listener), Error, "not valid");
  assertEquals(await echo(before, SMALL), SMALL);
});

Deno.test("replace() leaves no port of the old certificate open", async () => {
  const { listenTls } = Deno;
  const ports: number[] = [];
  using _stub = stubbed(Deno, "listenTls", (options) => {
    const listener = listenTls(options);
    ports.push(listener.addr.port);
    return listener;
  });
  using server = echoServer();
  server.listener.replace(certificate("renewed"));
  const connect = (port?: number) =>
    Deno.connect({ hostname: "127.0.0.1", port: port ?? 0 });
  using socket = await connectTls(server.listener);
  assertEquals(await echo(socket, SMALL), SMALL);
  (await connect(ports[1])).close();
  await assertRejects(() => connect(ports[0]), Error, "Connection re");
});

Deno.test("replace() keeps the old certificate, if the new one is broken", async () => {
  using server = echoServer();
  const { cert, key } = certificate("main");
  const broken = [
    [{ cert: "", key }, "no certificates found"],
    [{ cert, key: "" }, "no keys found"],
    [{ cert: cert.slice(0, 300), key }, "unable to decode"],
    [{ cert, key: certificate("renewed").key }, "another certificate"],
  ] as const;
  for (const [certificate, why] of broken) {
    const replace = () => server.listener.replace(certificate);
    assertThrows(replace, FileFormatError, why);
    const listen = () => listenTls(LOOPBACK, { certificate, accept: nobody });
    assertThrows(listen, FileFormatError, why);
  }
  using socket = await connectTls(server.listener);
  assertEquals(await echo(socket, SMALL), SMALL);
});

const UNTRUSTED: [
  name: CertificateName,
  authority: AuthorityName,
  message: string,
][] = [
  ["elsewhere", "authority", 'is not for "localhost"'],
  ["expired", "authority", "has expired"],
  ["main", "stranger", "nobody trusted here has signed its certificate"],
  ["main", "namesake", "has the name of one trusted here, but another key"],
  ["selfmade", "authority", "is an authority's own, which no server may show"],
];
for (const [name, authority, message] of UNTRUSTED) {
  Deno.test(`tlsDial() refuses ${name} by ${authority}`, async () => {
    using server = echoServer(name);
    const authorities = [Deno.readTextFileSync(authorityPath(authority))];
    const dialling = tlsDial({ authorities })(
      localhost(server.listener),
      nobody,
    );
    const error = await assertRejects(
      () => dialling,
      UnavailableError,
      message,
    );
    assertEquals(error.exitCode, 5);
  });
}

Deno.test("tlsDial() refuses a server that speaks in the clear", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const serving = (async () => {
    using socket = await listener.accept();
    await socket.read(new Uint8Array(1_000));
    await socket.write(new TextEncoder().encode('{"error":{}}\n'));
    await socket.read(new Uint8Array(1_000)).catch(() => {});
  })();
  const to = { host: "127.0.0.1", port: listener.addr.port };
  await assertRejects(
    () => within(dial(to, nobody), { ms: 5_000, what: () => "" }),
    UnavailableError,
    "it does not speak TLS",
  );
  await serving;
});

Deno.test("tlsDial() says why nobody is there", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const to = { host: "127.0.0.1", port: listener.addr.port };
  listener.close();
  const error = await assertRejects(
    () => dial(to, nobody),
    UnavailableError,
    "connection refused",
  );
  assertEquals(error.exitCode, 5);
});
