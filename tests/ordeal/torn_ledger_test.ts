/**
 * What a crash can leave of a ledger on a disk: its log cut anywhere, or with
 * holes where the disk had not yet written what was not synced. SQLite does
 * the writing, so it is looked at from outside: however much of the log is
 * there, a ledger holds what some number of commits had made of it.
 */

import { assert, assertEquals } from "@std/assert";
import type { Hold } from "../../src/calendar/bookings.ts";
import { SqliteHoldLedger } from "../../src/store/hold_ledger.ts";
import { printFigures } from "../support/figures.ts";
import { sampleHold } from "../support/ledger_samples.ts";
import { scaled } from "../support/scale.ts";
import { below, seededRandom } from "../support/seeded_random.ts";
import { TempFolder } from "../support/temp_folder.ts";

const COMMITS = 6;
/** Of so many commits at the end every byte is cut, or every so many bytes. */
const CUT_COMMITS = 2;
const CUT_STEP = scaled({ quick: 61, deep: 1 });
const HOLES = scaled({ quick: 100, deep: 1_000 });
/** A disk writes so much at once. */
const SECTOR_BYTES = 512;

/** A ledger's files after each of some commits, and what it held then. */
class History {
  readonly main: Uint8Array;
  readonly log: Uint8Array;
  /** How long the log was after each commit, and what was kept by it. */
  readonly commits: { readonly bytes: number; readonly holds: Hold[] }[] = [];
  readonly #temp: TempFolder;

  constructor(temp: TempFolder) {
    this.#temp = temp;
    const path = `${temp.path}/A.sqlite`;
    using ledger = new SqliteHoldLedger({ folder: temp.path, server: "A" });
    const holds: Hold[] = [];
    for (let number = 1; number <= COMMITS; number++) {
      const added = Array.from(
        { length: 3 },
        (_, i) => sampleHold(100 * number + i, { title: "t".repeat(200) }),
      );
      ledger.commit(added.map((hold) => ({ kind: "put", hold })));
      holds.push(...added);
      const bytes = Deno.statSync(`${path}-wal`).size;
      this.commits.push({ bytes, holds: [...holds] });
    }
    // As they are while it runs: to close it would empty the log.
    this.main = Deno.readFileSync(path);
    this.log = Deno.readFileSync(`${path}-wal`);
  }

  /** What a ledger with such a log holds. */
  reopen(log: Uint8Array): readonly Hold[] {
    const folder = `${this.#temp.path}/torn`;
    Deno.mkdirSync(folder);
    try {
      Deno.writeFileSync(`${folder}/A.sqlite`, this.main);
      Deno.writeFileSync(`${folder}/A.sqlite-wal`, log);
      using ledger = new SqliteHoldLedger({ folder, server: "A" });
      return ledger.load();
    } finally {
      Deno.removeSync(folder, { recursive: true });
    }
  }

  /** How many commits lie wholly in so many bytes of the log. */
  wholeIn(bytes: number): number {
    return this.commits.filter((commit) => commit.bytes <= bytes).length;
  }

  check(log: Uint8Array, whole: number, how: string): void {
    const expected = this.commits[whole - 1]!.holds;
    assertEquals(this.reopen(log), expected, how);
  }
}

Deno.test("a ledger whose log is cut holds the commits that are whole", async () => {
  using temp = new TempFolder();
  const history = new History(temp);
  const { log } = history;
  const from = history.commits.at(-1 - CUT_COMMITS)!.bytes;
  assert(log.length - from > CUT_COMMITS * 2 * 4_096, "two pages in each");
  const edges = history.commits.flatMap(({ bytes }) => [bytes - 1, bytes]);
  let cuts = 0;
  for (let bytes = from; bytes <= log.length; bytes++) {
    const isLooked = (bytes - from) % CUT_STEP === 0 || edges.includes(bytes);
    if (!isLooked) continue;
    cuts++;
    const how = `cut at byte ${bytes} of ${log.length}`;
    history.check(log.slice(0, bytes), history.wholeIn(bytes), how);
  }
  await printFigures("torn_log", {
    cuts,
    logBytes: log.length - from,
    wrong: 0,
  });
});

Deno.test("a ledger with holes in its last commit holds those before it", async () => {
  using temp = new TempFolder();
  const history = new History(temp);
  const random = seededRandom(1);
  // Each commit is synced before the next is written.
  const unsynced = history.commits.at(-2)!.bytes;
  for (let hole = 0; hole < HOLES; hole++) {
    const log = history.log.slice();
    // The disk had room for the sector already, and has not written it.
    const at = unsynced + below(random, log.length - unsynced);
    log.fill(0, at, at + SECTOR_BYTES);
    const first = log.findIndex((byte, i) => byte !== history.log[i]);
    const whole = first < 0 ? COMMITS : history.wholeIn(first);
    history.check(log, whole, `a hole at byte ${at}`);
  }
  await printFigures("torn_holes", { holes: HOLES, wrong: 0 });
});
