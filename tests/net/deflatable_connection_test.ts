import { assert, assertEquals } from "@std/assert";
import { Buffer } from "node:buffer";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { INFLATION_FREE_BYTES } from "../../src/base/limits.ts";
import type { ConnectionEvents } from "../../src/net/connections.ts";
import { DeflatableConnection } from "../../src/net/deflatable_connection.ts";
import { FakeConnection } from "../support/fake_connection.ts";
import { below, seededRandom } from "../support/seeded_random.ts";

const PEER = { host: "127.0.0.1", port: 50_000 };

/** A connection whose other end is the test, and what its owner is told. */
class Watched implements ConnectionEvents, Disposable {
  readonly inner: FakeConnection;
  readonly connection: DeflatableConnection;
  readonly refusals: string[] = [];
  readonly told: string[] = [];
  text = "";
  /** Called with each piece that comes in. */
  onReceived: () => void = () => {};
  #changed = Promise.withResolvers<void>();

  constructor() {
    let made: DeflatableConnection | undefined;
    this.inner = new FakeConnection(PEER, (inner) => {
      return made = new DeflatableConnection(inner, () => this);
    });
    assert(made);
    this.connection = made;
  }

  deflate(): void {
    this.connection.deflate((why) => {
      this.refusals.push(why);
      this.#changed.resolve();
    });
  }

  async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) {
      this.#changed = Promise.withResolvers();
      await this.#changed.promise;
    }
  }

  received(bytes: Uint8Array): void {
    this.text += new TextDecoder().decode(bytes);
    this.onReceived();
    this.#changed.resolve();
  }

  taken(): void {
    this.#tell("taken");
  }

  finished(): void {
    this.#tell("finished");
  }

  closed(): void {
    this.#tell("closed");
  }

  #tell(event: string): void {
    this.told.push(event);
    this.#changed.resolve();
  }

  [Symbol.dispose](): void {
    this.inner.abort();
  }
}

/** Hands on what a connection sends to where it leads. */
function lead(from: Watched, to: (bytes: Uint8Array) => unknown): void {
  from.inner.send = to;
}

/** Text that shrinks to a fifth or so. */
function wordy(seed: number, length: number): string {
  const random = seededRandom(seed);
  let text = "";
  while (text.length < length) text += `[${below(random, 1e6)},7],`;
  return text.slice(0, length);
}

Deno.test("DeflatableConnection changes nothing until it is told to deflate", () => {
  using watched = new Watched();
  watched.connection.send(new TextEncoder().encode("lilith"));
  watched.inner.receive("zein");
  watched.inner.finish();
  assertEquals(watched.inner.writes, ["lilith"]);
  assertEquals([watched.text, watched.told], ["zein", ["finished"]]);
  watched.connection.end();
  assertEquals(watched.inner.closing, "end");
});

Deno.test("what one end writes the other reads, though it is cut anywhere", async () => {
  for (const pieceBytes of [1, 7, 16_384]) {
    using a = new Watched();
    using b = new Watched();
    a.deflate();
    b.deflate();
    const arriving: Uint8Array[] = [];
    lead(a, (bytes) => {
      for (let from = 0; from < bytes.length; from += pieceBytes) {
        arriving.push(bytes.slice(from, from + pieceBytes));
      }
      pass();
    });
    const pass = () => {
      while (arriving.length > 0 && !b.inner.isPaused) {
        const bytes = arriving.shift()!;
        b.inner.receive(bytes);
        // The buffer is used again.
        bytes.fill(0xee);
      }
    };
    b.inner.resumeReading = () => {
      b.inner.isPaused = false;
      pass();
    };
    let sent = "";
    for (let seed = 0; seed < 20; seed++) {
      const text = wordy(seed, 1 + seed * 40);
      sent += text;
      a.connection.send(new TextEncoder().encode(text));
      // What was written can be read before anything more is.
      await b.until(() => b.text === sent);
    }
    assertEquals(a.connection.unsentBytes, 0);
  }
});

Deno.test("unsentBytes counts what is not deflated yet", async () => {
  using watched = new Watched();
  watched.deflate();
  watched.connection.send(new Uint8Array(5_000));
  assertEquals(watched.connection.unsentBytes, 5_000);
  await watched.until(() => watched.told.length > 0);
  assertEquals([watched.told, watched.connection.unsentBytes], [["taken"], 0]);
});

Deno.test("end() sends all and the stream's end before it ends", async () => {
  using watched = new Watched();
  const ended = Promise.withResolvers<void>();
  const parts: Uint8Array[] = [];
  lead(watched, (part) => parts.push(part));
  watched.inner.end = () => ended.resolve();
  watched.deflate();
  const text = wordy(1, 50_000);
  watched.connection.send(new TextEncoder().encode(text));
  watched.connection.end();
  await ended.promise;
  // It would not inflate without the stream's end.
  assertEquals(inflateRawSync(Buffer.concat(parts)).toString(), text);
});

Deno.test("whoever pauses holds little of what could be inflated", async () => {
  using watched = new Watched();
  const text = wordy(2, 300_000);
  watched.deflate();
  watched.onReceived = () => watched.connection.pauseReading();
  watched.inner.receive(deflateRawSync(text, { level: 9 }));
  assertEquals(watched.inner.isPaused, true);
  for (let before = 0; before < text.length;) {
    await watched.until(() => watched.text.length > before);
    assert(watched.text.length - before <= 65_536, `after ${before}`);
    assertEquals(watched.inner.isPaused, true);
    before = watched.text.length;
    watched.connection.resumeReading();
  }
  assertEquals(watched.text, text);
});

Deno.test("a bomb is refused once, after what it may become", async () => {
  using watched = new Watched();
  watched.deflate();
  const bomb = deflateRawSync(new Uint8Array(10_000_000));
  watched.inner.receive(bomb);
  await watched.until(() => watched.refusals.length > 0);
  const most = INFLATION_FREE_BYTES + 100 * bomb.length;
  assert(watched.text.length <= most, `${watched.text.length}`);
  assertEquals(watched.refusals, ["becomes over 100 times as long"]);
});

Deno.test("what is no deflate stream is refused", async () => {
  using watched = new Watched();
  watched.deflate();
  watched.inner.receive(new Uint8Array(100).fill(0xff));
  await watched.until(() => watched.refusals.length > 0);
  assertEquals(watched.refusals, ["is no deflate stream"]);
  assertEquals(watched.text, "");
});

Deno.test("finished() comes after all that was sent, though it was cut off", async () => {
  using watched = new Watched();
  watched.deflate();
  const text = wordy(3, 30_000);
  const deflated = deflateRawSync(text);
  watched.inner.receive(deflated.subarray(0, -1));
  watched.inner.finish();
  await watched.until(() => watched.told.includes("finished"));
  assert(text.startsWith(watched.text) && watched.text.length > 29_000);
  assertEquals(watched.told, ["finished"]);
});
