import { assert, assertEquals, assertRejects } from "@std/assert";
import { type Address, formatAddress } from "../../src/base/address.ts";
import { UnavailableError } from "../../src/base/errors.ts";
import { CLIENT_SILENCE_MS_MAX, DIAL_MS_MAX } from "../../src/base/limits.ts";
import type { Accept, Connection, Dial } from "../../src/net/connections.ts";
import { Client } from "../../src/roles/client.ts";
import { acceptingDial, FakeConnection } from "../support/fake_connection.ts";
import { ManualClock } from "../support/manual_clock.ts";

const DOWN = { host: "127.0.0.1", port: 1 };
const UP = { host: "127.0.0.1", port: 2 };

function dialUpOnly(): Dial {
  const { dial } = acceptingDial();
  return (to, accept) => to === UP ? dial(to, accept) : refuse(to);
}

function refuse(to: Address): Promise<never> {
  return Promise.reject(
    new UnavailableError(`Cannot reach ${formatAddress(to)}`, 5),
  );
}

/** The first of two servers, asked whether it answers. */
async function connectToFirst(servers: readonly Address[], token?: string) {
  const clock = new ManualClock();
  const { dial, connections } = acceptingDial();
  const connected = Client.connect(servers, { dial, clock, token });
  // What was dialled is awaited, and sends once a turn.
  for (let i = 0; i < 9; i++) await Promise.resolve();
  clock.turn();
  const [first] = connections;
  assert(first);
  return { connected, clock, connections, first };
}

Deno.test("dialFirst() passes by a server that is frozen or hangs up", async () => {
  for (const happens of ["silence", "end"] as const) {
    const { connected, clock, connections, first } = await connectToFirst(
      [DOWN, UP],
    );
    assertEquals(first.writes, ['{"id":1,"names":[]}\n']);
    if (happens === "end") first.finish();
    else clock.advance(CLIENT_SILENCE_MS_MAX);
    const client = await connected;
    assertEquals([client.server, first.closing], [UP, "abort"]);
    // What the last one does the question will show.
    clock.turn();
    assertEquals(connections[1]?.writes, []);
  }
});

Deno.test("dialFirst() passes by a server that goes on without an answer", async () => {
  const { connected, clock, first } = await connectToFirst([DOWN, UP]);
  const stepMs = CLIENT_SILENCE_MS_MAX / 4;
  for (let ms = 0; ms < DIAL_MS_MAX; ms += stepMs) {
    first.receive(" ");
    clock.advance(stepMs);
  }
  assertEquals([(await connected).server, first.closing], [UP, "abort"]);
});

Deno.test("dialFirst() takes a server that answers, if only to refuse", async () => {
  const error = { code: "bad_request", message: "no" };
  const welcome = { id: 1, hello: { name: "reports" } };
  const answers = [
    { lines: [welcome, { id: 2, error }], isBroken: false },
    { lines: [{ error: { ...error, code: "not_allowed" } }], isBroken: true },
  ];
  for (const { lines, isBroken } of answers) {
    const { connected, clock, connections, first } = await connectToFirst(
      [UP, DOWN],
      "cvn_x",
    );
    for (const line of lines) first.receive(`${JSON.stringify(line)}\n`);
    const client = await connected;
    assertEquals([client.server, connections.length], [UP, 1]);
    assertEquals([client.isBroken, clock.timers], [isBroken, 0]);
  }
});

Deno.test("dialFirst() takes the first server that takes it", async () => {
  const clock = new ManualClock();
  const options = { dial: dialUpOnly(), clock };
  const client = await Client.connect([DOWN, UP], options);
  assertEquals([client.server, clock.timers], [UP, 0]);
});

Deno.test("dialFirst() tells why no server took it", async () => {
  const clock = new ManualClock();
  const error = await assertRejects(
    () => Client.connect([DOWN, DOWN], { dial: refuse, clock }),
    UnavailableError,
    "Cannot reach 127.0.0.1:1; Cannot reach 127.0.0.1:1",
  );
  assertEquals([error.exitCode, clock.timers], [5, 0]);
});

Deno.test("dialFirst() lets no bug pass for a server that is down", async () => {
  const dial = () => Promise.reject(new TypeError("a bug"));
  await assertRejects(
    () => Client.connect([DOWN, UP], { dial, clock: new ManualClock() }),
    TypeError,
  );
});

Deno.test("dialFirst() gives up a silent server and hangs up if it comes late", async () => {
  const clock = new ManualClock();
  const { promise, resolve } = Promise.withResolvers<Connection>();
  let takeLate: Accept | null = null;
  const dial: Dial = (_to, accept) => {
    takeLate = accept;
    return promise;
  };
  const connected = assertRejects(
    () => Client.connect([DOWN], { dial, clock }),
    UnavailableError,
    "Cannot reach the main server at 127.0.0.1:1: no answer within 5000 ms",
  );
  clock.advance(DIAL_MS_MAX);
  await connected;
  const late = new FakeConnection(DOWN, takeLate!);
  resolve(late);
  await promise;
  await Promise.resolve();
  assertEquals(late.closing, "abort");
});
