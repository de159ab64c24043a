import { assert, assertEquals, assertThrows } from "@std/assert";
import { UnavailableError } from "../../src/base/errors.ts";
import { SqliteHoldLedger } from "../../src/store/hold_ledger.ts";
import { hasLostCommits } from "../../src/store/sqlite_log.ts";
import { sampleHold } from "../support/ledger_samples.ts";
import { below, seededRandom } from "../support/seeded_random.ts";
import { TempFolder } from "../support/temp_folder.ts";

const LOG_HEADER_BYTES = 32;

/** A ledger's files while it runs: to close it would empty the log. */
function running(temp: TempFolder, commits: number) {
  const folder = `${temp.path}/running`;
  using ledger = new SqliteHoldLedger({ folder, server: "A" });
  const ends: number[] = [];
  for (let number = 1; number <= commits; number++) {
    ledger.commit([{ kind: "put", hold: sampleHold(number) }]);
    ends.push(Deno.statSync(`${folder}/A.sqlite-wal`).size);
  }
  return {
    main: Deno.readFileSync(`${folder}/A.sqlite`),
    log: Deno.readFileSync(`${folder}/A.sqlite-wal`),
    ends,
  };
}

Deno.test("hasLostCommits() tells each flipped bit from what a crash leaves", () => {
  using temp = new TempFolder();
  const { log, ends } = running(temp, 8);
  assert(!hasLostCommits(log));
  const [last] = ends.slice(-2);
  const random = seededRandom(1);
  for (let turn = 0; turn < 400; turn++) {
    const isHeader = turn < LOG_HEADER_BYTES;
    const at = isHeader ? turn : below(random, log.length);
    const bad = log.slice();
    bad[at]! ^= 1 << below(random, 8);
    // The last commit may have been cut short, so that nothing is lost by it.
    assertEquals(hasLostCommits(bad), at < last!, `byte ${at}`);
  }
});

Deno.test("hasLostCommits() takes a log that ends anywhere for a crash's", () => {
  using temp = new TempFolder();
  const { log } = running(temp, 4);
  for (let bytes = 0; bytes < log.length; bytes += 97) {
    assert(!hasLostCommits(log.slice(0, bytes)), `${bytes} bytes`);
  }
});

Deno.test("hasLostCommits() looks at nothing from before a log began anew", () => {
  using temp = new TempFolder();
  // Of 1,000 pages SQLite moves the log into the file, and begins it anew.
  const { log, ends } = running(temp, 520);
  assertEquals(ends.at(-1), ends.at(-2), "the log was begun anew");
  assert(!hasLostCommits(log));
});

Deno.test("a ledger whose log is damaged is refused, and not touched", () => {
  using temp = new TempFolder();
  const { main, log, ends } = running(temp, 6);
  const folder = `${temp.path}/damaged`;
  Deno.mkdirSync(folder);
  const bad = log.with(ends[2]! + 100, log[ends[2]! + 100]! ^ 1);
  Deno.writeFileSync(`${folder}/A.sqlite`, main);
  Deno.writeFileSync(`${folder}/A.sqlite-wal`, bad);
  const error = assertThrows(
    () => new SqliteHoldLedger({ folder, server: "A" }),
    UnavailableError,
    `damaged ("its log breaks off before its end"): put back a good copy`,
  );
  assertEquals(error.exitCode, 2);
  assertEquals(Deno.readFileSync(`${folder}/A.sqlite`), main);
  assertEquals(Deno.readFileSync(`${folder}/A.sqlite-wal`), bad);
});
