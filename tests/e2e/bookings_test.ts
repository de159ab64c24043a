/** `convene book`, `cancel` and `bookings`, against a stub of a service. */

import { assert, assertEquals, assertMatch } from "@std/assert";
import { bookingId } from "../../src/calendar/booking_id.ts";
import type { BookOutcome } from "../../src/calendar/bookings.ts";
import { BookingServer } from "../support/booking_server.ts";
import { ConveneProcess } from "../support/process.ts";
import { numbers } from "../support/timed_slots.ts";

const AT = ["lilith", "zein", "--at", "[5,7]"];
const ID = bookingId("k1");

Deno.test("convene book says what was booked, and by which id", async () => {
  await using server = new BookingServer();
  const first = await server.run("book", ...AT);
  const [request] = server.bookings.asked as { key: string }[];
  assertEquals([first.code, first.stdout, first.stderr], [
    0,
    `Booked [5,7] for lilith, zein: booking ${bookingId(request!.key)}\n`,
    "",
  ]);
  assertMatch(request!.key, /^[0-9a-f]{32}$/);
  const flags = ["--key=k1", "--title=Über, alles", "--output=json"];
  const second = await server.run("book", ...AT, ...flags);
  assertEquals([second.code, second.stdout], [
    0,
    `{"booked":{"booking":"${ID}","key":"k1","slot":[5,7],"names":["lilith","zein"]}}\n`,
  ]);
  assertEquals(server.bookings.asked[1], {
    key: "k1",
    names: ["lilith", "zein"],
    slot: numbers(5, 7),
    title: "Über, alles",
  });
});

const OUTCOMES: [BookOutcome, code: number, text: string, json: string][] = [
  [
    { kind: "not_free", names: ["lilith"] },
    1,
    "Time slot [5,7] is not free for lilith.\n",
    '{"error":{"code":"not_free","message":"Time slot [5,7] is not free for lilith","names":["lilith"]}}\n',
  ],
  [
    { kind: "unknown_name", names: ["lilith", "zein"] },
    3,
    "lilith does not exist.\nzein does not exist.\n",
    '{"error":{"code":"unknown_name","message":"lilith does not exist; zein does not exist","names":["lilith","zein"]}}\n',
  ],
  [
    { kind: "not_known_yet", names: ["zein"], waitingFor: ["B"] },
    4,
    "zein is not known yet: server B has not registered.\n",
    '{"error":{"code":"not_known_yet","message":"zein is not known yet: server B has not registered","names":["zein"],"waitingFor":["B"]}}\n',
  ],
  [
    { kind: "unreachable", servers: [{ server: "B", names: ["zein"] }] },
    4,
    "Server B cannot be reached: zein not checked.\n",
    '{"error":{"code":"unreachable","message":"Server B cannot be reached: zein not checked","names":["zein"],"unreachable":[{"server":"B","names":["zein"]}]}}\n',
  ],
  [
    { kind: "unreadable", servers: [{ server: "B", names: ["zein"] }] },
    4,
    "Server B cannot read the calendar of zein: not checked.\n",
    '{"error":{"code":"unreadable","message":"Server B cannot read the calendar of zein: not checked","names":["zein"],"unreadable":[{"server":"B","names":["zein"]}]}}\n',
  ],
  [
    { kind: "mixed_times", numbers: [], instants: ["B"] },
    2,
    "Cannot compare numbers (the slot) with instants (server B).\n",
    '{"error":{"code":"mixed_times","message":"Cannot compare numbers (the slot) with instants (server B)","numbers":[],"instants":["B"]}}\n',
  ],
  [
    { kind: "outcome_unknown" },
    7,
    "The outcome of booking k1 is not known yet; ask again with --key k1.\n",
    '{"error":{"code":"outcome_unknown","message":"The outcome of booking k1 is not known yet; ask again with --key k1","key":"k1"}}\n',
  ],
  [
    { kind: "copies", server: "B" },
    4,
    "Server B cannot be booked: its copies keep no ledger in common.\n",
    '{"error":{"code":"copies","message":"Server B cannot be booked: its copies keep no ledger in common","server":"B"}}\n',
  ],
];
for (const [outcome, code, text, json] of OUTCOMES) {
  Deno.test(`convene book exits ${code} and says ${outcome.kind}`, async () => {
    await using server = new BookingServer();
    server.bookings.outcomes.push(outcome, outcome);
    const [asText, asJson] = await Promise.all([
      server.run("book", ...AT, "--key=k1"),
      server.run("book", ...AT, "--key=k1", "--output=json"),
    ]);
    assertEquals([asText.code, asText.stdout, asText.stderr], [code, text, ""]);
    assertEquals([asJson.code, asJson.stdout], [code, json]);
  });
}

