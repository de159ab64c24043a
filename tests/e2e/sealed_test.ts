/** Section 5 of the contract, between servers: keys, real processes. */

import { assert, assertEquals, assertMatch } from "@std/assert";
import { Cluster } from "../support/cluster.ts";
import { askUntil } from "../support/deadline.ts";
import { isComplete, type JsonAnswer } from "../support/line_client.ts";
import { run } from "../support/process.ts";

const A = "lilith;[[1,3],[4,6],[7,9]]\n";
const B = "zein;[[2,5]]\n";
const COMMON = [[2, 3], [4, 5]];
const RELOAD_MS_MAX = 10_000;

/** A key file that only we may read, in a folder of its own. */
class KeyFolder implements AsyncDisposable {
  readonly path = Deno.makeTempDirSync({ prefix: "convene-keys-" });

  /** @param keys As keygen prints them, the first is used. */
  write(name: string, ...keys: readonly string[]): string {
    const path = `${this.path}/${name}`;
    // A rename shows whole files only, and keeps their mode.
    Deno.writeTextFileSync(`${path}.new`, keys.join(""), { mode: 0o600 });
    Deno.renameSync(`${path}.new`, path);
    return path;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return Deno.remove(this.path, { recursive: true });
  }
}

async function keygen(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await run(["keygen", ...args]);
  assertEquals([code, stderr], [0, ""]);
  return stdout;
}

