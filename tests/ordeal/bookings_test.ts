/**
 * Servers killed with SIGKILL and started again, over and over, while clients
 * book: what a client was told is in the ledgers in the end, nobody is in two
 * places at once, a booking is at all of its servers or at none, and nothing
 * is held any more.
 */

import { assertEquals } from "@std/assert";
import { askUntil } from "../support/deadline.ts";
import { printFigures } from "../support/figures.ts";
import type { LineClient } from "../support/line_client.ts";
import { rowSlots } from "../support/oracle.ts";
import { scaled } from "../support/scale.ts";
import { below, seededRandom } from "../support/seeded_random.ts";
import { readLedgers } from "./booking_ledgers.ts";
import { BookingLoad } from "./booking_load.ts";
import {
  AXIS,
  BookingStage,
  EVERYBODY,
  type Server,
  SERVERS,
} from "./booking_stage.ts";
import type { Tale } from "./booking_tales.ts";
import { heldIn, judge } from "./booking_verdict.ts";

const SEED = 20_261_127;
const { clusters, cycles } = scaled({
  quick: { clusters: 2, cycles: 5 },
  deep: { clusters: 4, cycles: 75 },
});
/** Bookings between two kills; by chance, so that they fall anywhere. */
const [BOOKINGS_MIN, BOOKINGS_MORE] = [20, 40];
/** The longest that anything may stay in doubt once all is well. */
const SETTLE_MS_MAX = 30_000;

/** Who is killed, one after the other. */
const KILLS: readonly (readonly Server[])[] = [
  ["A"],
  ["main"],
  ["B"],
  ["main", "A"],
  ["A", "B"],
];

Deno.test("no booking is lost, doubled or torn by kills", async () => {
  const runs = await Promise.all(
    Array.from({ length: clusters }, (_, i) => runStage(SEED + i)),
  );
  const found = {
    lost: runs.flatMap(({ verdict }) => verdict.lost),
    doubled: runs.flatMap(({ verdict }) => verdict.doubled),
    torn: runs.flatMap(({ verdict }) => verdict.torn),
    wrong: runs.flatMap(({ load }) => load.wrong),
  };
  const { wrong, ...counts } = Object.fromEntries(
    Object.entries(found).map(([what, all]) => [what, all.length]),
  );
  await printFigures("bookings", {
    cycles: clusters * cycles,
    ...counts,
    ...figuresOf(runs.map(({ load }) => load)),
    wrong,
    readers: runs[0]!.readers,
  });
  assertEquals(found, { lost: [], doubled: [], torn: [], wrong: [] });
});

/** What the clients of all runs have done and heard. */
function figuresOf(loads: readonly BookingLoad[]) {
  const tales = loads.flatMap(({ tales }) => tales);
  const told = (told: Tale["told"]) =>
    tales.filter((tale) => tale.told === told).length;
  const sum = (of: (load: BookingLoad) => number) =>
    loads.reduce((sum, load) => sum + of(load), 0);
  return {
    acknowledged: told("booked"),
    refused: told("not_free"),
    unknown: told("unknown"),
    unreachable: told("nothing"),
    cancelled: tales.filter(({ cancel }) => cancel === "told").length,
    dropped: sum(({ dropped }) => dropped),
    repeated: sum(({ repeated }) => repeated),
    worstMs: Math.round(Math.max(...loads.map(({ worstMs }) => worstMs))),
  };
}

async function runStage(seed: number) {
  const random = seededRandom(seed);
  await using stage = await BookingStage.start();
  using load = new BookingLoad(stage, seed);
  for (let cycle = 0; cycle < cycles; cycle++) {
    await load.acknowledged(BOOKINGS_MIN + below(random, BOOKINGS_MORE));
    await stage.kill(KILLS[cycle % KILLS.length]!);
  }
  await load.finish();
  const { readers, ...ledgers } = await settle(stage);
  return { load, readers, verdict: judge(ledgers, load.tales) };
}

/** Stops all servers, once nobody is busy but for what is booked. */
async function settle(stage: BookingStage) {
  return await askUntil(async () => {
    await untilFreeAsBooked(stage);
    await stage.stop();
    const ledgers = await readLedgers(stage.state);
    // The news of a booking may have been on its way to one of its servers.
    if (heldIn(ledgers) > 0) await stage.startServers(SERVERS);
    return ledgers;
  }, {
    done: (ledgers) => heldIn(ledgers) === 0,
    ms: SETTLE_MS_MAX,
    what: "ledgers in which nothing is held",
  });
}

async function untilFreeAsBooked({ cluster }: BookingStage): Promise<void> {
  using client = await cluster.connect();
  await askUntil(async () => {
    const line = await client.ask(JSON.stringify({ bookings: [] }));
    const { bookings } = JSON.parse(line ?? "");
    for (const person of EVERYBODY) {
      const busy = bookings.filter(({ names }: Booked) =>
        names.includes(person)
      );
      const slots = await freeSlots(client, person);
      if (slots !== slotsBeside(busy)) return person;
    }
    return null;
  }, {
    done: (busy) => busy === null,
    ms: SETTLE_MS_MAX,
    what: "everybody to be busy only when booked",
  });
}

/** One of the list of bookings. */
interface Booked {
  readonly names: readonly string[];
  readonly slot: readonly [number, number];
}

async function freeSlots(client: LineClient, person: string): Promise<string> {
  const { slots } = await client.askJson([person]);
  return JSON.stringify(slots);
}

function slotsBeside(busy: readonly Booked[]): string {
  const row = new Uint8Array(AXIS.ticks).fill(1);
  for (const { slot: [start, end] } of busy) row.fill(0, start, end);
  return JSON.stringify(rowSlots(row, AXIS));
}
