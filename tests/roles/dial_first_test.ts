import { assertEquals, assertRejects } from "@std/assert";
import { type Address, formatAddress } from "../../src/base/address.ts";
import { UnavailableError } from "../../src/base/errors.ts";
import { DIAL_MS_MAX } from "../../src/base/limits.ts";
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

Deno.test("dialFirst() takes the first server that takes it", async () => {
  const clock = new ManualClock();
  const options = { dial: dialUpOnly(), clock };
  const client = await Client.connect([DOWN, UP, DOWN], options);
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
