/**
 * `deno task bench [--only PART,PART]` measures what the project promises, and
 * prints the targets beside the figures. Nothing fails here: a shared machine
 * is no judge, a person is.
 */

import { benchBookings } from "./bookings.ts";
import { benchCalendars } from "./calendars.ts";
import { benchCompression } from "./compression.ts";
import { benchIntersection } from "./intersection.ts";
import { benchLoad } from "./load.ts";
import { benchPeople } from "./people.ts";
import { benchPipe } from "./pipe.ts";
import { benchRegistration } from "./registration.ts";
import { print } from "./report.ts";
import { benchSealing } from "./sealing.ts";

const PARTS: Readonly<Record<string, () => Promise<void>>> = {
  load: benchLoad,
  bookings: benchBookings,
  sealing: benchSealing,
  compression: benchCompression,
  people: benchPeople,
  registration: benchRegistration,
  intersection: benchIntersection,
  calendars: benchCalendars,
  pipe: benchPipe,
};

const [flag, list = "", ...rest] = Deno.args.flatMap((arg) => arg.split("="));
const chosen = flag === undefined ? Object.keys(PARTS) : list.split(",");
const known = chosen.every((part) => Object.hasOwn(PARTS, part));
if (![undefined, "--only"].includes(flag) || !known || rest.length > 0) {
  print(`Usage: deno task bench [--only ${Object.keys(PARTS).join(",")}]`);
  Deno.exit(2);
}
for (const part of chosen) await PARTS[part]!();
