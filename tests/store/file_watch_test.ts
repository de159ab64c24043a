import { assertEquals } from "@std/assert";
import { FileWatch } from "../../src/store/file_watch.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { stubbed } from "../support/stubbed.ts";

const OLD = new Date("2026-01-01T00:00:00Z");
const LATER = new Date("2026-01-01T00:00:01Z");

/** The only timer, which runs when a test says so. */
class FakeTimer implements Disposable {
  /** As it was set last. */
  waitMs = 0;
  readonly #stubs = new DisposableStack();
  #timer: (() => void) | null = null;

  constructor() {
    const set = (run: () => void, waitMs: number) => {
      this.#timer = run;
      this.waitMs = waitMs;
      return 1;
    };
    const clear = () => {
      this.#timer = null;
    };
    const setStub = set as unknown as typeof setTimeout;
    this.#stubs.use(stubbed(globalThis, "setTimeout", setStub));
    this.#stubs.use(stubbed(globalThis, "clearTimeout", clear));
  }

  /** @returns Whether it was set. */
  async run(times = 1): Promise<boolean> {
    let wasSet = false;
    for (; times > 0; times--) {
      const run = this.#timer;
      this.#timer = null;
      run?.();
      for (let i = 0; i < 5; i++) await Promise.resolve();
      wasSet = run !== null;
    }
    return wasSet;
  }

  [Symbol.dispose](): void {
    this.#stubs.dispose();
  }
}

/** A watched file whose watch looks when a test says so. */
class WatchedFile implements AsyncDisposable {
  readonly path: string;
  changes = 0;
  /** How often it was said to change all the time. */
  restless = 0;
  /** What takes up a change, and how long. */
  onChange: () => Promise<void> = () => Promise.resolve();
  readonly watch: FileWatch;
  readonly #folder: string;
  readonly #timer = new FakeTimer();

  /** @param date When it was written last; before all that tests do. */
  static async create(
    text: string | null,
    date: Date = OLD,
  ): Promise<WatchedFile> {
    const folder = await Deno.makeTempDir({ prefix: "convene-" });
    const path = `${folder}/a.txt`;
    if (text !== null) {
      await Deno.writeTextFile(path, text);
      await Deno.utime(path, date, date);
    }
    return new WatchedFile(folder, path);
  }

  private constructor(folder: string, path: string) {
    this.#folder = folder;
    this.path = path;
    this.watch = new FileWatch(() => [path], ({ settled, restless }) => {
      this.changes += settled.length;
      this.restless += restless.length;
      return this.onChange();
    });
  }

  /** @returns Whether it still looks. */
  look(): Promise<boolean> {
    return this.#timer.run();
  }

