/** Section 7 of the contract: folders of calendars, as they are served. */

import { assertEquals, assertMatch } from "@std/assert";
import { calendarText, eventLines } from "../support/calendar_text.ts";
import { Cluster } from "../support/cluster.ts";
import { run } from "../support/process.ts";
import { TempFolder } from "../support/temp_folder.ts";

const EVENT = eventLines("20261124T090000", "20261124T100000");

Deno.test("convene serve-backend serves a folder of calendars, and follows it", async (t) => {
  await using cluster = await Cluster.start();
  const folder = `${cluster.folder}/team`;
  await Deno.mkdir(folder);
  const write = (name: string, text: string) =>
    Deno.writeTextFile(`${folder}/${name}`, text);
  await write("zein.ics", calendarText(...EVENT));
  await write("more.txt", "lilith;[[2026-11-24T09:00,2026-11-24T11:00]]\n");
  const main = `--main=${cluster.mainUdp}`;
  const args = ["--udp-port=0", "--timezone=Europe/Berlin", main];
  const state = `--state=${cluster.folder}/state`;
  const { stderr } = cluster.spawn([
    ...["serve-backend", `--file=${folder}`, state],
    ...args,
  ]);

  await t.step("by its name", async () => {
    await stderr.waitFor(/^Server TEAM is ready: 2 names from \S+team on UDP /);
    const [, count] = await cluster.registered("TEAM");
    assertEquals(count, "2");
  });
  await t.step("in the zone of the machine that asks", async () => {
    const when = ["--from=2026-11-24", "--to=2026-11-25"];
    const at = `--main=127.0.0.1:${cluster.main.tcpPort}`;
    const env = { TZ: "Asia/Tokyo" };
    const { stdout } = await run(["query", "lilith", ...when, at], { env });
    assertEquals(
      stdout,
      "Available time slots:\n  Tue 24 Nov 2026  17:00-19:00 GMT+9  (2 h)\n",
    );
  });
  await t.step("with those who are new", async () => {
    const after = cluster.main.process.stderr.lines.length;
    await write("callie.ics", calendarText());
    await stderr.waitFor(/^Server TEAM reloaded 3 names from \S+team\.$/);
    const [, count] = await cluster.registered("TEAM", after);
    assertEquals(count, "3");
  });
  await t.step("and says whose calendar it cannot read", async () => {
    await write("zein.ics", calendarText("nonsense", ...EVENT));
    await stderr.waitFor(
      /^Server TEAM cannot read the calendar of zein: \S+team\/zein\.ics:\d+: /,
    );
    await write("zein.ics", calendarText(...EVENT));
    await stderr.waitFor(
      /^Server TEAM can read the calendar of zein again\.$/,
    );
  });
});

Deno.test("convene serve-backend refuses a folder in which nobody knows what counts", async () => {
  using folder = new TempFolder();
  const { path } = folder;
  await Deno.writeTextFile(`${path}/zein.ics`, calendarText());
  await Deno.writeTextFile(`${path}/a.txt`, "zein;[]\n");
  const { code, stdout, stderr } = await run([
    "serve-backend",
    `--file=${path}`,
  ]);
  assertEquals([code, stdout], [2, ""]);
  assertMatch(stderr, /^\S+\/zein\.ics: "zein" is in \S+\/a\.txt as well$/m);
});

Deno.test("convene check takes a host's zone that is none for no zone at all", async () => {
  using folder = new TempFolder();
  const { path } = folder;
  await Deno.writeTextFile(`${path}/zein.ics`, calendarText(...EVENT));
  const day = ["2026-11-24T09:00Z", "2026-11-24T10:00Z"];
  await Deno.writeTextFile(`${path}/a.txt`, `lilith;[[${day}]]\n`);
  const env = { TZ: "Mars/Olympus" };
  const checked = await run(["check", path], { env });
  assertEquals(checked.code, 1);
  assertMatch(checked.stdout, /^\S+\/a\.txt: 1 person, 1 interval /m);
  assertMatch(
    checked.stdout,
    /zein\.ics: zein, time zone unknown, cannot be/,
  );
  assertMatch(
    checked.stdout,
    /^Cannot read \S+ as the time zone of its owner/m,
  );
  const args = ["check", path, "--timezone=Europe/Berlin"];
  assertEquals((await run(args, { env })).code, 0);
});
