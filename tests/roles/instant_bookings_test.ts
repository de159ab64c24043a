/** Bookings of instants by whole servers, and of servers that change to them. */

import { assertEquals } from "@std/assert";
import { bookingId } from "../../src/calendar/booking_id.ts";
import { peopleOf } from "../support/people_of.ts";
import { ServerPair } from "../support/server_pair.ts";

const NUMBERS = "lilith;[[1,8]]\njameson;[[2,8]]\n";
const DAY = "[2026-11-24T08:00Z,2026-11-24T16:00Z]";
const INSTANTS = `lilith;[${DAY}]\njameson;[${DAY}]\n`;
const NAMES = ["lilith", "jameson"];
const WINDOW = { from: "2026-11-24", to: "2026-11-25" };

/** Of that day, in UTC. */
function at(from: string, to: string): string[] {
  return [from, to].map((time) => `2026-11-24T${time}:00Z`);
}

/** A pair, and what its clients say and hear. */
class Office {
  readonly pair: ServerPair;

  constructor(seed: number, ...files: [name: string, file: string][]) {
    this.pair = new ServerPair(seed);
    for (const [name, file] of files) this.pair.addBackend(name, file);
  }

  ask(request: unknown) {
    return JSON.parse(this.pair.ask(JSON.stringify(request)));
  }

  book(key: string, slot: readonly unknown[], names = NAMES) {
    const { booked, error } = this.ask({ book: { names, slot, key } });
    return booked?.slot ?? error;
  }

  free(names = NAMES, window: unknown = WINDOW) {
    return this.ask({ names, ...window as object }).slots;
  }

  conflicts(): string[] {
    return this.pair.backendEvents.flatMap((event) =>
      event.kind === "conflict" ? [`${event.key} ${event.person}`] : []
    );
  }
}

Deno.test("instants are booked, outlive both servers, and are free when cancelled", () => {
  const office = new Office(1, ["A", INSTANTS]);
  assertEquals(office.book("k", at("09:00", "10:00")), at("09:00", "10:00"));
  const rest = [at("08:00", "09:00"), at("10:00", "16:00")];
  assertEquals(office.free(), rest);
  assertEquals(office.free(["jameson"]), rest);
  office.pair.restartMain();
  office.pair.network.advance(3_000);
  office.pair.restartBackend("A", INSTANTS);
  office.pair.network.advance(3_000);
  assertEquals(office.free(), rest);
  assertEquals(office.book("l", at("09:30", "11:00")), {
    code: "not_free",
    message: "Time slot [2026-11-24T09:30:00Z,2026-11-24T11:00:00Z] is not " +
      "free for lilith, jameson",
    names: NAMES,
  });
  assertEquals(office.book("k", at("09:00", "10:00")), at("09:00", "10:00"));
  office.ask({ cancel: bookingId("k") });
  assertEquals(office.free(), [at("08:00", "16:00")]);
  assertEquals(office.ask({ bookings: [] }), { bookings: [] });
});

Deno.test("a slot of the wrong kind, or for both kinds, names the servers", () => {
  const office = new Office(2, ["A", NUMBERS], ["B", `zein;[${DAY}]\n`]);
  const message = (numbers: string, instants: string) =>
    `Cannot compare numbers (${numbers}) with instants (${instants})`;
  const refused = (...[key, slot, names]: Parameters<Office["book"]>) => {
    const { code, message } = office.book(key, slot, names);
    return [code, message];
  };
  const code = "mixed_times";
  assertEquals(refused("a", [2, 3], ["zein"]), [
    code,
    message("the slot", "server B"),
  ]);
  assertEquals(refused("b", at("09:00", "10:00")), [
    code,
    message("server A", "the slot"),
  ]);
  assertEquals(refused("c", [2, 3], ["lilith", "zein"]), [
    code,
    message("server A", "server B"),
  ]);
  assertEquals(office.book("c", [2, 3]), [2, 3], "its key is not spent");
});

Deno.test("a server that changes to instants keeps its bookings and says so once", () => {
  const office = new Office(3, ["A", NUMBERS]);
  const { pair } = office;
  assertEquals(office.book("k", [3, 4]), [3, 4]);
  const { server } = pair.backends[0]!;
  const registered = () =>
    pair.mainEvents.filter(({ kind }) => kind === "registered").length;
  const before = registered();
  server.replace(peopleOf(INSTANTS));
  pair.network.advance(60_000);
  assertEquals(office.conflicts(), ["k jameson", "k lilith"]);
  assertEquals(registered() - before, 1);

  assertEquals(office.free(), [at("08:00", "16:00")]);
  assertEquals(office.book("l", [5, 6]).code, "mixed_times");
  assertEquals(office.book("m", at("09:00", "10:00")), at("09:00", "10:00"));
  const listed = office.ask({ bookings: NAMES }).bookings;
  const slots = listed.map(({ slot }: { slot: unknown }) => slot);
  assertEquals(slots, [[3, 4], at("09:00", "10:00")]);

  server.replace(peopleOf(NUMBERS));
  pair.network.advance(1_000);
  const conflicts = ["k jameson", "k lilith", "m jameson", "m lilith"];
  assertEquals(office.conflicts(), conflicts);
  assertEquals(office.free(NAMES, {}), [[2, 3], [4, 8]]);
  for (const key of ["k", "m"]) {
    const booking = bookingId(key);
    assertEquals(office.ask({ cancel: booking }), { cancelled: booking });
  }
  assertEquals(office.free(NAMES, {}), [[2, 8]]);
});

Deno.test("a server whose change is not known yet refuses by itself", () => {
  const office = new Office(4, ["A", NUMBERS], ["B", "zein;[[1,8]]\n"]);
  const { pair } = office;
  const { server, socket } = pair.backends[0]!;
  server.replace(peopleOf(INSTANTS));
  const lost = socket.outbox.splice(0);
  assertEquals(lost.length, 1, "its word of that comes after the claim");
  assertEquals(office.book("k", [3, 4], ["lilith", "zein"]), {
    code: "mixed_times",
    message: "Cannot compare numbers (server B) with instants (server A)",
    numbers: ["B"],
    instants: ["A"],
  });
  pair.network.advance(3_000);
  assertEquals([...pair.backends[1]!.disk.holds.values()], []);
  assertEquals(office.free(["zein"], {}), [[1, 8]]);
});