  /** How many changes each of so many looks saw. */
  async looks(count: number): Promise<number[]> {
    const seen: number[] = [];
    for (let i = 0; i < count; i++) {
      const before = this.changes;
      await this.look();
      seen.push(this.changes - before);
    }
    return seen;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.watch.close();
    this.#timer[Symbol.dispose]();
    await Deno.remove(this.#folder, { recursive: true });
  }
}

Deno.test("FileWatch tells of a file that others may read now, or no more", async () => {
  await using file = await WatchedFile.create("one");
  Deno.chmodSync(file.path, 0o600);
  assertEquals(await file.looks(3), [0, 1, 0]);
  Deno.chmodSync(file.path, 0o644);
  assertEquals(await file.looks(3), [0, 1, 0]);
});

Deno.test("FileWatch leaves a file alone that nobody touches", async () => {
  await using file = await WatchedFile.create("before");
  assertEquals(await file.looks(5), [0, 0, 0, 0, 0]);
});

Deno.test("FileWatch sees a change once it looks the same twice, and once", async () => {
  await using file = await WatchedFile.create("before");
  await Deno.writeTextFile(file.path, "after");
  assertEquals(await file.looks(4), [0, 1, 0, 0]);
});

Deno.test("FileWatch waits while a file is being written", async () => {
  await using file = await WatchedFile.create("");
  for (const text of ["a", "ab", "abc", "abcd"]) {
    await Deno.writeTextFile(file.path, text);
    assertEquals(await file.looks(1), [0]);
  }
  assertEquals(await file.looks(2), [1, 0]);
});

Deno.test("FileWatch tells once of a file that is written all the time", async () => {
  await using file = await WatchedFile.create("");
  let nowMs = 0;
  using _now = stubbed(performance, "now", () => nowMs);
  const write = async (ms: number) => {
    nowMs += ms;
    await Deno.writeTextFile(file.path, "x", { append: true });
    await file.look();
    return file.restless;
  };
  const told = [];
  for (const ms of [200, 9_999, 1, 20_000]) told.push(await write(ms));
  assertEquals(told, [0, 0, 1, 1]);
  assertEquals(file.changes, 0);
  assertEquals(await file.looks(2), [1, 0]);
  // It has all its time again.
  for (const ms of [200, 9_999]) await write(ms);
  assertEquals(file.restless, 1);
});

Deno.test("FileWatch sees a change of the same length, by its time", async () => {
  await using file = await WatchedFile.create("before");
  await Deno.writeTextFile(file.path, "beyond");
  await Deno.utime(file.path, LATER, LATER);
  assertEquals(await file.looks(3), [0, 1, 0]);
});

Deno.test("FileWatch sees a change of the same time, by its length", async () => {
  await using file = await WatchedFile.create("before");
  await Deno.writeTextFile(file.path, "after");
  await Deno.utime(file.path, OLD, OLD);
  assertEquals(await file.looks(3), [0, 1, 0]);
});

Deno.test("FileWatch sees another file in its place, though it looks alike", async () => {
  await using file = await WatchedFile.create("before");
  await Deno.writeTextFile(`${file.path}.new`, "beyond");
  await Deno.utime(`${file.path}.new`, OLD, OLD);
  await Deno.rename(`${file.path}.new`, file.path);
  assertEquals(await file.looks(3), [0, 1, 0]);
});

Deno.test("FileWatch sees another text of the same length and time", async () => {
  await using file = await WatchedFile.create("before");
  // As an archive does that is unpacked, whose files are all as old.
  const changedMs = () => Deno.statSync(file.path).ctime?.getTime() ?? NaN;
  const beforeMs = changedMs();
  do {
    await Deno.writeTextFile(file.path, "beyond");
    await Deno.utime(file.path, OLD, OLD);
  } while (changedMs() === beforeMs);
  assertEquals(await file.looks(3), [0, 1, 0]);
});

Deno.test("FileWatch sees that a file is gone, and that it is back", async () => {
  await using file = await WatchedFile.create("before");
  await Deno.remove(file.path);
  assertEquals(await file.looks(3), [0, 1, 0]);
  await Deno.writeTextFile(file.path, "after");
  assertEquals(await file.looks(3), [0, 1, 0]);
});

Deno.test("FileWatch sees a file that was not there at first", async () => {
  await using file = await WatchedFile.create(null);
  assertEquals(await file.looks(2), [0, 0]);
  await Deno.writeTextFile(file.path, "new");
  assertEquals(await file.looks(3), [0, 1, 0]);
});

Deno.test("FileWatch does not trust a file that was written just now", async () => {
  // A second write in the same tick of the clock would look the same.
  const date = new Date();
  for (const [ageMs, seen] of [[19, 1], [20, 0], [-19, 1], [-20, 0]] as const) {
    using _now = stubbed(Date, "now", () => date.getTime() + ageMs);
    await using file = await WatchedFile.create("before", date);
    assertEquals(await file.looks(3), [seen, 0, 0], `${ageMs} ms`);
  }
});

Deno.test("FileWatch waits until a change is taken up before it looks again", async () => {
  await using file = await WatchedFile.create("before");
  const taken = Promise.withResolvers<void>();
  file.onChange = () => taken.promise;
  await Deno.writeTextFile(file.path, "after");
  assertEquals(await file.looks(2), [0, 1]);
  await Deno.writeTextFile(file.path, "much later");
  assertEquals(await file.look(), false);
  file.onChange = () => Promise.resolve();
  taken.resolve();
  await taken.promise;
  assertEquals(await file.looks(3), [0, 1, 0]);
});

Deno.test("FileWatch of a folder tells which files are other, new or gone", async () => {
  using temp = new TempFolder();
  const folder = `${temp.path}/`;
  const names = ["a.txt", "b.txt", "c.txt", "d.txt"];
  for (const name of names.slice(0, 3)) {
    await Deno.writeTextFile(folder + name, name);
    await Deno.utime(folder + name, OLD, OLD);
  }
  const told: string[][] = [];
  const list = () =>
    names.map((name) => folder + name).filter((path) => exists(path));
  using time = new FakeTimer();
  const watch = new FileWatch(list, ({ settled }) => {
    told.push(settled.map((path) => path.slice(folder.length)).sort());
    return Promise.resolve();
  });
  await time.run(2);
  assertEquals(told, []);
  await Deno.writeTextFile(`${folder}a.txt`, "after");
  await Deno.remove(`${folder}b.txt`);
  await Deno.writeTextFile(`${folder}d.txt`, "new");
  await time.run(1);
  // Nobody waits for what is still being written.
  await Deno.writeTextFile(`${folder}d.txt`, "newer");
  await time.run(1);
  assertEquals(told, [["a.txt", "b.txt"]]);
  await time.run(4);
  assertEquals(told.slice(1), [["d.txt"]]);
  // Nor does it go on to look for what is gone.
  const looked = new Set<string | URL>();
  const { statSync } = Deno;
  using _stub = stubbed(Deno, "statSync", (path) => {
    looked.add(path);
    return statSync(path);
  });
  names.splice(1, 1);
  await time.run(1);
  assertEquals(looked, new Set(names.map((name) => folder + name)));
  watch.close();
});

Deno.test("FileWatch looks for a twentieth of the time at most", async () => {
  using time = new FakeTimer();
  let [nowMs, lookMs] = [0, 0];
  using _now = stubbed(performance, "now", () => nowMs);
  const list = () => {
    nowMs += lookMs;
    return [];
  };
  const watch = new FileWatch(list, () => Promise.resolve());
  const waits = [];
  for (lookMs of [0, 10, 11, 500]) {
    await time.run();
    waits.push(time.waitMs);
  }
  watch.close();
  assertEquals(waits, [200, 200, 220, 10_000]);
});

function exists(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

Deno.test("close() looks no more", async () => {
  await using file = await WatchedFile.create("before");
  file.watch.close();
  assertEquals(await file.look(), false);
});

Deno.test("close() looks no more, also from within a change", async () => {
  await using file = await WatchedFile.create("before");
  file.onChange = () => {
    file.watch.close();
    return Promise.resolve();
  };
  await Deno.writeTextFile(file.path, "after");
  assertEquals(await file.looks(2), [0, 1]);
  assertEquals(await file.look(), false);
});

Deno.test("FileWatch looks by itself", async () => {
  const folder = await Deno.makeTempDir({ prefix: "convene-" });
  const seen = Promise.withResolvers<void>();
  const watch = new FileWatch(() => [`${folder}/a.txt`], () => {
    seen.resolve();
    return Promise.resolve();
  });
  await Deno.writeTextFile(`${folder}/a.txt`, "new");
  await seen.promise;
  watch.close();
  await Deno.remove(folder, { recursive: true });
});
