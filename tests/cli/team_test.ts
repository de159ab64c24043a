/** What is asked of data/team: as the README shows it, and at a terminal. */

import { assert, assertEquals } from "@std/assert";
import { runCommand } from "../../src/cli/commands.ts";
import { Cluster } from "../support/cluster.ts";
import { fakeIo, type FakeIoOptions } from "../support/fake_io.ts";
import { commandLine } from "../support/process.ts";

const README = new URL("../../README.md", import.meta.url);

Deno.test("convene query asks calendars, and draws them", async (t) => {
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
  await t.step("as the README says", () => askAsReadme(here));
  await t.step({
    name: "as wide as a terminal is, and in colours if they are wanted",
    ignore: !await hasScript(),
    fn: () => askAtTerminal(here),
  });
});

async function askAsReadme(here: readonly string[]): Promise<void> {
  const text = await Deno.readTextFile(README);
  const sessions = sessionsOf(text, "Asking for more");
  assert(sessions.length >= 6, `${sessions.length}`);
  for (const [command, output] of sessions) {
    const [program, ...args] = command.split(" ");
    assertEquals(program, "convene");
    assertEquals(await printedBy([...args, ...here]), output, command);
  }
}

/** The commands of a chapter's sessions, each with what it printed. */
function sessionsOf(text: string, chapter: string): [string, string][] {
  const begin = text.indexOf(`\n## ${chapter}\n`);
  const end = text.indexOf("\n## ", begin + 1);
  const blocks = text.slice(begin, end).matchAll(/```text\n([^]*?)```/g);
  return [...blocks].flatMap(([, block = ""]) =>
    block.split(/^\$ /m).slice(1).map((session): [string, string] => {
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