Deno.test("convene keygen prints a new key each time", async () => {
  const [one, other] = await Promise.all([keygen(), keygen("--server=B")]);
  assertMatch(one, /^# .*\n[0-9a-f]{8} [\w-]{43}\n$/);
  assertMatch(other, /^# .*\n[0-9a-f]{8} [\w-]{43} server=B\n$/);
});

Deno.test("a backend refuses to go by a key that is another server's", async (t) => {
  await using keys = new KeyFolder();
  const [shared, own] = await Promise.all([keygen(), keygen("--server=B")]);
  const path = keys.write("b.key", own);
  const people = `${keys.path}/a.txt`;
  await Deno.writeTextFile(people, A);
  await t.step("when it starts", async () => {
    const flags = [`--file=${people}`, `--key=${path}`, "--udp-port=0"];
    const { code, stderr } = await run(["serve-backend", ...flags]);
    assertEquals(code, 2);
    assertMatch(stderr, /b\.key: the first key .* server B only, not for A/);
    assertEquals(stderr.includes("is ready"), false);
  });
  await t.step("and when its file changes", async () => {
    keys.write("b.key", shared, own);
    const flags = [`--key=${path}`];
    await using cluster = await Cluster.start({}, { flags });
    const a = await cluster.startRegistered({ name: "A", people: A, flags });
    keys.write("b.key", own, shared);
    await a.process.stderr.waitFor(/The old keys stay in use: .*not for A/);
    using client = await cluster.connect();
    const { slots } = await client.askJson(["lilith"]);
    assertEquals(slots, [[1, 3], [4, 6], [7, 9]]);
  });
});

Deno.test("a key of one server only is enough for that server", async () => {
  await using keys = new KeyFolder();
  const [shared, own] = await Promise.all([keygen(), keygen("--server=B")]);
  // As the help of keygen puts them into files.
  const flags = [`--key=${keys.write("cluster.key", shared)}`];
  const ofB = [`--key=${keys.write("b.key", own)}`];
  const ofMain = [`--key=${keys.write("main.key", shared, own)}`];
  await using cluster = await Cluster.start({}, { flags: ofMain });
  await cluster.startRegistered({ name: "A", people: A, flags });
  await cluster.startRegistered({ name: "B", people: B, flags: ofB });
  using client = await cluster.connect();
  const { slots, unreachable } = await client.askJson(["lilith", "zein"]);
  assertEquals([slots, unreachable], [COMMON, []]);
});

Deno.test("servers with the same key are sealed, and others are left out", async (t) => {
  await using keys = new KeyFolder();
  const [first, second] = await Promise.all([keygen(), keygen()]);
  const flags = [`--key=${keys.write("cluster.key", first)}`];
  const other = [`--key=${keys.write("other.key", second)}`];
  await using cluster = await Cluster.start({}, { flags });
  await cluster.startRegistered({ name: "A", people: A, flags });
  await t.step("both say so", () => {
    assertMatch(cluster.main.process.stderr.text, /UDP [\d.:]+, sealed\.\n/);
  });
  await t.step("a backend without the key never registers", async () => {
    await cluster.startBackend({ name: "B", people: B });
    await cluster.startBackend({ name: "C", people: B, flags: other });
    await cluster.startRegistered({ name: "D", people: B, flags });
    using client = await cluster.connect();
    const answer = await client.askJson(["lilith", "zein"]);
    assertEquals([answer.slots, answer.unreachable], [COMMON, []]);
    const said = cluster.main.process.stderr.text;
    assert(!/Server [BC] /.test(said), said);
  });
});

Deno.test("keys change while servers run, with one server late", async () => {
  await using keys = new KeyFolder();
  const [old, young] = await Promise.all([keygen(), keygen()]);
  const files = ["main.key", "a.key", "b.key"];
  const [main, a, b] = files.map((file) => `--key=${keys.write(file, old)}`);
  await using cluster = await Cluster.start({}, { flags: [main!] });
  await cluster.startRegistered({ name: "A", people: A, flags: [a!] });
  await cluster.startRegistered({ name: "B", people: B, flags: [b!] });
  using client = await cluster.connect();
  const { stderr } = cluster.main.process;
  const answer = (what: string, done: (answer: JsonAnswer) => boolean) =>
    askUntil(() => client.askJson(["lilith", "zein"]), {
      done,
      ms: RELOAD_MS_MAX,
      what,
    });
  const assertComplete = async () => {
    const { slots } = await answer("a complete answer", isComplete);
    assertEquals(slots, COMMON);
  };
  /** Gives a backend the new key, and waits until it is back with it. */
  const renew = async (name: string, file: string) => {
    const after = stderr.lines.length;
    keys.write(file, young);
    await cluster.registered(name, after);
    await assertComplete();
  };
  const inUse = /^The keys of .*main\.key are in use\.$/;
  keys.write("main.key", old, young);
  await stderr.waitFor(inUse);
  await renew("A", "a.key");
  const after = stderr.lines.length;
  keys.write("main.key", young);
  await stderr.waitFor(inUse, { after });
  const late = await answer("an answer without B", (it) => !isComplete(it));
  assertEquals(late.unreachable, [{ server: "B", names: ["zein"] }]);
  await renew("B", "b.key");
});

Deno.test("a key file that is bad or open to others is refused", async () => {
  await using keys = new KeyFolder();
  const key = await keygen();
  const open = keys.write("open.key", key);
  await Deno.chmod(open, 0o640);
  const cases: [path: string, mentions: RegExp][] = [
    [open, /open\.key.*chmod 600/],
    [keys.write("bad.key", "no key\n"), /bad\.key:1: expected "ID SECRET"/],
    [keys.write("twice.key", key, key), /twice\.key:4: key \w+ comes twice/],
    [keys.write("empty.key"), /empty\.key: there is no key in it/],
    [`${keys.path}/none.key`, /none\.key.*no such file/],
  ];
  await Promise.all(cases.map(async ([path, mentions]) => {
    const ports = ["--tcp-port=0", "--udp-port=0"];
    const finished = await run(["serve-main", ...ports, `--key=${path}`]);
    assertMatch(finished.stderr, mentions);
    assertEquals([finished.code, finished.stdout], [2, ""]);
    assert(!finished.stderr.includes(key.slice(-20, -1)), "a secret is shown");
  }));
});

Deno.test("a broken key file leaves the old keys in use", async () => {
  await using keys = new KeyFolder();
  const key = await keygen();
  const flags = [`--key=${keys.write("cluster.key", key)}`];
  await using cluster = await Cluster.start({}, { flags });
  keys.write("cluster.key", "no key\n");
  const { stderr } = cluster.main.process;
  await stderr.waitFor(/^The old keys stay in use: .*:1: expected "ID SECRET"/);
  const good = [`--key=${keys.write("good.key", key)}`];
  await cluster.startRegistered({ name: "A", people: A, flags: good });
});
