/** What holds of every ledger: versions, damage, processes and kills. */

import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { UnavailableError } from "../../src/base/errors.ts";
import { LedgerFullError } from "../../src/calendar/bookings.ts";
import { SqliteHoldLedger } from "../../src/store/hold_ledger.ts";
import { SqliteFile } from "../../src/store/sqlite_file.ts";
import { sampleHold } from "../support/ledger_samples.ts";
import { LineLog } from "../support/line_log.ts";
import { below, seededRandom } from "../support/seeded_random.ts";
import { TempFolder } from "../support/temp_folder.ts";

const CHILD = fromFileUrl(
  new URL("../support/commit_for_ever.ts", import.meta.url),
);

Deno.test("SqliteFile goes through each version to the newest", () => {
  using temp = new TempFolder();
  const path = `${temp.path}/x.sqlite`;
  const steps = [
    ["CREATE TABLE t (a INTEGER) STRICT", "INSERT INTO t VALUES (1)"],
    ["ALTER TABLE t ADD COLUMN b INTEGER", "UPDATE t SET b = a + 1"],
    ["UPDATE t SET b = b * 10"],
  ];
  const rows = (count: number) => {
    const format = { applicationId: 1, steps: steps.slice(0, count) };
    const options = { path, what: "test", format, bytesMax: 65_536 };
    const file = new SqliteFile(options);
    try {
      return { ...file.statement("SELECT * FROM t").get() };
    } finally {
      file.close();
    }
  };
  assertEquals(rows(1), { a: 1 });
  assertEquals(rows(3), { a: 1, b: 20 });
  assertEquals(rows(3), { a: 1, b: 20 });
  assertThrows(() => rows(2), UnavailableError, "is of version 3");
});

Deno.test("a ledger that is damaged anywhere is refused, or is whole", () => {
  using temp = new TempFolder();
  const holds = Array.from({ length: 60 }, (_, i) => sampleHold(i));
  const options = { folder: temp.path, server: "A" };
  {
    using ledger = new SqliteHoldLedger(options);
    ledger.commit(holds.map((hold) => ({ kind: "put", hold })));
  }
  const path = `${temp.path}/A.sqlite`;
  const good = Deno.readFileSync(path);
  const random = seededRandom(1);
  let refused = 0;
  for (let turn = 0; turn < 400; turn++) {
    const bad = good.slice();
    // The header byte by byte, then a whole sector somewhere.
    const at = turn < 100 ? turn : below(random, good.length - 512);
    if (turn < 100) bad[at]! ^= 1 << below(random, 8);
    else crypto.getRandomValues(bad.subarray(at, at + 512));
    Deno.writeFileSync(path, turn % 4 === 3 ? good.slice(0, at) : bad);
    try {
      using ledger = new SqliteHoldLedger(options);
      if (turn % 4 === 3 && at < 1) continue;
      assertEquals(ledger.load(), holds, `turn ${turn}`);
    } catch (error) {
      if (!(error instanceof UnavailableError)) throw error;
      assertEquals(error.exitCode, 2, error.message);
      refused++;
    }
  }
  // Free space, and a few bytes of the header, matter to nobody.
  assert(refused > 200, `${refused}`);
});

/** A process that commits holds and says so, a line each. */
function commitForEver(folder: string) {
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--no-prompt",
      "--allow-read",
      "--allow-write",
      CHILD,
      folder,
    ],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const stdout = new LineLog(child.stdout);
  const stderr = new LineLog(child.stderr);
  return {
    stdout,
    async kill() {
      child.kill("SIGKILL");
      await child.status;
      await Promise.all([stdout.ended, stderr.ended]);
    },
  };
}

Deno.test("what a killed process said it had kept is there", async () => {
  using temp = new TempFolder();
  let before = 0;
  for (let turn = 0; turn < 4; turn++) {
    const child = commitForEver(temp.path);
    await child.stdout.waitFor(new RegExp(`^${before + 20 + 7 * turn}$`));
    const options = { folder: temp.path, server: "A" };
    const error = assertThrows(
      () => new SqliteHoldLedger(options),
      UnavailableError,
      "another process has this ledger",
    );
    assertEquals(error.exitCode, 2);
    await child.kill();
    const said = Number(child.stdout.text.trimEnd().split("\n").at(-1));
    using ledger = new SqliteHoldLedger(options);
    const holds = ledger.load();
    // One more may be there: it was kept and not said yet.
    assert(holds.length === said || holds.length === said + 1);
    assertEquals(holds, holds.map((_, i) => sampleHold(i + 1)));
    before = holds.length;
  }
});

const TMPFS = "size=256k";

/** Mounting takes more rights than most have, and a Linux. */
function mount(folder: string): boolean {
  try {
    const args = ["-t", "tmpfs", "-o", TMPFS, "convene-test", folder];
    return new Deno.Command("mount", { args, stderr: "null" })
      .outputSync().success;
  } catch {
    return false;
  }
}

function canMount(): boolean {
  if (Deno.build.os !== "linux") return false;
  using temp = new TempFolder();
  if (!mount(temp.path)) return false;
  return unmount(temp.path);
}

function unmount(folder: string): boolean {
  return new Deno.Command("umount", { args: [folder] }).outputSync().success;
}

