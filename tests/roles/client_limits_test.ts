/** What a client may not do to a main server, nor to its other clients. */

import { assertEquals } from "@std/assert";
import {
  CONNECTION_REQUESTS_MAX,
  CONNECTION_TURN_REQUESTS_MAX,
  LINE_MS_MAX,
  OUTBOX_BYTES_MAX,
  OUTBOX_BYTES_PAUSE,
  OUTBOX_STALL_MS_MAX,
} from "../../src/base/limits.ts";
import { OpenSession } from "../support/open_session.ts";

const UNENDED =
  '{"error":{"code":"bad_request","message":"Cannot read the request as its line did not end within 10 s"}}\n';

Deno.test("ClientSession refuses a line that does not end in time, and ends", () => {
  const client = new OpenSession();
  client.connection.receive("a\nb");
  client.wait(LINE_MS_MAX);
  assertEquals(client.connection.closing, null);
  client.wait(1);
  client.connection.receive("\n");
  client.session.taken();
  // It is refused once, however long the answer before takes.
  client.wait(2 * LINE_MS_MAX);
  assertEquals([client.names, client.written], [["a"], ""]);
  client.answer("a");
  assertEquals(client.written, `a!\n${UNENDED}`);
  assertEquals(client.connection.closing, "end");
});

Deno.test("ClientSession counts from a line's first byte, not from its last", () => {
  const client = new OpenSession();
  for (let ms = 0; ms < LINE_MS_MAX; ms += 1_000) {
    client.connection.receive("x");
    client.wait(1_000);
  }
  assertEquals(client.written, "");
  client.connection.receive("x");
  client.wait(1);
  assertEquals(client.written, UNENDED);
});

Deno.test("ClientSession starts to count again with each line", () => {
  const client = new OpenSession();
  for (let lines = 0; lines < 5; lines++) {
    client.connection.receive("x");
    client.wait(LINE_MS_MAX);
    client.connection.receive("\ny");
    client.wait(LINE_MS_MAX);
    client.connection.receive("\n");
    client.wait(10 * LINE_MS_MAX);
  }
  assertEquals([client.names.length, client.written], [10, ""]);
});

Deno.test("ClientSession does not count the time in which it does not read", () => {
  const client = new OpenSession();
  const turn = CONNECTION_TURN_REQUESTS_MAX;
  client.connection.unsentBytes = OUTBOX_BYTES_PAUSE + 1;
  client.connection.receive("a\nb");
  assertEquals(client.connection.isPaused, true);
  client.wait(5 * LINE_MS_MAX);
  client.connection.take();
  assertEquals(client.connection.isPaused, false);
  client.wait(LINE_MS_MAX);
  assertEquals(client.connection.closing, null);
  client.connection.receive("\n" + "c\n".repeat(turn));
  assertEquals(client.names.slice(0, 3), ["a", "b", "c"]);
});

Deno.test("ClientSession stops to count when it stops to read", () => {
  const client = new OpenSession();
  const { connection, session } = client;
  connection.receive("a\nhalf");
  connection.unsentBytes = OUTBOX_BYTES_PAUSE + 2;
  client.answer("a");
  assertEquals(connection.isPaused, true);
  for (let ms = 0; ms < 3 * LINE_MS_MAX; ms += LINE_MS_MAX) {
    // It takes a little, or it would be dropped for that.
    connection.unsentBytes = OUTBOX_BYTES_PAUSE + 1;
    session.taken();
    client.wait(LINE_MS_MAX);
  }
  assertEquals([client.written, connection.closing], ["a!\n", null]);
});

Deno.test("ClientSession counts from when it reads again", () => {
  const client = new OpenSession();
  const requests = CONNECTION_TURN_REQUESTS_MAX + 1;
  client.connection.receive("a\n".repeat(requests) + "half");
  assertEquals(client.connection.isPaused, true);
  client.clock.advance(0);
  assertEquals(client.connection.isPaused, false);
  client.wait(LINE_MS_MAX);
  for (const { answer } of client.asked) answer("");
  client.clock.turn();
  assertEquals(client.written, "");
  client.wait(1);
  assertEquals([client.written, client.connection.closing], [UNENDED, "end"]);
});

Deno.test("ClientSession reads nothing while its answers are not taken", () => {
  const client = new OpenSession();
  client.connection.unsentBytes = OUTBOX_BYTES_PAUSE;
  client.connection.receive("a\n");
  assertEquals([client.names, client.connection.isPaused], [["a"], false]);
  client.connection.unsentBytes++;
  client.connection.receive("b\nc\n");
  assertEquals([client.names, client.connection.isPaused], [["a"], true]);
  client.connection.take();
  assertEquals(client.names, ["a", "b", "c"]);
  assertEquals(client.connection.isPaused, false);
});

