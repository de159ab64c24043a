/** What the README shows of calendars is what they say, word for word. */

import { assert, assertEquals } from "@std/assert";
import { runCommand } from "../../src/cli/commands.ts";
import { Cluster } from "../support/cluster.ts";
import { fakeIo } from "../support/fake_io.ts";

const README = new URL("../../README.md", import.meta.url);

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

Deno.test("the README's questions of data/team are answered as it says", async () => {
  const text = await Deno.readTextFile(README);
  const sessions = sessionsOf(text, "Asking for more");
  assert(sessions.length >= 6, `${sessions.length}`);
  await using cluster = await Cluster.start();
  cluster.spawn([
    ...["serve-backend", "--file=data/team", "--reveal", "--udp-port=0"],
    ...[`--main=${cluster.mainUdp}`, `--state=${cluster.folder}/state`],
  ]);
  await cluster.registered("TEAM");
  // It was asked in Berlin, and this may be anywhere.
  const here = [
    `--main=127.0.0.1:${cluster.main.tcpPort}`,
    "--timezone=Europe/Berlin",
  ];
  for (const [command, output] of sessions) {
    const [program, ...args] = command.split(" ");
    assertEquals(program, "convene");
    const { io, printed } = fakeIo();
    await runCommand([...args, ...here], io);
    const { stdout, stderr } = await printed();
    assertEquals(stdout + stderr, output, command);
  }
});