Deno.test({
  name: "a ledger on a disk that is full has changed nothing, and goes on",
  ignore: !canMount(),
  fn() {
    using temp = new TempFolder();
    assert(mount(temp.path));
    try {
      const options = { folder: temp.path, server: "A" };
      const filler = `${temp.path}/filler`;
      Deno.writeFileSync(filler, new Uint8Array(65_536));
      let kept = 0;
      {
        using ledger = new SqliteHoldLedger(options);
        const put = () =>
          ledger.commit([{ kind: "put", hold: sampleHold(kept) }]);
        assertThrows(() => {
          for (;; kept++) put();
        }, LedgerFullError);
        Deno.removeSync(filler);
        put();
        kept++;
      }
      using ledger = new SqliteHoldLedger(options);
      assertEquals(ledger.load().length, kept);
      assert(kept > 5, `${kept}`);
    } finally {
      unmount(temp.path);
    }
  },
});

const UNTIL_REFUSED = fromFileUrl(
  new URL("../support/commit_until_refused.ts", import.meta.url),
);

Deno.test({
  name: "a ledger to which the system lets nobody write has changed nothing",
  ignore: Deno.build.os === "windows",
  fn() {
    using temp = new TempFolder();
    // As a quota does, or a disk that has become one for reading only.
    const limited = `trap "" XFSZ; ulimit -f 2048; exec "$@"`;
    const args = ["run", "--no-prompt", "--allow-read", "--allow-write"];
    const { stdout } = new Deno.Command("sh", {
      args: [
        ...["-c", limited, "sh", Deno.execPath()],
        ...[...args, UNTIL_REFUSED, temp.path],
      ],
      stderr: "null",
    }).outputSync();
    const { kept, reasons } = JSON.parse(new TextDecoder().decode(stdout));
    const [why] = reasons;
    assertEquals(reasons, [why, why]);
    assertMatch(why, /^Cannot write to ".*\/A\.sqlite" as the system does not/);
    using ledger = new SqliteHoldLedger({ folder: temp.path, server: "A" });
    assertEquals(ledger.load().length, kept);
    ledger.commit([{ kind: "put", hold: sampleHold(kept) }]);
  },
});

/** What may be done to a ledger in use, and what of it is a file again. */
const TAKEN_AWAY: [name: string, take: (path: string) => () => void][] = [
  ["moved", (path) => {
    Deno.renameSync(path, `${path}.old`);
    return () => Deno.renameSync(`${path}.old`, path);
  }],
  ["replaced", (path) => {
    Deno.renameSync(path, `${path}.old`);
    Deno.copyFileSync(`${path}.old`, path);
    return () => Deno.renameSync(`${path}.old`, path);
  }],
  ["without its log", (path) => {
    Deno.renameSync(`${path}-wal`, `${path}.old`);
    return () => Deno.renameSync(`${path}.old`, `${path}-wal`);
  }],
];
for (const [name, take] of TAKEN_AWAY) {
  Deno.test(`a ledger that is ${name} takes nothing more until it is back`, () => {
    using temp = new TempFolder();
    const said: string[] = [];
    let nowMs = 0;
    const epochMs = () => nowMs;
    const options = { folder: temp.path, server: "A", epochMs };
    const holds = [1, 2, 3].map((number) => sampleHold(number));
    const [first, second, third] = holds.map((hold) => [
      { kind: "put", hold } as const,
    ]);
    {
      const warn = (why: string) => void said.push(why);
      using ledger = new SqliteHoldLedger({ ...options, warn });
      ledger.commit(first!);
      const putBack = take(`${temp.path}/A.sqlite`);
      for (const change of [second!, third!]) {
        assertThrows(
          () => ledger.commit(change),
          LedgerFullError,
          "put it back",
        );
      }
      assertEquals(said.length, 1);
      nowMs += 60_000;
      assertThrows(() => ledger.commit(second!), LedgerFullError);
      assertEquals(said, [said[0], said[0]]);
      // A clock that is set back does not silence it until then.
      nowMs -= 3_600_000;
      assertThrows(() => ledger.commit(second!), LedgerFullError);
      assertEquals(said.length, 3);
      putBack();
      ledger.commit(third!);
    }
    using ledger = new SqliteHoldLedger(options);
    assertEquals(ledger.load(), [holds[0]!, holds[2]!]);
  });
}

Deno.test({
  name: "a ledger behind a link takes nothing more without its log",
  // There a link takes more rights than most have.
  ignore: Deno.build.os === "windows",
  fn() {
    using temp = new TempFolder();
    const real = `${temp.path}/real`;
    Deno.mkdirSync(real);
    Deno.symlinkSync(`${real}/A.sqlite`, `${temp.path}/A.sqlite`);
    using ledger = new SqliteHoldLedger({ folder: temp.path, server: "A" });
    ledger.commit([{ kind: "put", hold: sampleHold(1) }]);
    Deno.renameSync(`${real}/A.sqlite-wal`, `${real}/old`);
    const again = () => ledger.commit([{ kind: "put", hold: sampleHold(2) }]);
    assertThrows(again, LedgerFullError, "put it back");
    Deno.renameSync(`${real}/old`, `${real}/A.sqlite-wal`);
    again();
  },
});