Deno.test("convene book says which instants it is not sure of", async () => {
  await using server = new BookingServer();
  server.bookings.outcomes.push({ kind: "outcome_unknown" });
  const flags = ["--at=[tomorrow,+1h]", "--key=k1", "--timezone=Asia/Tokyo"];
  const { stdout, stderr } = await server.run("book", "lilith", ...flags);
  const unknown = "The outcome of booking k1 is not known yet; ask again with";
  assertEquals(stdout, `${unknown} --key k1.\n`);
  const [, at = ""] = /--at '(\[[^']*\])'/.exec(stderr) ?? [];
  const again = await server.run("book", "lilith", `--at=${at}`, "--key=k1");
  assertEquals(again.code, 0, again.stderr);
  const [first, second] = server.bookings.asked;
  assertEquals(first, second);
});

const REFUSALS: [BookOutcome, code: number, message: string][] = [
  [{ kind: "key_taken" }, 2, "The key k1 stands for another booking"],
  [{ kind: "busy" }, 4, "Too many slots are being booked: ask again"],
  [
    { kind: "ledger_full", server: "B" },
    4,
    "The ledger of server B cannot be written",
  ],
  [
    { kind: "ledger_full", server: null },
    4,
    "The ledger of the main server cannot be written",
  ],
];
for (const [outcome, code, message] of REFUSALS) {
  Deno.test(`convene book exits ${code}: ${message}`, async () => {
    await using server = new BookingServer();
    server.bookings.outcomes.push(outcome);
    const ended = await server.run("book", ...AT, "--key=k1");
    assertEquals([ended.code, ended.stdout], [code, ""]);
    assertEquals(ended.stderr, `convene: ${message}\n`);
  });
}

Deno.test("convene book exits 7 when it is cut off before the answer", async () => {
  await using server = new BookingServer();
  server.bookings.outcomes.push("silence");
  const running = server.run("book", ...AT, "--key=k1");
  await server.bookings.silent;
  server.abortAll();
  const { code, stdout, stderr } = await running;
  assertEquals([code, stdout], [
    7,
    "The outcome of booking k1 is not known yet; ask again with --key k1.\n",
  ]);
  assertMatch(stderr, /^convene: Cannot go on with the main server at /);
});

Deno.test("convene book exits 5 when there is nobody to ask", async () => {
  const server = new BookingServer();
  await server[Symbol.asyncDispose]();
  const { code, stdout, stderr } = await server.run("book", ...AT);
  assertEquals([code, stdout], [5, ""]);
  assertMatch(stderr, /^convene: Cannot reach the main server/);
});

Deno.test("convene cancel takes a booking back, however its id is typed", async () => {
  await using server = new BookingServer();
  await server.run("book", ...AT, "--key=k1");
  const typed = ID.toLowerCase().replaceAll("0", "o");
  const first = await server.run("cancel", typed);
  assertEquals([first.code, first.stdout], [0, `Cancelled booking ${ID}.\n`]);
  const second = await server.run("cancel", ID);
  const gone = `Booking ${ID} does not exist`;
  assertEquals([second.code, second.stdout], [3, `${gone}.\n`]);
  const third = await server.run("cancel", ID, "--output=json");
  assertEquals(
    third.stdout,
    `{"error":{"code":"no_such_booking","message":"${gone}"}}\n`,
  );
});

