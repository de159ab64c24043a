/** Section 5 of the contract: who may ask, with real processes. */

import { assert, assertEquals, assertMatch } from "@std/assert";
import { authorityPath, CertificateFolder } from "../support/certificates.ts";
import { Cluster } from "../support/cluster.ts";
import { ConveneProcess, type Finished, run } from "../support/process.ts";

const A = "lilith;[[1,3],[4,6]]\nzein;[[1,4]]\n";
const COMMON = "Available time slots: [1,3]\n";
const NO_FILE = /no such file/;

/** A folder with a token file, and what `convene token` does to it. */
class Desk implements AsyncDisposable {
  readonly folder = Deno.makeTempDirSync({ prefix: "convene-tokens-" });
  readonly path = `${this.folder}/clients`;
  readonly flag = `--tokens=${this.path}`;

  run(...args: readonly string[]): Promise<Finished> {
    return run(["token", this.flag, ...args]);
  }

  /** A token, and a file with it. */
  async add(name: string, ...args: readonly string[]) {
    const { code, stdout, stderr } = await this.run(name, ...args);
    assertEquals(code, 0, stderr);
    const path = `${this.folder}/${name}.token`;
    Deno.writeTextFileSync(path, stdout, { mode: 0o600 });
    return { token: stdout.trim(), flag: `--token-file=${path}` };
  }

  [Symbol.asyncDispose](): Promise<void> {
    return Deno.remove(this.folder, { recursive: true });
  }
}

/** Exit code 6, and one line that tells why. */
function assertNotLetIn({ code, stdout, stderr }: Finished, why: RegExp): void {
  assertEquals([code, stdout], [6, ""], stderr);
  assertEquals(stderr.trimEnd().split("\n").length, 1, stderr);
  assertMatch(stderr, why);
}

Deno.test("convene token adds and removes clients, and keeps no secret", async () => {
  await using desk = new Desk();
  const added = await desk.run("reports", "--expires=2099-01-31");
  assertEquals(added.code, 0, added.stderr);
  assertMatch(added.stdout, /^cvn_[\w-]{43}\n$/);
  assertMatch(
    added.stderr,
    /^reports may ask until 2099-01-31T00:00:00\.000Z\./,
  );
  const text = Deno.readTextFileSync(desk.path);
  assert(!text.includes(added.stdout.slice(20, -1)), text);
  assertEquals(JSON.parse(text).name, "reports");
  if (Deno.build.os !== "windows") {
    assertEquals(Deno.statSync(desk.path).mode! & 0o777, 0o600);
  }
  const refused: [args: string[], mentions: RegExp][] = [
    [["reports"], /reports.*already/],
    [["nobody", "--remove"], /nobody.*is not in/],
    [["reports", "--remove", "--expires=2099-01-01"], /--remove|--expires/],
    [["a", "--expires=2020-01-01"], /--expires.*over/],
    [["a", "--expires=soon"], /--expires.*soon/],
    [[], /NAME/],
    [["a b"], /a b/],
    [["a", "b"], /"b"/],
  ];
  for (const [args, mentions] of refused) {
    const { code, stdout, stderr } = await desk.run(...args);
    assertEquals([code, stdout], [2, ""], stderr);
    assertEquals(stderr.trimEnd().split("\n").length, 1, stderr);
    assertMatch(stderr, mentions);
  }
  assertEquals(Deno.readTextFileSync(desk.path), text, "nothing has changed");
  assertEquals((await desk.run("reports", "--remove")).code, 0);
  assertEquals(Deno.readTextFileSync(desk.path), "");
});

Deno.test("convene token loses nobody, though many run at once", async () => {
  await using desk = new Desk();
  const names = Array.from({ length: 8 }, (_, i) => `client${i}`);
  const added = await Promise.all(names.map((name) => desk.run(name)));
  assertEquals(added.map(({ code }) => code), names.map(() => 0));
  const lines = Deno.readTextFileSync(desk.path).trimEnd().split("\n");
  const kept = lines.map((line) => JSON.parse(line).name);
  assertEquals(kept.sort(), names);
});

