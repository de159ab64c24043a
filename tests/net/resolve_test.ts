import { assert, assertEquals, assertRejects } from "@std/assert";
import { quote, UnavailableError } from "../../src/base/errors.ts";
import {
  familyFrom,
  isLoopback,
  resolveAddress,
} from "../../src/net/resolve.ts";

const LOOPBACK = ["127.0.0.1", "127.255.1.254", "::1"];
const ELSEWHERE = [
  "0.0.0.0",
  "::",
  "10.0.0.1",
  "128.0.0.1",
  "1.127.0.0",
  "127.0.0.1.example.com",
  "127.0.0",
  "::2",
  "fe80::1",
  // A name may be made to lead anywhere.
  "localhost",
];

/** A label has at most 63 characters, so nobody needs to be asked. */
const TOO_LONG = "x".repeat(64);

Deno.test("isLoopback() knows the addresses that only this machine reaches", () => {
  for (const host of LOOPBACK) assert(isLoopback({ host, port: 1 }), host);
  for (const host of ELSEWHERE) assert(!isLoopback({ host, port: 1 }), host);
});

Deno.test("resolveAddress() leaves addresses, in the spelling of sockets", async () => {
  const spellings: [typed: string, spelt: string][] = [
    ["127.0.0.1", "127.0.0.1"],
    ["::1", "::1"],
    ["0:0:0:0:0:0:0:1", "::1"],
    ["::0001", "::1"],
    ["FE80::A", "fe80::a"],
    ["fe80::a%eth0", "fe80::a%eth0"],
    ["0::ffff:127.0.0.1", "127.0.0.1"],
    ["::ffff:7f00:1", "127.0.0.1"],
    ["::ffff:0:1", "0.0.0.1"],
    ["::1:ffff:127.0.0.1", "::1:ffff:7f00:1"],
  ];
  for (const [typed, spelt] of spellings) {
    const address = await resolveAddress({ host: typed, port: 24849 });
    assertEquals(address, { host: spelt, port: 24849 });
  }
});

Deno.test("resolveAddress() finds a name's address", async () => {
  const address = await resolveAddress({ host: "localhost", port: 7 });
  assert(isLoopback(address), address.host);
  assertEquals(address.port, 7);
});

Deno.test("resolveAddress() finds only what a socket can send to", async () => {
  const localhost = { host: "localhost", port: 7 };
  const found = await resolveAddress(localhost, familyFrom("10.0.0.1"));
  assertEquals(found, { host: "127.0.0.1", port: 7 });
  assertEquals([familyFrom("::"), familyFrom("::1")], [0, 6]);
  await assertRejects(
    () => resolveAddress({ host: TOO_LONG, port: 7 }, familyFrom("fe80::1")),
    UnavailableError,
    "it has no IPv6 address",
  );
});

Deno.test("resolveAddress() says which host it cannot find", async () => {
  const host = TOO_LONG;
  await assertRejects(
    () => resolveAddress({ host, port: 7 }),
    UnavailableError,
    `Cannot find the host ${quote(host)}: it has no address`,
  );
});
