/** What a main server says of names right after its start. */

import { assertEquals } from "@std/assert";
import { REJOIN_GRACE_MS } from "../../src/base/limits.ts";
import { ServerPair } from "../support/server_pair.ts";

const A = "lilith;[[1,3]]\n";
const B = "zein;[[2,4]]\n";

Deno.test("a name is not called unknown while its server may be coming back", () => {
  const pair = new ServerPair(1);
  pair.addBackend("A", A);
  const client = pair.connect();
  client.receive("lilith zein\n");
  pair.network.settle();
  pair.network.advance(REJOIN_GRACE_MS / 2);
  assertEquals(client.writes, []);
  pair.addBackend("B", B);
  pair.network.advance(100);
  assertEquals(client.writes, ["Available time slots: [2,3]\n\n"]);
});

Deno.test("a name that nobody brings back is unknown within the deadline", () => {
  const pair = new ServerPair(2);
  pair.addBackend("A", A);
  assertEquals(pair.ask("tttt", 2_100), "tttt does not exist.\n\n");
  pair.network.advance(REJOIN_GRACE_MS);
  assertEquals(pair.ask("tttt", 10), "tttt does not exist.\n\n");
});

Deno.test("a name that cannot be one is unknown at once", () => {
  const pair = new ServerPair(3);
  pair.addBackend("A", A);
  assertEquals(pair.ask("t!t\u0007", 10), "t!t\ufffd does not exist.\n\n");
});

Deno.test("who is told whom to expect need not wait", () => {
  const pair = new ServerPair(4, { expect: ["A"] });
  assertEquals(
    pair.ask("tttt", 10),
    "tttt is not known yet: server A has not registered.\n\n",
  );
  pair.addBackend("A", A);
  assertEquals(pair.ask("tttt", 10), "tttt does not exist.\n\n");
});

Deno.test("without any server nobody is unknown", () => {
  const pair = new ServerPair(5);
  pair.network.advance(REJOIN_GRACE_MS);
  assertEquals(
    pair.ask("lilith", 10),
    "lilith is not known yet: no server has registered.\n\n",
  );
});

Deno.test("a server that comes before the answer does not make its names unknown", () => {
  const pair = new ServerPair(6, { expect: ["A", "B"] });
  pair.addBackend("A", A);
  const client = pair.connect();
  client.receive("lilith zein\n");
  const late = "zein is not known yet: server B has not registered.\n";
  // B's list is in force before A's answer is back.
  pair.backends[0]!.socket.close();
  pair.addBackend("B", B);
  pair.network.advance(2_100);
  assertEquals(client.writes, [
    `${late}Server A cannot be reached: lilith not checked.\n\n`,
  ]);
  assertEquals(pair.ask("zein", 10), "Available time slots: [2,4]\n\n");
});
