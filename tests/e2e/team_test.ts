/** What is asked of data/team: as the README shows it, and at a terminal. */

import { assert, assertEquals } from "@std/assert";
import { runCommand } from "../../src/cli/commands.ts";
import { Cluster } from "../support/cluster.ts";
import { fakeIo, type FakeIoOptions } from "../support/fake_io.ts";
import { commandLine } from "../support/process.ts";

const README = new URL("../../README.md", import.meta.url);

Deno.test("calendars are asked, drawn and booked", async (t) => {
  await using cluster = await Cluster.start();
  cluster.spawn([
    ...["serve-backend", "--file=data/team", "--reveal", "--udp-port=0"],
    ...[`--main=${cluster.mainUdp}`, `--state=${cluster.folder}/state`],
  ]);
  await cluster.registered("TEAM");
  // The README was asked in Berlin, and this may be anywhere.
  const here = [
    `--main=127.0.0.1:${cluster.main.tcpPort}`,
    "--timezone=Europe/Berlin",
  ];
  const text = await Deno.readTextFile(README);
  await t.step("as the README asks for more", async () => {
    const sessions = sessionsOf(text, "Asking for more");
    assert(sessions.length >= 6, `${sessions.length}`);
    await goThrough(sessions, here);
  });
  await t.step({
    name: "as wide as a terminal is, and in colours if they are wanted",
    ignore: !await hasScript(),
    fn: () => askAtTerminal(here),
  });
  await t.step("as the README books", async () => {
    // The chapter's others are with people of numbers.
    const sessions = sessionsOf(text, "Booking")
      .filter(([command]) => command.includes(" jonas"));
    assert(sessions.length >= 7, `${sessions.length}`);
    await goThrough(sessions, here);
  });
});

type Session = [command: string, output: string];

async function goThrough(
  sessions: readonly Session[],
  [main, timezone]: readonly string[],
): Promise<void> {
  for (const [command, output] of sessions) {
    // What a shell is to leave alone is quoted, and has no blanks.
    const [program, ...args] = command.replaceAll("'", "").split(" ");
    assertEquals(program, "convene");
    if (!args.includes("--timezone")) args.push(timezone!);
    const printed = await printedBy([...args, main!]);
    assertEquals(withoutIds(printed), withoutIds(output), command);
  }
}

/** Bookings have others each time. */
function withoutIds(text: string): string {
  return text.replace(/\b[0-9A-Z]{16}\b/g, "ID");
}

/** The commands of a chapter's sessions, each with what it printed. */
function sessionsOf(text: string, chapter: string): Session[] {
  const begin = text.indexOf(`\n## ${chapter}\n`);
  const end = text.indexOf("\n## ", begin + 1);
  const blocks = text.slice(begin, end).matchAll(/```text\n([^]*?)```/g);
  return [...blocks].flatMap(([, block = ""]) =>
    block.split(/^\$ /m).slice(1).map((session): Session => {
      const at = session.indexOf("\n");
      return [session.slice(0, at), session.slice(at + 1)];
    })
  );
}

/** What a command prints in this very process. */
async function printedBy(
  args: readonly string[],
  options: FakeIoOptions = {},
): Promise<string> {
  const { io, printed } = fakeIo(options);
  await runCommand(args, io);
  const { stdout, stderr } = await printed();
  return stdout + stderr;
}

/** Whether there is util-linux's `script`, which makes terminals. */
async function hasScript(): Promise<boolean> {
  try {
    const { stdout } = await new Deno.Command("script", {
      args: ["--version"],
    }).output();
    return new TextDecoder().decode(stdout).includes("util-linux");
  } catch {
    return false;
  }
}

async function askAtTerminal(here: readonly string[]): Promise<void> {
  const when = ["--from=2026-10-23", "--to=2026-10-28", "--output=grid"];
  const args = ["query", "jonas", "maya", ...when, ...here];
  const columns = 60;
  const words = [...commandLine("query"), ...args];
  const command = words.map((word) => `'${word}'`).join(" ");
  const lines = [
    `stty cols ${columns}`,
    `NO_COLOR=1 ${command}`,
    `unset NO_COLOR; ${command}`,
  ];
  const { stdout } = await new Deno.Command("script", {
    args: ["-qec", lines.join("; "), "/dev/null"],
    stdin: "null",
  }).output();
  const plain = await printedBy(args, { columns });
  const coloured = await printedBy(args, { columns, isColourful: true });
  assert(plain !== coloured);
  assertEquals(
    new TextDecoder().decode(stdout).replaceAll("\r\n", "\n"),
    plain + coloured,
  );
}
