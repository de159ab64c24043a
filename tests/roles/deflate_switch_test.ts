import { assertEquals, assertMatch } from "@std/assert";
import { constants, deflateRawSync } from "node:zlib";
import {
  DEFLATED_CONNECTIONS_MAX,
  LINE_MS_MAX,
  OUTBOX_STALL_MS_MAX,
} from "../../src/base/limits.ts";
import { ClientSessions } from "../../src/roles/client_sessions.ts";
import { FakeConnection } from "../support/fake_connection.ts";
import { ManualClock } from "../support/manual_clock.ts";
import { OpenSession } from "../support/open_session.ts";

const CLIENT = { host: "127.0.0.1", port: 50_000 };
const HELLO = '{"id":1,"hello":{"compress":"deflate"}}\n';
const WELCOME = '{"id":1,"hello":{"name":null,"compress":"deflate"}}\n';

function deflated(text: string): Uint8Array {
  return deflateRawSync(text, { finishFlush: constants.Z_SYNC_FLUSH });
}

/**
 * A deflated client that has asked for zein and begun with another line.
 *
 * @param unsentBytes That it does not take.
 */
async function halfWritten(unsentBytes: number): Promise<OpenSession> {
  const asked = Promise.withResolvers<void>();
  const client = new OpenSession(() => {
    asked.resolve();
    return "zein!\n";
  });
  client.connection.receive(HELLO);
  assertEquals(client.written, WELCOME);
  client.connection.unsentBytes = unsentBytes;
  client.connection.receive(deflated("zein\nlili"));
  await asked.promise;
  return client;
}

Deno.test("ClientSession goes on as it is when too many are deflated", () => {
  const client = new OpenSession(() => "!\n");
  client.mayDeflate = false;
  client.connection.receive(HELLO);
  client.connection.receive("lilith\n");
  assertEquals(client.written, '{"id":1,"hello":{"name":null}}\n!\n');
  assertEquals(client.session.isDeflated, false);
});

Deno.test("ClientSession deflates after all earlier answers, and reads nothing until then", () => {
  const client = new OpenSession();
  client.connection.receive(`lilith\n${HELLO}`);
  assertEquals([client.written, client.connection.isPaused], ["", true]);
  client.answer("lilith");
  assertEquals(client.written, `lilith!\n${WELCOME}`);
  assertEquals(client.session.isDeflated, true);
  assertEquals(client.connection.isPaused, false);
  client.connection.abort();
});

Deno.test("ClientSession ends who sends more before the welcome", () => {
  const client = new OpenSession();
  client.connection.receive(`lilith\n${HELLO}`);
  client.connection.receive("zein\n");
  client.answer("lilith");
  const refusal = client.written.slice(`lilith!\n${WELCOME}`.length);
  assertMatch(
    refusal,
    /^\{"error":\{"code":"bad_request".*wait for it"\}\}\n$/,
  );
  assertEquals([client.names, client.session.isDeflated], [["lilith"], false]);
  assertEquals(client.connection.closing, "end");
});

Deno.test("ClientSession counts a deflated line's time as any other's", async () => {
  const client = await halfWritten(0);
  const ended = Promise.withResolvers<void>();
  client.connection.end = ended.resolve;
  client.wait(LINE_MS_MAX);
  client.connection.take();
  client.wait(1);
  await ended.promise;
  client.connection.abort();
  assertEquals(client.names, ["zein"]);
});

Deno.test("ClientSession drops a deflated client that takes nothing", async () => {
  const client = await halfWritten(1);
  client.wait(OUTBOX_STALL_MS_MAX + 1);
  assertEquals(client.connection.closing, "abort");
});

Deno.test("ClientSessions deflates for so many clients and no more", () => {
  const sessions = new ClientSessions();
  const clock = new ManualClock();
  const ask = () => {};
  const clients = Array.from({ length: DEFLATED_CONNECTIONS_MAX + 1 }, () => {
    const client = new FakeConnection(
      CLIENT,
      (connection) =>
        sessions.accept(connection, { door: undefined, clock, ask, book: ask }),
    );
    client.receive(HELLO);
    return client;
  });
  const last = clients.pop()!;
  assertEquals(
    clients.map(({ writes }) => writes),
    clients.map(() => [WELCOME]),
  );
  assertEquals(last.writes, ['{"id":1,"hello":{"name":null}}\n']);
  // One that goes makes room for another.
  clients.pop()!.abort();
  last.receive(HELLO);
  assertEquals(last.writes[1], WELCOME);
  for (const client of [...clients, last]) client.abort();
  assertEquals(sessions.size, 0);
});
