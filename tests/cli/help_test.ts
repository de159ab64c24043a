import { assert, assertEquals, assertRejects } from "@std/assert";
import config from "../../deno.json" with { type: "json" };
import { UsageError } from "../../src/base/errors.ts";
import { helpFor, runCommand } from "../../src/cli/commands.ts";
import { fakeIo } from "../support/fake_io.ts";

async function run(...args: string[]) {
  const { io, printed } = fakeIo();
  const exitCode = await runCommand(args, io);
  return { exitCode, ...await printed() };
}

const COMMANDS = [
  "serve-main",
  "serve-backend",
  "query",
  "book",
  "cancel",
  "bookings",
  "up",
  "check",
  "keygen",
  "token",
];

Deno.test("help tells of every command, on stdout and in 80 columns", async () => {
  for (const args of [["help"], ["--help"], ["-h"], ["help", "help"]]) {
    const { exitCode, stdout, stderr } = await run(...args);
    assertEquals([exitCode, stderr], [0, ""]);
    for (const name of COMMANDS) assert(stdout.includes(`\n  ${name} `), name);
  }
});

for (const name of COMMANDS) {
  Deno.test(`help ${name} is the same however it is asked for`, async () => {
    const { exitCode, stdout, stderr } = await run("help", name);
    assertEquals([exitCode, stderr], [0, ""]);
    assert(stdout.includes(`Usage: convene ${name} `), stdout);
    for (const line of stdout.split("\n")) assert(line.length <= 80, line);
    for (const args of [[name, "--help"], [name, "-h"], [name, "x", "-h"]]) {
      assertEquals((await run(...args)).stdout, stdout);
    }
    assertEquals((await run("--help", name)).stdout, stdout);
  });
}

Deno.test("--version prints the version", async () => {
  const { exitCode, stdout } = await run("--version");
  assertEquals([exitCode, stdout], [0, `convene ${config.version}\n`]);
});

Deno.test("no command at all gets the overview on stderr and 2", async () => {
  const { exitCode, stdout, stderr } = await run();
  assertEquals([exitCode, stdout], [2, ""]);
  assert(stderr.includes("Usage: convene COMMAND"));
});

const REFUSED: [args: string[], message: string, help: string][] = [
  [["qurey"], "or help; the nearest is query", "convene help"],
  [["--verison"], "the nearest is --version", "convene help"],
  [["help", "serve-man"], "the nearest is serve-main", "convene help"],
  [["a\nb"], 'Cannot run "a\\nb" as a command', "convene help"],
  [["--version", "x"], "nothing follows --version", "convene help"],
  [["help", "query", "x"], "nothing follows help", "convene help"],
  [["serve-main", "x"], "takes flags only", "convene help serve-main"],
  [["check"], "Cannot check nothing", "convene help check"],
  [["check", "a", "b"], 'Cannot check "b" as well', "convene help check"],
  [["query", ","], "Cannot ask about nobody", "convene help query"],
  [["book", "--at=[5,7]"], "Cannot ask about nobody", "convene help book"],
  [["book", "zein"], "expected --at [START,END]", "convene help book"],
  [
    ["book", "zein", "--at=[7,5]"],
    `--at: Cannot read "[7,5]" as a slot`,
    "convene help book",
  ],
  [
    ["book", "zein", "--at=[5,7.5]"],
    `--at: Cannot read "[5,7.5]" as a slot`,
    "convene help book",
  ],
  [["book", "zein", "--at=5,7"], "as a slot", "convene help book"],
  [
    ["book", "zein", "--at=[5,7]", "--key=a b"],
    "as a key",
    "convene help book",
  ],
  [
    ["book", "zein", "--at=[5,7]", "--title=a\nb"],
    "title",
    "convene help book",
  ],
  [["book", "zein", "--att=[5,7]"], "nearest is --at", "convene help book"],
  [["cancel"], "expected BOOKING", "convene help cancel"],
  [["cancel", "7Q2K"], "16 letters and digits", "convene help cancel"],
  [["cancel", "a", "b"], "two bookings at once", "convene help cancel"],
  [["bookings", "--output=csv"], "the nearest is", "convene help bookings"],
  [["serve-main", "--stat=x"], "nearest is --state", "convene help serve-main"],
];
for (const [args, message, help] of REFUSED) {
  Deno.test(`runCommand() refuses ${JSON.stringify(args)}`, async () => {
    const error = await assertRejects(() => run(...args), UsageError, message);
    assertEquals(error.message.includes("\n"), false);
    assertEquals(helpFor(args), help);
  });
}
