import { assertEquals } from "@std/assert";
import { INSTANT_MAX, INSTANT_MIN } from "../../src/base/limits.ts";
import { instantFormat } from "../../src/calendar/instant_format.ts";
import { formatInstant } from "../../src/calendar/moment.ts";
import { below, seededRandom } from "../support/seeded_random.ts";

Deno.test("instantFormat() writes what formatInstant() writes", () => {
  const random = seededRandom(1);
  const format = instantFormat();
  const edges = [INSTANT_MIN, INSTANT_MAX, -86_400, 0, 86_399, 86_400];
  const times = edges.flatMap((edge) => [edge - 1, edge, edge + 1]);
  for (let i = 0; i < 200; i++) {
    times.push(INSTANT_MIN + below(random, INSTANT_MAX - INSTANT_MIN));
    // Some of the same day, and of the next.
    times.push(times.at(-1)! + below(random, 130_000) - 40_000);
  }
  for (const time of [...times, ...edges]) {
    assertEquals(format(time), formatInstant(time), `${time}`);
  }
});
