/** Peers of IPv4 and IPv6 on one UDP socket; nobody binds more than loopback. */

import { assertEquals } from "@std/assert";
import type { Address } from "../../src/base/address.ts";
import { bindUdp } from "../../src/net/udp.ts";
import { stubbed } from "../support/stubbed.ts";

/** As the system speaks of an IPv4 peer to each kind of socket. */
const PEERS = [
  { bound: "127.0.0.1", calls: "10.0.0.1", shown: "10.0.0.1" },
  { bound: "::", calls: "::ffff:10.0.0.1", shown: "10.0.0.1" },
  { bound: "::", calls: "fe80::1", shown: "fe80::1" },
];
for (const { bound, calls, shown } of PEERS) {
  Deno.test(`UdpSocket on ${bound} calls ${calls} ${shown}`, async () => {
    const peer = { transport: "udp", hostname: calls, port: 9 } as const;
    const sentTo: Deno.Addr[] = [];
    const waiting = [{ from: peer, bytes: Uint8Array.of(1) }];
    const open = () => ({
      addr: { transport: "udp", hostname: bound, port: 7 },
      receive: () => {
        const next = waiting.shift();
        return next ? [next.bytes, next.from] : new Promise(() => {});
      },
      send: (_: Uint8Array, to: Deno.Addr) => sentTo.push(to),
    });
    using _ = stubbed(
      Deno,
      "listenDatagram",
      open as unknown as typeof Deno.listenDatagram,
    );
    const socket = bindUdp({ host: bound, port: 7 });
    const from = await new Promise<Address>((resolve) => {
      socket.listen((_, from) => resolve(from));
    });
    assertEquals(from, { host: shown, port: 9 });
    socket.send(Uint8Array.of(2), from);
    assertEquals(sentTo, [peer]);
  });
}