Deno.test("convene serve-main --tokens answers those who have one", async (t) => {
  await using desk = new Desk();
  const { token, flag } = await desk.add("reports");
  await using cluster = await Cluster.start({ A }, { flags: [desk.flag] });
  const { stderr } = cluster.main.process;
  await t.step("from a file, and from the environment", async () => {
    const good = { code: 0, stdout: COMMON, stderr: "" };
    assertEquals(await cluster.query([flag, "lilith", "zein"]), good);
    const deflated = [flag, "--compress", "lilith", "zein"];
    assertEquals(await cluster.query(deflated), good);
    const main = `--main=127.0.0.1:${cluster.main.tcpPort}`;
    const env = { CONVENE_TOKEN: token };
    assertEquals(await run(["query", main, "lilith", "zein"], { env }), good);
    const input = "lilith zein\n".repeat(300);
    const piped = await cluster.query([flag], { input });
    assertEquals([piped.code, piped.stdout], [0, COMMON.repeat(300)]);
  });
  await t.step("and nobody else", async () => {
    const other = `${desk.folder}/other.token`;
    const wrong = `cvn_${"A".repeat(43)}`;
    Deno.writeTextFileSync(other, wrong, { mode: 0o600 });
    const [none, unknown] = await Promise.all([
      cluster.query(["lilith"]),
      cluster.query([`--token-file=${other}`, "lilith"]),
    ]);
    assertNotLetIn(none, /Cannot answer before a token is shown/);
    assertNotLetIn(unknown, /the token as it is not known here/);
    await stderr.waitFor(/^A client at 127\.0\.0\.1:\d+ shows no token/);
    assert(!stderr.text.includes("cvn_"), "no token is logged");
  });
  await t.step("a text client says hello in JSON", async () => {
    using client = await cluster.connect();
    const hello = JSON.stringify({ id: 1, hello: { token } });
    assertEquals(
      await client.ask(hello),
      '{"id":1,"hello":{"name":"reports"}}',
    );
    assertEquals(await client.askText("lilith zein"), [COMMON.trim()]);
  });
  await t.step("or is told that it may not ask, and is closed", async () => {
    using client = await cluster.connect();
    const line = await client.ask("lilith");
    assertEquals(JSON.parse(line!).error.code, "not_allowed");
    assertEquals(await client.readLine(), null);
  });
});

/** From the file's change: two looks at it, on a busy machine too. */
const CUT_OFF_MS = 3_000;

Deno.test("a token that is taken back ends its connections", async () => {
  await using desk = new Desk();
  const [{ token, flag }, stays] = [await desk.add("a"), await desk.add("b")];
  await using cluster = await Cluster.start({ A }, { flags: [desk.flag] });
  using client = await cluster.connect();
  const hello = JSON.stringify({ hello: { token } });
  assertEquals(await client.ask(hello), '{"hello":{"name":"a"}}');
  await using piped = new ConveneProcess(
    ["query", stays.flag, `--main=127.0.0.1:${cluster.main.tcpPort}`],
    { stdin: true },
  );
  await piped.write("zein\n");
  await piped.stdout.waitFor(/: \[1,4\]$/);

  const { stderr } = cluster.main.process;
  Deno.writeTextFileSync(desk.path, Deno.readTextFileSync(desk.path) + "x\n");
  await stderr.waitFor(/^Main server keeps its old clients: .*clients:3: /);
  assertEquals((await client.askJson(["zein"])).slots, [[1, 4]]);
  const lines = Deno.readTextFileSync(desk.path).split("\n");
  Deno.writeTextFileSync(desk.path, lines.slice(0, 2).join("\n") + "\n");
  assertEquals((await desk.run("a", "--remove")).code, 0);
  await stderr.waitFor(/^Main server reloaded 1 client from /);
  const line = await client.readLine(CUT_OFF_MS);
  assertMatch(line!, /not_allowed.*was taken back/);
  assertEquals(await client.readLine(), null);
  assertNotLetIn(await cluster.query([flag, "zein"]), /not known here/);

  await piped.write("lilith\n");
  await piped.closeStdin();
  assertEquals((await piped.finished()).code, 0, "the other one lives on");
});

