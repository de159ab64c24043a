import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { UnavailableError } from "../../src/base/errors.ts";
import { TIME_MAX } from "../../src/base/limits.ts";
import { type Hold, LedgerFullError } from "../../src/calendar/bookings.ts";
import { SqliteHoldLedger } from "../../src/store/hold_ledger.ts";
import { sampleHold } from "../support/ledger_samples.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { instants, numbers } from "../support/timed_slots.ts";
import { HOLDS_1, layOldLedger } from "./old_ledgers.ts";

function open(folder: string, server = "A") {
  return new SqliteHoldLedger({ folder, server });
}

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}

Deno.test("SqliteHoldLedger makes no file before something is kept", () => {
  using temp = new TempFolder();
  const folder = `${temp.path}/state`;
  using ledger = open(folder);
  assertEquals([ledger.id, ledger.load()], [null, []]);
  assert(!exists(folder));
  ledger.commit([{ kind: "put", hold: sampleHold(1) }]);
  assertMatch(`${ledger.id}`, /^[0-9a-f]{16}$/);
  assertEquals(Deno.statSync(folder).mode! & 0o777, 0o700);
  for (const { name } of Deno.readDirSync(folder)) {
    assertEquals(Deno.statSync(`${folder}/${name}`).mode! & 0o777, 0o600);
  }
});

Deno.test("SqliteHoldLedger gives back what was kept, changed and removed", () => {
  using temp = new TempFolder();
  const first = open(temp.path);
  const far = numbers(-TIME_MAX, TIME_MAX);
  const kept = sampleHold(2, { slot: far, title: "Müller; \"sync\" 'x'" });
  first.commit([
    { kind: "put", hold: sampleHold(1) },
    { kind: "put", hold: kept },
    { kind: "put", hold: sampleHold(3) },
  ]);
  first.commit([
    { kind: "put", hold: { ...kept, state: "booked" } },
    { kind: "remove", transaction: sampleHold(1).transaction },
    { kind: "put", hold: sampleHold(4) },
    { kind: "remove", transaction: sampleHold(4).transaction },
  ]);
  first.close();
  using second = open(temp.path);
  assertEquals(second.id, first.id);
  assertEquals(second.load(), [{ ...kept, state: "booked" }, sampleHold(3)]);
});

Deno.test("SqliteHoldLedger goes on with a ledger from before instants", () => {
  using temp = new TempFolder();
  layOldLedger(temp.path, HOLDS_1);
  const old: Hold = {
    transaction: "00112233445566778899aabbccddeeff",
    decider: "fedcba9876543210",
    key: "k1",
    slot: numbers(4, 7),
    title: "Review",
    state: "booked",
    people: ["lilith"],
  };
  const slot = instants("2026-11-24T08:00:00Z", "2026-11-24T09:00:00Z");
  const hold = sampleHold(1, { slot });
  {
    using ledger = open(temp.path);
    assertEquals([ledger.id, ledger.load()], ["0123456789abcdef", [old]]);
    ledger.commit([{ kind: "put", hold }]);
  }
  using again = open(temp.path);
  assertEquals(again.load(), [old, hold]);
  // Put again, the newest word counts.
  const changed = { ...hold, slot: { ...slot, times: "numbers" } } as const;
  again.commit([{ kind: "put", hold: changed }]);
  again.close();
  using last = open(temp.path);
  assertEquals(last.load(), [old, changed]);
});

Deno.test("SqliteHoldLedger that is full has changed nothing, and goes on", () => {
  using temp = new TempFolder();
  const options = { folder: temp.path, server: "A", bytesMax: 65_536 };
  using ledger = new SqliteHoldLedger(options);
  const title = "x".repeat(200);
  let count = 0;
  assertThrows(
    () => {
      for (;; count++) {
        const holds = [sampleHold(2 * count), sampleHold(2 * count + 1)];
        ledger.commit(
          holds.map((hold) => ({ kind: "put", hold: { ...hold, title } })),
        );
      }
    },
    LedgerFullError,
    "no room",
  );
  assert(count > 10);
  const { transaction } = sampleHold(0);
  ledger.commit([{ kind: "remove", transaction }]);
  ledger.close();
  using again = new SqliteHoldLedger(options);
  assertEquals(again.load().length, 2 * count - 1);
});

Deno.test("SqliteHoldLedger that cannot be made is full", () => {
  using temp = new TempFolder();
  const folder = `${temp.path}/state`;
  using ledger = open(folder);
  Deno.writeTextFileSync(folder, "in the way");
  const hold = sampleHold(1);
  assertThrows(() => ledger.commit([{ kind: "put", hold }]), LedgerFullError);
  Deno.removeSync(folder);
  ledger.commit([{ kind: "put", hold }]);
  assertMatch(`${ledger.id}`, /^[0-9a-f]{16}$/);
});

Deno.test("SqliteHoldLedger takes an empty file for none", () => {
  using temp = new TempFolder();
  Deno.writeTextFileSync(`${temp.path}/A.sqlite`, "");
  using ledger = open(temp.path);
  assertEquals(ledger.id, null);
  ledger.commit([{ kind: "put", hold: sampleHold(1) }]);
  assertMatch(`${ledger.id}`, /^[0-9a-f]{16}$/);
});

