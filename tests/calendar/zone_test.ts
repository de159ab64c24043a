/** Zones against `Temporal`, which tells the same, slowly. */

import { assert, assertEquals } from "@std/assert";
import { Zone, Zones } from "../../src/calendar/zone.ts";
import { below, seededRandom } from "../support/seeded_random.ts";

const zones = new Zones();
const NAMES = [
  "Europe/Berlin",
  "America/New_York",
  "America/St_Johns",
  "Asia/Tokyo",
  "Africa/Cairo",
  "Australia/Lord_Howe",
  "Pacific/Apia",
  "Asia/Kathmandu",
  "UTC",
];

function zoned(instantS: number, name: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instantS * 1_000)
    .toZonedDateTimeISO(name);
}

/** What Temporal says of a wall clock's time, as seconds. */
function instantOf(wallS: number, name: string): number {
  return zoned(wallS, "UTC").toPlainDateTime()
    .toZonedDateTime(name, { disambiguation: "compatible" })
    .epochMilliseconds / 1_000;
}

for (const name of NAMES) {
  Deno.test(`a zone's clock is that of Temporal around each change of ${name}`, () => {
    const zone = zones.find(name)!;
    const random = seededRandom(1);
    let time: Temporal.ZonedDateTime | null = zoned(0, name);
    const around = [0];
    while ((time = time.getTimeZoneTransition("next")) !== null) {
      if (time.year > 2040) break;
      around.push(time.epochMilliseconds / 1_000);
    }
    for (const atS of around) {
      for (const near of [-1, 0, 1, below(random, 90_000) - 45_000]) {
        const instantS = atS + near;
        const { offsetNanoseconds } = zoned(instantS, name);
        assertEquals(zone.offsetAt(instantS), offsetNanoseconds / 1e9);
        for (const wallS of [instantS, zone.wallAt(instantS)]) {
          assertEquals(
            zone.instantOf(wallS),
            instantOf(wallS, name),
            `${wallS}`,
          );
        }
      }
    }
  });
}

Deno.test("Zones finds a zone once, in any case, and none that is not there", () => {
  const zone = zones.find("europe/berlin");
  assert(zone instanceof Zone);
  assertEquals(zone.id, "Europe/Berlin");
  assertEquals(zones.find("Europe/Berlin"), zone);
  assertEquals(zones.find("Middle/Earth"), undefined);
});

Deno.test("a zone may change more often than a function takes arguments", () => {
  const transitions = Array.from(
    { length: 200_000 },
    (_, i) => ({ atS: i, offsetS: i }),
  );
  const zone = new Zone("Own", { firstOffsetS: 0, transitions });
  assertEquals(zone.offsetAt(150_000), 150_000);
});