Deno.test("a token that ends meanwhile ends its connections", async () => {
  await using desk = new Desk();
  const endMs = Date.now() + 4_000;
  const { token, flag } = await desk.add(
    "brief",
    `--expires=${new Date(endMs).toISOString()}`,
  );
  await using cluster = await Cluster.start({}, { flags: [desk.flag] });
  using client = await cluster.connect();
  await client.send(JSON.stringify({ hello: { token } }) + "\n");
  // Where the machine was too slow for it, it is over already.
  const first = await client.readLine();
  if (!first?.includes("error")) {
    assertMatch((await client.readLine())!, /not_allowed.*has expired/);
  }
  assertEquals(await client.readLine(), null);
  assert(Date.now() >= endMs);
  assertNotLetIn(await cluster.query([flag, "zein"]), /has expired/);
});

Deno.test("tokens go by TLS, and never in the clear to another machine", async () => {
  await using desk = new Desk();
  const { flag, token } = await desk.add("reports");
  const files = new CertificateFolder(desk.folder, "main");
  const flags = [desk.flag, ...files.flags];
  await using cluster = await Cluster.start({ A }, { flags });
  const ca = `--ca=${authorityPath("authority")}`;
  const asked = await cluster.query([ca, flag, "lilith", "zein"]);
  assertEquals(asked, { code: 0, stdout: COMMON, stderr: "" });
  assertNotLetIn(
    await cluster.query([ca, "lilith"]),
    /before a token is shown/,
  );

  const away = ["query", "lilith", "--main=127.0.0.1:9,192.0.2.1:9"];
  const env = { CONVENE_TOKEN: token };
  for (const clear of [await run([...away, flag]), await run(away, { env })]) {
    assertEquals([clear.code, clear.stdout], [2, ""], clear.stderr);
    assertMatch(clear.stderr, /192\.0\.2\.1:9 in the clear.*add --tls or --ca/);
  }
});

Deno.test("convene refuses token files that it cannot use, with 2", async () => {
  await using desk = new Desk();
  const { token } = await desk.add("reports");
  const file = (name: string, text: string, mode: number) => {
    Deno.writeTextFileSync(`${desk.folder}/${name}`, text, { mode });
    return `${desk.folder}/${name}`;
  };
  const free = ["serve-main", "--tcp-port=0", "--udp-port=0"];
  const query = ["query", "lilith", "--main=127.0.0.1:9"];
  const refused: [args: string[], mentions: RegExp][] = [
    [[...free, `--tokens=${desk.folder}/no`], NO_FILE],
    [[...free, `--tokens=${file("bad", "x\n", 0o600)}`], /bad:1: expected/],
    [["token", "reports", "--remove", `--tokens=${desk.folder}/typo`], NO_FILE],
    [[...query, `--token-file=${desk.folder}/no`], NO_FILE],
    [[...query, `--token-file=${token}`], /a file that it is in/],
    [[...query, `--token-file=${file("not", "x", 0o600)}`], /as a token/],
    [[...query, `--token-file=${file("empty", "", 0o600)}`], /as a token/],
  ];
  if (Deno.build.os !== "windows") {
    const open = file("open.token", token, 0o644);
    const clients = Deno.readTextFileSync(desk.path);
    const inner = `${desk.folder}/inner`;
    Deno.mkdirSync(inner, { mode: 0o755 });
    refused.push(
      [[...query, `--token-file=${inner}`], /: it is a folder/],
      [[...free, `--key=${inner}`], /: it is a folder/],
      [[...query, `--token-file=${open}`], /chmod 600/],
      [[...free, `--tokens=${file("open", clients, 0o640)}`], /chmod 600/],
    );
  }
  await Promise.all(refused.map(async ([args, mentions]) => {
    const { code, stdout, stderr } = await run(args);
    assertEquals([code, stdout], [2, ""], `${args}: ${stderr}`);
    assertEquals(stderr.trimEnd().split("\n").length, 1, stderr);
    assertMatch(stderr, mentions);
    assert(!stderr.includes(token), stderr);
  }));
  const names = Array.from(Deno.readDirSync(desk.folder), ({ name }) => name);
  assert(!names.includes("typo"), `${names}`);
  const env = { CONVENE_TOKEN: "secret-that-is-none" };
  const { code, stderr } = await run(query, { env });
  assertEquals(code, 2);
  assert(!stderr.includes("secret-that"), stderr);
});
