import { assertEquals, assertStrictEquals } from "@std/assert";
import { TextWriter } from "../../src/cli/text_writer.ts";

/** Takes at most `bytesMax` a write, and only when told to. */
class SlowSink {
  readonly writes: string[] = [];
  #taken = Promise.withResolvers<void>();

  constructor(readonly bytesMax: number) {}

  async write(bytes: Uint8Array): Promise<number> {
    await this.#taken.promise;
    const taken = bytes.slice(0, this.bytesMax);
    this.writes.push(new TextDecoder().decode(taken));
    return taken.length;
  }

  take(): void {
    this.#taken.resolve();
  }
}

Deno.test("TextWriter writes in order, one turn in one write", async () => {
  const sink = new SlowSink(99);
  const writer = new TextWriter(sink);
  writer.write("a");
  writer.write("");
  writer.write("b");
  await Promise.resolve();
  writer.write("c");
  writer.write("d");
  assertEquals(writer.unwrittenChars, 4);
  sink.take();
  await writer.drained();
  assertEquals([sink.writes, writer.unwrittenChars], [["ab", "cd"], 0]);
});

Deno.test("TextWriter goes on where a short write ended", async () => {
  const sink = new SlowSink(3);
  const writer = new TextWriter(sink);
  sink.take();
  writer.write("abcdefgh");
  await writer.drained();
  writer.write("i");
  await writer.drained();
  assertEquals(sink.writes, ["abc", "def", "gh", "i"]);
});

Deno.test("TextWriter keeps the first failure and drops the rest", async () => {
  const failure = new Error("gone");
  let writes = 0;
  const writer = new TextWriter({
    write: () => {
      writes++;
      return Promise.reject(failure);
    },
  });
  writer.write("a");
  await writer.drained();
  writer.write("b");
  await writer.drained();
  assertStrictEquals(writer.failure, failure);
  assertEquals([writes, writer.unwrittenChars], [1, 0]);
});