Deno.test("ClientSession drops a client that takes nothing for 10 s", () => {
  const client = new OpenSession();
  client.connection.receive("a\n");
  client.wait(10 * OUTBOX_STALL_MS_MAX);
  client.connection.unsentBytes = 2;
  client.answer("a");
  client.wait(OUTBOX_STALL_MS_MAX);
  assertEquals([client.connection.closing, client.closings], [null, 0]);
  client.wait(1);
  assertEquals([client.connection.closing, client.closings], ["abort", 1]);
});

Deno.test("ClientSession keeps a client that takes little, but some", () => {
  const client = new OpenSession();
  client.connection.receive("a\nb\n");
  client.answer("a");
  for (let left = 5; left > 0; left--) {
    client.connection.unsentBytes = left;
    client.session.taken();
    client.wait(OUTBOX_STALL_MS_MAX);
  }
  client.connection.take();
  client.wait(10 * OUTBOX_STALL_MS_MAX);
  assertEquals(client.connection.closing, null);
  // What is sent anew is waited for anew.
  client.connection.unsentBytes = 2;
  client.answer("b");
  client.wait(OUTBOX_STALL_MS_MAX + 1);
  assertEquals(client.connection.closing, "abort");
});

Deno.test("ClientSession is not soothed by sending more", () => {
  const client = new OpenSession();
  client.connection.receive("a\nb\n");
  client.connection.unsentBytes = 2;
  client.answer("a");
  client.wait(OUTBOX_STALL_MS_MAX);
  client.answer("b");
  client.wait(1);
  assertEquals(client.connection.closing, "abort");
});

Deno.test("ClientSession drops a client whose answers take too much memory", () => {
  const client = new OpenSession();
  client.connection.receive("a\nb\nc\n");
  client.connection.unsentBytes = OUTBOX_BYTES_MAX;
  client.answer("a");
  assertEquals(client.connection.closing, null);
  client.connection.unsentBytes++;
  client.answer("b");
  assertEquals([client.connection.closing, client.closings], ["abort", 1]);
  client.answer("c");
  assertEquals(client.written, "a!\nb!\n");
});

Deno.test("ClientSession has so many requests being worked on and no more", () => {
  const client = new OpenSession();
  client.connection.receive("a\n".repeat(CONNECTION_REQUESTS_MAX + 1));
  client.clock.advance(0);
  assertEquals(client.session.requests, CONNECTION_REQUESTS_MAX);
  assertEquals([client.connection.isPaused, client.clock.timers], [true, 0]);
  client.asked[0]!.answer("a!\n");
  client.clock.turn();
  assertEquals(client.asked.length, CONNECTION_REQUESTS_MAX + 1);
  assertEquals(client.connection.isPaused, true);
  client.asked[1]!.answer("a!\n");
  client.clock.turn();
  assertEquals(client.connection.isPaused, false);
});

Deno.test("ClientSession is idle when nothing of it waits", () => {
  const client = new OpenSession();
  const { session, connection } = client;
  assertEquals([session.isIdle, session.activeMs], [true, 0]);
  client.wait(5);
  connection.receive("a\n");
  assertEquals([session.isIdle, session.activeMs], [false, 5]);
  client.wait(5);
  connection.unsentBytes = 1;
  client.answer("a");
  assertEquals([session.isIdle, session.activeMs], [false, 5]);
  connection.take();
  assertEquals(session.isIdle, true);
});

Deno.test("close() ends the connection and drops what is worked on", () => {
  const client = new OpenSession();
  client.connection.receive("a\nb\n");
  client.session.close();
  client.connection.receive("c\n");
  client.answer("a");
  client.answer("b");
  assertEquals(client.names, ["a", "b"]);
  assertEquals([client.written, client.connection.closing], ["", "end"]);
});

Deno.test("ClientSession says nothing to a client that is gone", () => {
  const client = new OpenSession();
  client.connection.receive("a\n".repeat(CONNECTION_TURN_REQUESTS_MAX + 1));
  client.connection.abort();
  assertEquals(client.closings, 1);
  client.clock.advance(0);
  for (const { answer } of client.asked) answer("late\n");
  client.clock.turn();
  assertEquals(client.asked.length, CONNECTION_TURN_REQUESTS_MAX);
  assertEquals(client.written, "");
});