for (const inTheWay of ["A.sqlite", "A.sqlite-wal"]) {
  Deno.test(`SqliteHoldLedger says that ${inTheWay} cannot be written`, () => {
    using temp = new TempFolder();
    {
      using ledger = open(temp.path);
      ledger.commit([{ kind: "put", hold: sampleHold(1) }]);
    }
    if (inTheWay === "A.sqlite") Deno.removeSync(`${temp.path}/${inTheWay}`);
    Deno.mkdirSync(`${temp.path}/${inTheWay}`);
    const error = assertThrows(() => open(temp.path), UnavailableError);
    assertEquals(error.exitCode, 2);
    assertMatch(
      error.message,
      /^Cannot use ".*\/A\.sqlite" as the system does not let this ledger of server A, or files beside it, be read and written \("unable to open/,
    );
  });
}

Deno.test("SqliteHoldLedger is damaged where only its log is there", () => {
  using temp = new TempFolder();
  using ledger = open(temp.path);
  ledger.commit([{ kind: "put", hold: sampleHold(1) }]);
  const copy = Deno.makeTempDirSync({ dir: temp.path });
  const log = "A.sqlite-wal";
  Deno.copyFileSync(`${temp.path}/${log}`, `${copy}/${log}`);
  assertThrows(
    () => open(copy),
    UnavailableError,
    `damaged ("only its log is there")`,
  );
});

/** A ledger with three holds, which `change` has been at. */
function changed(temp: TempFolder, sql: string): string {
  using ledger = open(temp.path);
  const holds = [sampleHold(1), sampleHold(2), sampleHold(3)];
  ledger.commit(holds.map((hold) => ({ kind: "put", hold })));
  ledger.close();
  const database = new DatabaseSync(`${temp.path}/A.sqlite`);
  database.exec(`PRAGMA ignore_check_constraints = ON; ${sql}`);
  database.close();
  return temp.path;
}

const REFUSED: [what: string, sql: string, message: string][] = [
  ["a newer version", "PRAGMA user_version = 3", "is of version 3"],
  ["another program's", "PRAGMA application_id = 9", "is not the ledger of"],
  ["another server's", "UPDATE ledger SET server = 'B'", "of server A: put"],
  ["a main server's", "UPDATE ledger SET server = NULL", "is not the ledger"],
  ["two ids", "INSERT INTO ledger VALUES ('0', 'A')", "one row with an id"],
  ["a bad id", "UPDATE ledger SET id = 'x'", "one row with an id"],
  ["no table", "DROP TABLE hold", "no such table: hold"],
  ...([
    ["transaction_id = 'x' WHERE rowid = 2", "row 2 of table hold"],
    ["decider = '0000000000000G07'", "expected 16 digits as decider"],
    ["key = 'a b'", "a key"],
    ["key = ''", "a key"],
    ["start_time = 9", "CHECK constraint failed in hold"],
    ["end_time = 9007199254740993", "too large to be represented"],
    ["end_time = 9007199254740992", "too large to be represented"],
    ["title = 'a' || char(10)", "a title"],
    ["state = 'lost'", "CHECK constraint failed"],
    ["times = 'days'", "CHECK constraint failed"],
    [
      "times = 'instants', start_time = -62167219201, end_time = -62167219200",
      "a slot as end_time",
    ],
    ["times = 'instants', end_time = start_time + 63244801", "a slot as"],
    ["people = '[]'", "a list of names"],
    ['people = \'["a","A"]\'', "a list of names"],
    ["people = '[\"a b\"]'", "a list of names"],
    ["people = 'x'", "CHECK constraint failed"],
  ] as const).map(([sql, message]): [string, string, string] => [
    sql,
    `UPDATE hold SET ${sql}`,
    message,
  ]),
];
for (const [what, sql, message] of REFUSED) {
  Deno.test(`SqliteHoldLedger refuses a ledger with ${what}`, () => {
    using temp = new TempFolder();
    const folder = changed(temp, sql);
    const error = assertThrows(() => open(folder), UnavailableError, message);
    assert(error.message.startsWith("Cannot use "), error.message);
    assertEquals([error.exitCode, error.message.includes("\n")], [2, false]);
    // Nobody has it any more, and nothing was changed.
    assertThrows(() => open(folder), UnavailableError, error.message);
  });
}

Deno.test("SqliteHoldLedger refuses what somebody else has, and in one line", () => {
  using temp = new TempFolder();
  using ledger = open(temp.path);
  ledger.commit([{ kind: "put", hold: sampleHold(1) }]);
  const error = assertThrows(() => open(temp.path), UnavailableError);
  assertEquals([error.exitCode, error.message], [
    2,
    `Cannot use "${temp.path}/A.sqlite" as another process has this ledger ` +
    "of server A: end that one, or choose another --state",
  ]);
  // One that found none yet finds it when it would make its own.
  using other = open(temp.path, "B");
  other.commit([{ kind: "put", hold: sampleHold(1) }]);
});

Deno.test("SqliteHoldLedger of two who begin together is the first one's", () => {
  using temp = new TempFolder();
  using first = open(temp.path);
  using second = open(temp.path);
  first.commit([{ kind: "put", hold: sampleHold(1) }]);
  assertThrows(
    () => second.commit([{ kind: "put", hold: sampleHold(2) }]),
    LedgerFullError,
    "another process has this ledger",
  );
  assertEquals(second.id, null);
  // What the first has kept the second has not read, so that it would forget.
  first.close();
  assertThrows(
    () => second.commit([{ kind: "put", hold: sampleHold(2) }]),
    LedgerFullError,
    "another process has done so meanwhile",
  );
  assertEquals(second.id, null);
  using again = open(temp.path);
  assertEquals(again.load(), [sampleHold(1)]);
});
