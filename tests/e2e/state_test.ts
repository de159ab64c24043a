/** `--state DIR`: what a server does about ledgers when it starts. */

import { assert, assertEquals, assertMatch } from "@std/assert";
import { SqliteBookingLedger } from "../../src/store/booking_ledger.ts";
import { SqliteHoldLedger } from "../../src/store/hold_ledger.ts";
import { sampleBooking, sampleHold } from "../support/ledger_samples.ts";
import { Cluster } from "../support/cluster.ts";
import { ConveneProcess, run } from "../support/process.ts";
import { TempFolder } from "../support/temp_folder.ts";

/** Each server's own ledger, and how the server is started. */
function servers({ path }: TempFolder) {
  const folder = `${path}/state`;
  const file = `${path}/a.txt`;
  Deno.writeTextFileSync(file, "lilith;[[1,3]]\n");
  return {
    folder,
    main: {
      ledger: `${folder}/main.sqlite`,
      args: [
        "serve-main",
        "--tcp-port=0",
        "--udp-port=0",
        `--state=${folder}`,
      ],
    },
    backend: {
      ledger: `${folder}/A.sqlite`,
      args: [
        "serve-backend",
        `--file=${file}`,
        "--udp-port=0",
        `--state=${folder}`,
      ],
    },
  };
}

function makeLedgers(folder: string): void {
  using main = new SqliteBookingLedger({ folder });
  main.commit([{ kind: "put", booking: sampleBooking(1) }]);
  using backend = new SqliteHoldLedger({ folder, server: "A" });
  backend.commit([{ kind: "put", hold: sampleHold(1) }]);
}

Deno.test("servers make no ledger by starting, and end with the one they have", async () => {
  using temp = new TempFolder();
  const { folder, main, backend } = servers(temp);
  for (const hasLedgers of [false, true]) {
    if (hasLedgers) makeLedgers(folder);
    for (const { args, ledger } of [main, backend]) {
      await using process = new ConveneProcess(args);
      await process.stderr.waitFor(/ is ready: /);
      if (hasLedgers) {
        const second = await run(args);
        assertEquals([second.code, second.stdout], [2, ""]);
        assert(second.stderr.startsWith(`convene: Cannot use "${ledger}" as `));
        assertMatch(second.stderr, /another process has this ledger[^\n]*\n$/);
      }
      assertEquals((await process.end("SIGTERM")).code, 0);
    }
    const isThere = [...Deno.readDirSync(temp.path)]
      .some(({ name }) => name === "state");
    assertEquals(isThere, hasLedgers);
  }
  assertUnharmed(folder);
});

/** They were let go of. */
function assertUnharmed(folder: string): void {
  using main = new SqliteBookingLedger({ folder });
  using backend = new SqliteHoldLedger({ folder, server: "A" });
  assertEquals(main.load().bookings, [sampleBooking(1)]);
  assertEquals(backend.load(), [sampleHold(1)]);
}

Deno.test("a server with a damaged ledger stops before it binds, and says so", async () => {
  using temp = new TempFolder();
  const { folder, main, backend } = servers(temp);
  makeLedgers(folder);
  for (const { args, ledger } of [main, backend]) {
    const bytes = Deno.readFileSync(ledger);
    Deno.writeFileSync(ledger, bytes.fill(0xff, 4_096, 8_192));
    const { code, stdout, stderr } = await run(args);
    assertEquals([code, stdout], [2, ""]);
    assert(stderr.startsWith(`convene: Cannot use "${ledger}" as this ledger`));
    assertMatch(stderr, /is damaged .*: put back a good copy[^\n]*\n$/);
  }
});

Deno.test("a server whose ledger is taken away says so, and books nothing more", async () => {
  await using cluster = await Cluster.start({ A: "lilith;[[1,9]]\n" });
  using client = await cluster.connect();
  const book = async (slot: [number, number]) => {
    const book = { names: ["lilith"], slot };
    return JSON.parse(await client.ask(JSON.stringify({ book })) ?? "null");
  };
  assertEquals((await book([1, 3])).booked.slot, [1, 3]);
  Deno.removeSync(`${cluster.folder}/state/main.sqlite`);
  assertEquals((await book([4, 5])).error.code, "ledger_full");
  await cluster.main.process.stderr.waitFor(
    /^Cannot write to ".*main\.sqlite" as this ledger .* removed or replaced: /,
  );
  assertEquals((await client.askJson(["lilith"])).slots, [[3, 9]]);
});
