/** Sections 6 and 7 of the contract together: slots booked out of calendars. */

import { assertEquals } from "@std/assert";
import { bookingId } from "../../src/calendar/booking_id.ts";
import { calendarText, eventLines } from "../support/calendar_text.ts";
import { Cluster } from "../support/cluster.ts";
import type { LineClient } from "../support/line_client.ts";
import { type Finished, run } from "../support/process.ts";

const LUNCH = eventLines("20261124T120000", "20261124T130000");
/** In UTC, of Berlin's 9 to 12 and 13 to 17. */
const [NINE, TEN] = ["2026-11-24T08:00:00Z", "2026-11-24T09:00:00Z"];
const [TWELVE, ONE, FIVE] = [
  "2026-11-24T11:00:00Z",
  "2026-11-24T12:00:00Z",
  "2026-11-24T16:00:00Z",
];

/** A backend of a folder with calendars of zein and callie. */
class Team {
  readonly folder: string;
  readonly stderr;
  readonly #port: number;

  private constructor(cluster: Cluster, folder: string) {
    this.folder = folder;
    this.#port = cluster.main.tcpPort;
    const { stderr } = cluster.spawn([
      "serve-backend",
      `--file=${folder}`,
      `--state=${cluster.folder}/state`,
      "--udp-port=0",
      "--timezone=Europe/Berlin",
      `--main=${cluster.mainUdp}`,
    ]);
    this.stderr = stderr;
  }

  static async start(cluster: Cluster): Promise<Team> {
    const folder = `${cluster.folder}/team`;
    await Deno.mkdir(folder);
    await Deno.writeTextFile(`${folder}/callie.ics`, calendarText());
    await Deno.writeTextFile(`${folder}/zein.ics`, calendarText(...LUNCH));
    const team = new Team(cluster, folder);
    await cluster.registered("TEAM");
    return team;
  }

  /** Puts this into zein's calendar, and waits for what is said of it. */
  async write(lines: readonly string[], said: RegExp): Promise<void> {
    const after = this.stderr.lines.length;
    await Deno.writeTextFile(`${this.folder}/zein.ics`, calendarText(...lines));
    await this.stderr.waitFor(said, { after });
  }

  run(command: string, ...args: string[]): Promise<Finished> {
    return run([command, `--main=127.0.0.1:${this.#port}`, ...args]);
  }

  book(at: string, key: string, ...names: string[]): Promise<Finished> {
    const flags = [`--at=${at}`, `--key=${key}`, "--timezone=Europe/Berlin"];
    return this.run("book", ...names, ...flags);
  }
}

/** When both are free on that day. */
async function commonOn(client: LineClient): Promise<unknown> {
  const window = { from: "2026-11-24", to: "2026-11-25" };
  const names = ["zein", "callie"];
  const timezone = "Europe/Berlin";
  const line = JSON.stringify({ names, ...window, timezone });
  return JSON.parse(await client.ask(line) ?? "null").slots;
}

Deno.test("slots of instants are booked out of calendars", async (t) => {
  await using cluster = await Cluster.start();
  const team = await Team.start(cluster);
  using client = await cluster.connect();
  const both = ["zein", "callie"];
  const id = bookingId("k1");

  await t.step("and are offered no more", async () => {
    assertEquals(await commonOn(client), [[NINE, TWELVE], [ONE, FIVE]]);
    const at = "[2026-11-24T09:00,2026-11-24T10:00]";
    const booked = await team.book(at, "k1", ...both);
    assertEquals([booked.code, booked.stdout], [
      0,
      `Booked Tue 24 Nov 2026 09:00-10:00 CET for zein, callie: booking ${id}\n`,
    ]);
    assertEquals(await commonOn(client), [[TEN, TWELVE], [ONE, FIVE]]);
  });
  await t.step("nor are they booked again, by whatever clock", async () => {
    const { code, stdout } = await team.book(
      "[2026-11-24T08:30Z,+1h]",
      "k2",
      "callie",
    );
    assertEquals([code, stdout], [
      1,
      "Time slot Tue 24 Nov 2026 09:30-10:30 CET is not free for callie.\n",
    ]);
  });
  await t.step("but not as numbers", async () => {
    const { code, stdout } = await team.book("[5,7]", "k3", "zein");
    assertEquals([code, stdout], [
      2,
      "Cannot compare numbers (the slot) with instants (server TEAM).\n",
    ]);
  });
  await t.step("and kept, whatever comes into the calendar", async () => {
    const event = eventLines("20261124T093000", "20261124T094500");
    await team.write(
      [...LUNCH, ...event],
      new RegExp(`^Server TEAM keeps booking ${id} of zein, though the file `),
    );
  });
  await t.step("but not for whose calendar cannot be read", async () => {
    await team.write(["nonsense"], /^Server TEAM cannot read the calendar of /);
    const at = "[2026-11-24T14:00,2026-11-24T15:00]";
    const { code, stdout } = await team.book(at, "k4", ...both);
    assertEquals([code, stdout], [
      4,
      "Server TEAM cannot read the calendar of zein: not checked.\n",
    ]);
  });
  await t.step("and are free again once that is cancelled", async () => {
    await team.write(LUNCH, /^Server TEAM can read the calendar of zein again/);
    const { code } = await team.run("cancel", id);
    assertEquals(code, 0);
    assertEquals(await commonOn(client), [[NINE, TWELVE], [ONE, FIVE]]);
  });
});
