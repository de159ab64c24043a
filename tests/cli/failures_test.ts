import { assert, assertEquals } from "@std/assert";
import {
  FileFormatError,
  UnavailableError,
  UsageError,
} from "../../src/base/errors.ts";
import { explainFailure, finishOutput } from "../../src/cli/failures.ts";
import { fakeIo } from "../support/fake_io.ts";

const FAILURES: [error: Error, exitCode: number, stderr: string][] = [
  [new UsageError("Cannot x"), 2, 'convene: Cannot x (see "convene help")\n'],
  [new FileFormatError("a.txt:1:1: b"), 2, "a.txt:1:1: b\n"],
  [new FileFormatError("Cannot w"), 2, "convene: Cannot w\n"],
  [new UnavailableError("Cannot y"), 1, "convene: Cannot y\n"],
  [new UnavailableError("Cannot z", 5), 5, "convene: Cannot z\n"],
];
for (const [error, exitCode, stderr] of FAILURES) {
  Deno.test(`explainFailure() says ${stderr.trimEnd()}`, async () => {
    const { io, printed } = fakeIo();
    const help = "convene help";
    assertEquals(explainFailure(error, { io, help }), exitCode);
    assertEquals(await printed(), { stdout: "", stderr });
  });
}

Deno.test("explainFailure() shows where our own bugs are", async () => {
  const { io, printed } = fakeIo();
  const error = new TypeError("not a function");
  assertEquals(explainFailure(error, { io, help: "" }), 70);
  const { stderr } = await printed();
  assert(stderr.startsWith("This is a bug in convene.\nTypeError: not a"));
  assert(stderr.includes("failures_test.ts"));
});

Deno.test("finishOutput() is silent when the reader has gone", async () => {
  const gone = new Deno.errors.BrokenPipe("gone");
  const stdout = { write: () => Promise.reject(gone) };
  const { io, printed } = fakeIo({ stdout });
  io.stdout.write("answer");
  assertEquals(await finishOutput(io, 3), 3);
  assertEquals((await printed()).stderr, "");
});

Deno.test("finishOutput() does not wait for a stuck reader once interrupted", async () => {
  const stderr = { write: () => new Promise<number>(() => {}) };
  const { io } = fakeIo({ stderr, isInterrupted: true });
  io.stderr.write("Server A at 127.0.0.1:21849 said goodbye.\n");
  assertEquals(await finishOutput(io, 0), 0);
});

Deno.test("finishOutput() tells of answers that were lost", async () => {
  const stdout = { write: () => Promise.reject(new Error("disk is full")) };
  const { io, printed } = fakeIo({ stdout });
  io.stdout.write("answer");
  assertEquals(await finishOutput(io, 0), 74);
  const { stderr } = await printed();
  assertEquals(stderr, "convene: Cannot write answers: disk is full\n");
});
