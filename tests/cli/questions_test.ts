import { assert, assertEquals, assertRejects } from "@std/assert";
import { UnavailableError } from "../../src/base/errors.ts";
import { LINE_BYTES_MAX } from "../../src/base/limits.ts";
import type { Clock } from "../../src/base/ports.ts";
import type { Io } from "../../src/cli/io.ts";
import { askOnce, askStdin } from "../../src/cli/questions.ts";
import { askPlainly } from "../../src/cli/term_flags.ts";
import { TextWriter } from "../../src/cli/text_writer.ts";
import type { Dial } from "../../src/net/connections.ts";
import { Client } from "../../src/roles/client.ts";
import { FakeConnection } from "../support/fake_connection.ts";
import { fakeIo } from "../support/fake_io.ts";

const SERVER = { host: "127.0.0.1", port: 24849 };

/** No time passes; what comes soon comes in this turn. */
const STILL: Clock = {
  nowMs: () => 0,
  schedule: () => () => {},
  soon: (run) => queueMicrotask(run),
};

/** Answers [n,n+1] for the name n, breaks off for "break", waits for "wait". */
class AnsweringConnection extends FakeConnection {
  static questionsMax = 0;

  override send(bytes: Uint8Array): void {
    const lines = new TextDecoder().decode(bytes).trimEnd().split("\n");
    const most = Math.max(AnsweringConnection.questionsMax, lines.length);
    AnsweringConnection.questionsMax = most;
    queueMicrotask(() => {
      for (const line of lines) this.#answer(JSON.parse(line));
    });
  }

  #answer({ id, names }: { id: number; names: string[] }): void {
    if (names[0] === "break") return this.finish();
    if (names[0] === "wait") return;
    const slots = [[Number(names[0]), Number(names[0]) + 1]];
    const rest = { unknown: [], unreachable: [], pending: [] };
    this.receive(JSON.stringify({ id, slots, ...rest }) + "\n");
  }
}

const dial: Dial = (to, accept) =>
  Promise.resolve(new AnsweringConnection(to, accept));
const options = {
  connect: () => Client.connect([SERVER], { dial, clock: STILL }),
  asking: askPlainly,
  format: "text",
  timezone: "UTC",
} as const;

const answer = (n: number) => `Available time slots: [${n},${n + 1}]\n`;

Deno.test("askOnce() prints one answer", async () => {
  const { io, printed } = fakeIo();
  assertEquals(await askOnce(["7", "8"], io, options), 0);
  assertEquals(await printed(), { stdout: answer(7), stderr: "" });
});

Deno.test("askStdin() prompts below what was said before", async () => {
  const said: string[] = [];
  const { io: memory } = fakeIo();
  const slow = new TextWriter({
    // A terminal takes a turn of the loop.
    async write(bytes) {
      await new Promise((taken) => setTimeout(taken));
      said.push(new TextDecoder().decode(bytes));
      return bytes.length;
    },
  });
  const io: Io = {
    ...memory,
    stdin: {
      ...memory.stdin,
      isTerminal: true,
      async *prompt() {
        said.push("prompt");
        yield* [];
      },
    },
    stderr: Object.assign(slow, { isColourful: false, columns: () => 80 }),
  };
  io.stderr.write("ready\n");
  await askStdin(io, options);
  assertEquals(said, ["ready\n", "prompt"]);
});

Deno.test("askStdin() answers a pipe line by line, in order, without a prompt", async () => {
  const { io, printed } = fakeIo({ chunks: ["1\n\n  \n2,", "3\r\n4"] });
  assertEquals(await askStdin(io, options), 0);
  const stdout = answer(1) + answer(2) + answer(4);
  assertEquals(await printed(), { stdout, stderr: "" });
});

Deno.test("askStdin() answers what came before stdin broke, and says why", async () => {
  function* chunks() {
    yield "1\n2\n3";
    throw new Deno.errors.ConnectionReset("gone");
  }
  const { io, printed } = fakeIo({ chunks: chunks() });
  const { message, exitCode } = await assertRejects(
    () => askStdin(io, options),
    UnavailableError,
  );
  assertEquals([message, exitCode], ['Cannot read "stdin": gone', 2]);
  const stdout = answer(1) + answer(2);
  assertEquals(await printed(), { stdout, stderr: "" });
});

