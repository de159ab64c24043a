/** What is refused before anything starts: one clear line and an exit code. */

import { assert, assertEquals, assertMatch } from "@std/assert";
import { Cluster } from "../support/cluster.ts";
import { run } from "../support/process.ts";

/** Bad command lines, and what their one line on stderr must mention. */
const BAD_FLAGS: [args: string[], mentions: RegExp][] = [
  [["serve-main", "--tpc-port", "1"], /--tpc-port.*--tcp-port/],
  [["serve-main", "--tcp-port", "1", "--tcp-port", "2"], /--tcp-port/],
  [["serve-main", "--tcp-port", "x"], /--tcp-port.*"?x"?/],
  [["serve-main", "--tcp-port", "65536"], /--tcp-port.*65536/],
  [["serve-main", "--udp-port=-1"], /--udp-port/],
  [["serve-main", "--tcp-port"], /--tcp-port/],
  [["serve-main", "A"], /A/],
  [["serve-backend"], /--file/],
  [["serve-backend", "--file", "data/a.txt", "--main", "here"], /here/],
  [["serve-backend", "--file=data/a.txt", "--name="], /--name/],
  [["serve-backend", "--file=data/a.txt", "--name=a,b"], /^convene: --name: /],
  [["serve-backend", "--file=a,b.txt"], /"A,B".*see --name/],
  [["query", "lilith", "--output", "xml"], /--output.*xml/],
  [["query", "lilith", "--outputs=json"], /--outputs.*--output/],
  [["query", "lilith", "-x"], /-x/],
  [["query", "lilith", "--main", "127.0.0.1"], /127\.0\.0\.1/],
  [["up", "--nothing"], /--nothing/],
  [["up", "a,b.txt"], /^(?!.*--name).*"A,B" as a server's name/],
  [["keygen", "--server=a,b"], /^convene: --server: (?!.*--name).*"a,b"/],
  [["serve-mian"], /serve-mian.*serve-main/],
];

Deno.test("convene refuses a wrong command line in one line, with exit 2", async () => {
  await Promise.all(BAD_FLAGS.map(async ([args, mentions]) => {
    const { code, stdout, stderr } = await run(args);
    const said = `${args.join(" ")}: ${stderr}`;
    assertEquals([code, stdout], [2, ""], said);
    assertOneLine(stderr);
    assertMatch(stderr, mentions, said);
  }));
});

/** One line for people, and no stack trace: that is for our own bugs. */
function assertOneLine(stderr: string): void {
  assertEquals(stderr.trimEnd().split("\n").length, 1, stderr);
  assert(!/\bat \S+:\d+:\d+|file:\/\//.test(stderr), stderr);
}

Deno.test("convene explains itself, asked to", async () => {
  const [help, flag, query, version] = await Promise.all([
    run(["help"]),
    run(["--help"]),
    run(["help", "query"]),
    run(["--version"]),
  ]);
  for (const { code } of [help, flag, query, version]) assertEquals(code, 0);
  for (const command of ["serve-main", "serve-backend", "query", "up"]) {
    assertMatch(help.stdout, new RegExp(`\\b${command}\\b`));
  }
  assertEquals(flag.stdout, help.stdout);
  assertMatch(query.stdout, /--output/);
  assertMatch(version.stdout, /^(convene )?\d+\.\d+\.\d+\n$/);
});

Deno.test("convene says in one line what the system refuses", async () => {
  await using cluster = await Cluster.start();
  const { folder, main } = cluster;
  const { udpPort, path } = await cluster.startBackend({
    name: "A",
    people: "lilith;[]\n",
  });
  await Deno.mkdir(`${folder}/folder.txt`);
  const backend = ["serve-backend", `--main=${cluster.mainUdp}`];
  const free = ["--tcp-port=0", "--udp-port=0"];
  const cases: [args: string[], code: number, mentions: RegExp][] = [
    [
      ["serve-main", "--udp-port=0", `--tcp-port=${main.tcpPort}`],
      1,
      new RegExp(`127\\.0\\.0\\.1:${main.tcpPort}.*in use`),
    ],
    [
      ["serve-main", "--tcp-port=0", `--udp-port=${main.udpPort}`],
      1,
      new RegExp(`127\\.0\\.0\\.1:${main.udpPort}.*in use`),
    ],
    [
      [...backend, `--file=${path}`, `--udp-port=${udpPort}`],
      1,
      new RegExp(`127\\.0\\.0\\.1:${udpPort}.*in use`),
    ],
    [["serve-main", "--host=192.0.2.1", ...free], 2, /192.*--insecure/],
    [
      ["serve-backend", `--file=${path}`, "--main=[::1]:9"],
      2,
      /Cannot reach .*\[::1\]:9 from 127\.0\.0\.1: expected --host/,
    ],
    [[...backend, `--file=${folder}/none.txt`], 2, /none\.txt.*no such file/i],
    [
      [...backend, `--file=${folder}/folder.txt`],
      2,
      /folder\.txt.*folder|direc/,
    ],
    [["up", `${folder}/none.txt`], 2, /none\.txt.*no such file/i],
    [["query", "lilith", "--main=127.0.0.1:9"], 5, /127\.0\.0\.1:9/],
  ];
  await Promise.all(cases.map(async ([args, code, mentions]) => {
    const finished = await run(args);
    const said = `${args.join(" ")}: ${finished.stderr}`;
    assertOneLine(finished.stderr);
    assertMatch(finished.stderr, mentions, said);
    assertEquals([finished.code, finished.stdout], [code, ""], said);
  }));
});

Deno.test("convene says in one line that it may not read a file", async () => {
  const path = await Deno.makeTempFile({ suffix: ".txt" });
  try {
    await Deno.chmod(path, 0o000);
    // Root reads whatever it likes, so there is nothing to see.
    const isRefused = await Deno.readFile(path).then(() => false, () => true);
    if (!isRefused) return;
    const { code, stderr } = await run(["serve-backend", `--file=${path}`]);
    assertOneLine(stderr);
    assertMatch(stderr, /permission/);
    assertEquals(code, 2);
  } finally {
    await Deno.remove(path);
  }
});