Deno.test("convene bookings lists them as text, JSON, columns and iCalendar", async () => {
  await using server = new BookingServer();
  const empty = await server.run("bookings");
  assertEquals([empty.code, empty.stdout], [0, "Nothing is booked.\n"]);
  await server.run("book", ...AT, "--key=k1", "--title=Review");
  await server.run("book", "zein", "--at=[-3,0]", "--key=k2");
  const other = bookingId("k2");
  const [text, json, tsv, ics] = await Promise.all([
    server.run("bookings", "zein"),
    server.run("bookings", "lilith", "--output=json"),
    server.run("bookings", "--output=tsv"),
    server.run("bookings", "--output=ics"),
  ]);
  assertEquals(
    text.stdout,
    `[5,7] lilith, zein: booking ${ID} (Review)\n[-3,0] zein: booking ${other}\n`,
  );
  assertEquals(
    json.stdout,
    `{"bookings":[{"booking":"${ID}","slot":[5,7],"names":["lilith","zein"],"title":"Review"}]}\n`,
  );
  assertEquals(
    tsv.stdout,
    "booking\tstart\tend\tnames\ttitle\n" +
      `${ID}\t5\t7\tlilith,zein\tReview\n${other}\t-3\t0\tzein\t\n`,
  );
  assert(ics.stdout.includes(`UID:${ID}@convene\r\n`), ics.stdout);
});

Deno.test("instants are booked and listed in a zone, and in UTC for programs", async () => {
  await using server = new BookingServer();
  const at = "--at=[2026-11-24T08:30,2026-11-24T09:30+09:00]";
  const flags = ["--timezone=Asia/Tokyo", "--key=k1"];
  const [text, json] = [
    await server.run("book", "zein", at, ...flags),
    await server.run("book", "zein", at, ...flags, "--output=json"),
  ];
  assertEquals(
    text.stdout,
    `Booked Tue 24 Nov 2026 08:30-09:30 GMT+9 for zein: booking ${ID}\n`,
  );
  const utc = ["2026-11-23T23:30:00Z", "2026-11-24T00:30:00Z"];
  assertEquals(JSON.parse(json.stdout).booked.slot, utc);
  server.bookings.bookings.pop();
  const listed = await Promise.all([
    server.run("bookings", "--timezone=America/New_York"),
    server.run("bookings", "--timezone=Europe/London"),
    server.run("bookings", "--output=tsv", "--timezone=Asia/Tokyo"),
    server.run("bookings", "--output=json", "--timezone=Asia/Tokyo"),
  ]);
  const about = `zein: booking ${ID}`;
  assertEquals(listed.map(({ stdout }) => stdout), [
    `Mon 23 Nov 2026 18:30-19:30 EST ${about}\n`,
    `Mon 23 Nov 2026 23:30 - Tue 24 Nov 2026 00:30 GMT ${about}\n`,
    `booking\tstart\tend\tnames\ttitle\n${ID}\t${utc[0]}\t${utc[1]}\tzein\t\n`,
    `{"bookings":[{"booking":"${ID}","slot":${
      JSON.stringify(utc)
    },"names":["zein"],"title":""}]}\n`,
  ]);
});

Deno.test("a main server of larger groups books and lists no smaller one", async () => {
  await using server = new BookingServer(2);
  const alone = await server.run("book", "zein", "--at=[5,7]");
  assertEquals([alone.code, alone.stdout], [4, ""]);
  assertMatch(alone.stderr, /Cannot book as this main server speaks of larger/);
  const list = await server.run("bookings", "zein", "lilith");
  assertEquals([list.code, list.stdout], [4, ""]);
  assertMatch(list.stderr, /Cannot list bookings as this main server speaks/);
  assertEquals(server.bookings.asked, []);
  server.bookings.outcomes.push({ kind: "not_free", names: ["lilith"] });
  const two = await server.run("book", ...AT);
  assertEquals([two.code, two.stdout], [
    1,
    "Time slot [5,7] is not free for all of them.\n",
  ]);
});

Deno.test("convene book tells by which key to ask again when it is interrupted", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  const main = `127.0.0.1:${port}`;
  await using book = new ConveneProcess(["book", ...AT, "--main", main]);
  using connection = await listener.accept();
  const bytes = new Uint8Array(1_000);
  const count = await connection.read(bytes);
  const asked = new TextDecoder().decode(bytes.subarray(0, count ?? 0));
  const [, key] = /"key":"([0-9a-f]{32})"/.exec(asked)!;
  const { code, stdout } = await book.end("SIGINT");
  assertEquals([code, stdout], [
    7,
    `The outcome of booking ${key} is not known yet; ` +
    `ask again with --key ${key}.\n`,
  ]);
});