Deno.test("askStdin() refuses a long line in its turn and goes on", async () => {
  const long = "x".repeat(LINE_BYTES_MAX + 1);
  const { io, printed } = fakeIo({ chunks: [`1\n${long}\n2\n`] });
  assertEquals(await askStdin(io, { ...options, format: "json" }), 2);
  const { stdout, stderr } = await printed();
  assertEquals(
    stdout.trimEnd().split("\n").map((line) => JSON.parse(line)).map(
      ({ slots, error }) => slots ?? error.code,
    ),
    [[[1, 2]], "line_too_long", [[2, 3]]],
  );
  assertEquals(
    stderr,
    "convene: Cannot read a line of stdin as it has at most 65536 bytes\n",
  );
});

Deno.test("askStdin() answers 100,000 lines with few in flight", async () => {
  AnsweringConnection.questionsMax = 0;
  const count = 100_000;
  function* chunks() {
    for (let n = 0; n < count; n += 1_000) {
      const lines = Array.from({ length: 1_000 }, (_, i) => `${n + i}\n`);
      yield lines.join("");
    }
  }
  const { io, printed } = fakeIo({ chunks: chunks() });
  assertEquals(await askStdin(io, options), 0);
  const { stdout } = await printed();
  const expected = Array.from({ length: count }, (_, n) => answer(n)).join("");
  assert(stdout === expected, "every answer, in order");
  assert(AnsweringConnection.questionsMax > 10, "questions share writes");
  assert(AnsweringConnection.questionsMax <= 256, "but not all of them");
});

Deno.test("askStdin() throws when the server breaks off, after what it said", async () => {
  const { io, printed } = fakeIo({ chunks: ["1\nbreak\n2\n"] });
  const error = await assertRejects(
    () => askStdin(io, options),
    UnavailableError,
    "it broke off",
  );
  assertEquals(error.exitCode, 5);
  assertEquals(await printed(), { stdout: answer(1), stderr: "" });
});

Deno.test("askStdin() ends quietly when nobody reads the answers", async () => {
  let read = 0;
  function* chunks() {
    for (; read < 1_000; read++) yield `${read}\n`.repeat(1_000);
  }
  const stdout = { write: () => Promise.reject(new Error("broken pipe")) };
  const { io, printed } = fakeIo({ chunks: chunks(), stdout });
  assertEquals(await askStdin(io, options), 0);
  assertEquals(await printed(), { stdout: "", stderr: "" });
  assert(read < 100, `${read} chunks were read for nobody`);
});

Deno.test("askStdin() prompts no more once nobody reads the answers", async () => {
  const typed = ["1", "break", "2"];
  const stdout = { write: () => Promise.reject(new Error("broken pipe")) };
  const { io, printed } = fakeIo({ typed, stdout });
  assertEquals(await askStdin(io, options), 0);
  assertEquals(await printed(), { stdout: "", stderr: "" });
});

Deno.test("askStdin() reads no answers while stdout takes none", async () => {
  const open = Promise.withResolvers<void>();
  let bytes = 0;
  const stdout = {
    async write(chunk: Uint8Array) {
      await open.promise;
      bytes += chunk.length;
      return chunk.length;
    },
  };
  const { io } = fakeIo({ chunks: ["1\n".repeat(20_000)], stdout });
  let paused = false;
  const connect = async () => {
    const client = await options.connect();
    const pause = client.pause.bind(client);
    client.pause = () => {
      paused = true;
      pause();
      open.resolve();
    };
    return client;
  };
  assertEquals(await askStdin(io, { ...options, connect }), 0);
  await io.stdout.drained();
  assertEquals([paused, bytes], [true, 20_000 * answer(1).length]);
});

Deno.test("askStdin() goes on at the prompt after the server broke off", async () => {
  const typed = ["1", "", "break", "2"];
  const { io, printed } = fakeIo({ typed });
  assertEquals(await askStdin(io, options), 5);
  const { stdout, stderr } = await printed();
  assertEquals(stdout, answer(1) + answer(2));
  assertEquals(
    stderr,
    "convene: Cannot go on with the main server at 127.0.0.1:24849: it broke off the connection\n",
  );
});

Deno.test("askStdin() waits for no answer after Ctrl-C at the prompt", async () => {
  const { io: memory, printed } = fakeIo();
  const io: Io = {
    ...memory,
    stdin: {
      ...memory.stdin,
      isTerminal: true,
      async *prompt(_question, interrupted) {
        yield "7";
        setTimeout(interrupted);
        yield "wait";
      },
    },
  };
  assertEquals(await askStdin(io, options), 4);
  assertEquals(await printed(), { stdout: answer(7), stderr: "" });
});
