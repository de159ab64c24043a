import { assert, assertEquals } from "@std/assert";
import { Buffer } from "node:buffer";
import process from "node:process";
import { PassThrough } from "node:stream";
import { setImmediate } from "node:timers";
import { type PrintAbove, promptLines } from "../../src/cli/prompt.ts";

/** Types `keys` one after another and tells which lines they make. */
async function type(...keys: (string | Uint8Array)[]) {
  const input = new PassThrough();
  const output = new PassThrough();
  let shown = "";
  output.on("data", (chunk) => shown += chunk);
  const lines: string[] = [];
  const ended = (async () => {
    for await (const line of promptLines("Names: ", { input, output })) {
      lines.push(line);
    }
  })();
  for (const key of keys) {
    input.write(key);
    await new Promise(setImmediate);
  }
  await ended;
  return { lines, shown };
}

const UP = "\x1b[A";
const LEFT = "\x1b[D";
const CTRL_C = "\x03";
const CTRL_D = "\x04";
const CTRL_Z = "\x1a";

Deno.test("promptLines() asks, and gives what is typed", async () => {
  const { lines, shown } = await type("lilith\r", "zein\r", CTRL_D);
  assertEquals(lines, ["lilith", "zein"]);
  assertEquals(shown.split("Names: ").length - 1, 3);
  assert(shown.endsWith("\n"));
});

Deno.test("promptLines() edits lines and keeps a history", async () => {
  const keys = ["zin", LEFT, LEFT, "e", "\r", UP, "\r", CTRL_D];
  assertEquals((await type(...keys)).lines, ["zein", "zein"]);
});

Deno.test("promptLines() completes nothing", async () => {
  assertEquals((await type("li", "\t", "\r", CTRL_D)).lines, ["li"]);
});

Deno.test("promptLines() ends at Ctrl-C, with or without a half line", async () => {
  assertEquals((await type(CTRL_C)).lines, []);
  assertEquals((await type("a\r", "half", CTRL_C)).lines, ["a"]);
});

Deno.test("promptLines() is not stopped by Ctrl-Z", async () => {
  const { kill } = process;
  const killed: unknown[] = [];
  process.kill = (...args) => {
    killed.push(args);
    return true;
  };
  try {
    const { lines } = await type("ze", CTRL_Z, "in\r", CTRL_D);
    assertEquals([lines, killed], [["zein"], []]);
  } finally {
    process.kill = kill;
  }
});

Deno.test("promptLines() loses no line of a paste", async () => {
  assertEquals((await type("a\rb\rc\r", CTRL_D)).lines, ["a", "b", "c"]);
});

Deno.test("promptLines() gives the lines before Ctrl-D, and then ends", async () => {
  const { lines, shown } = await type(`a\rb\r${CTRL_D}c\r`);
  assertEquals(lines, ["a", "b"]);
  assertEquals(shown.split("Names: ").length - 1, 1);
});

Deno.test("promptLines() gives no line that waits as Ctrl-C is typed", async () => {
  const input = new PassThrough();
  const streams = { input, output: new PassThrough().resume() };
  let interrupts = 0;
  const prompt = promptLines("Names: ", streams, () => interrupts++);
  const first = prompt.next();
  input.write("a\r");
  assertEquals((await first).value, "a");
  input.write(`b\r${CTRL_C}`);
  await new Promise(setImmediate);
  assertEquals(interrupts, 1);
  assertEquals((await prompt.next()).done, true);
});

Deno.test("promptLines() shows a paste once, however long it is", async () => {
  const names = "lilith, zein\t".repeat(1_000);
  const { lines, shown } = await type(names, LEFT, "+", "\r", CTRL_D);
  assertEquals(lines, [`${names.slice(0, -1)}+\t`]);
  // Once more for each key that follows.
  assert(shown.length < 4 * names.length, `${shown.length} characters`);
});

Deno.test("promptLines() lets others print above what is typed, while it waits", async () => {
  const input = new PassThrough();
  const output = Object.assign(new PassThrough(), { columns: 10 });
  let shown = "";
  output.on("data", (chunk) => shown += chunk);
  let above: PrintAbove | null = null;
  const streams = { input, output, waits: (now: typeof above) => above = now };
  const prompt = promptLines("Names: ", streams);
  const first = prompt.next();
  // Two rows, with the cursor in the second one.
  input.write("lil");
  await new Promise(setImmediate);
  input.write("it");
  await new Promise(setImmediate);
  input.write("h");
  await new Promise(setImmediate);
  shown = "";
  above!(() => output.write("Reloaded.\n"));
  const clear = "\x1b[1G\x1b[0J";
  const place = "\x1b[4G";
  const again = `${clear}Names: lilith${place}`;
  assertEquals(shown, `\x1b[1A${clear}Reloaded.\n${again}`);
  input.write(`\r${CTRL_D}`);
  assertEquals((await first).value, "lilith");
  assertEquals(above, null);
  assertEquals((await prompt.next()).done, true);
});

Deno.test("promptLines() reads keys that come in parts, or many at once", async () => {
  const [first, second] = [[0xc3], [0xab]].map((byte) => Buffer.from(byte));
  const keys = ["zo", first!, second!, "\x1b", "[D", `n${LEFT}i\r`, CTRL_D];
  assertEquals((await type(...keys)).lines, ["zoinë"]);
});
