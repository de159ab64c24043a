/** Section 5 of the contract, clients' side: TLS, with real processes. */

import { assert, assertEquals, assertLess, assertMatch } from "@std/assert";
import {
  authorityPath,
  certificate,
  CertificateFolder,
  type CertificateName,
} from "../support/certificates.ts";
import { Cluster } from "../support/cluster.ts";
import { ConveneProcess, type Finished, run } from "../support/process.ts";

const A = "lilith;[[1,3],[4,6]]\nzein;[[1,4]]\n";
const COMMON = "Available time slots: [1,3]\n";
const CA = `--ca=${authorityPath("authority")}`;
/** From the start of a client to its end, when nothing is waited for. */
const SOON_MS = 4_000;

/** A main server that takes clients by TLS, and a backend. */
async function startTls(name: CertificateName = "main") {
  const folder = await Deno.makeTempDir({ prefix: "convene-tls-" });
  const files = new CertificateFolder(folder, name);
  const cluster = await Cluster.start({ A }, { flags: files.flags });
  return {
    cluster,
    files,
    /** Asks by the name that the certificate carries. */
    query: (...args: readonly string[]) =>
      cluster.query(args, { main: `localhost:${cluster.main.tcpPort}` }),
    async [Symbol.asyncDispose]() {
      await cluster[Symbol.asyncDispose]();
      await Deno.remove(folder, { recursive: true });
    },
  };
}

/** Exit code 5, and one line that tells why. */
function assertLost({ code, stdout, stderr }: Finished, why: RegExp): void {
  assertEquals([code, stdout], [5, ""], stderr);
  assertEquals(stderr.trimEnd().split("\n").length, 1, stderr);
  assertMatch(stderr, why);
}

Deno.test("convene query asks by TLS, and only by TLS", async (t) => {
  await using system = await startTls();
  const { cluster, query } = system;
  const { stderr } = cluster.main.process;
  assertMatch(stderr.lines[0]!, /: clients on TLS 127\.0\.0\.1:\d+, backends/);
  await t.step("with the authority of its certificate", async () => {
    const good = { code: 0, stdout: COMMON, stderr: "" };
    assertEquals(await query(CA, "lilith", "zein"), good);
    assertEquals(await cluster.query([CA, "lilith", "zein"]), good, "by IP");
    const piped = await cluster.query([CA, "--output=json"], {
      input: "lilith zein\n".repeat(500),
    });
    assertEquals(piped.code, 0);
    assertEquals(piped.stdout.split("\n").length, 501);
  });
  await t.step("not with another, nor with the system's", async () => {
    const [stranger, system] = await Promise.all([
      query(`--ca=${authorityPath("stranger")}`, "lilith"),
      query("--tls", "lilith"),
    ]);
    assertLost(stranger, /nobody trusted here has signed its certificate/);
    assertLost(system, /nobody trusted here has signed its certificate/);
  });
  await t.step("not in the clear", async () => {
    const startMs = performance.now();
    assertLost(await query("lilith"), /it takes TLS only, see --tls and --ca/);
    assertLess(performance.now() - startMs, SOON_MS);
    using client = await cluster.connect();
    const line = await client.ask("lilith zein");
    assertEquals(JSON.parse(line!).error.code, "tls_required");
    assertEquals(await client.readLine(), null, "and that is the end");
  });
  assertEquals(stderr.lines.length, 2, `it logs nothing: ${stderr.text}`);
});

const UNTRUSTED: [name: CertificateName, why: RegExp][] = [
  ["elsewhere", /its certificate is not for "localhost"/],
  ["expired", /its certificate has expired/],
];
for (const [name, why] of UNTRUSTED) {
  Deno.test(`convene query exits with 5, its server's certificate being ${name}`, async () => {
    await using system = await startTls(name);
    assertLost(await system.query(CA, "lilith"), why);
  });
}

Deno.test("convene query --ca exits with 5, its server speaking plain text", async () => {
  await using cluster = await Cluster.start();
  const startMs = performance.now();
  assertLost(await cluster.query([CA, "lilith"]), /it does not speak TLS/);
  assertLess(performance.now() - startMs, SOON_MS);
});

Deno.test("convene serve-main takes a new certificate, and loses nobody", async (t) => {
  await using system = await startTls();
  const { cluster, files, query } = system;
  const { stderr } = cluster.main.process;
  await using early = new ConveneProcess(
    ["query", CA, `--main=localhost:${cluster.main.tcpPort}`],
    { stdin: true },
  );
  await early.write("lilith\n");
  await early.stdout.waitFor(/\[1,3\], \[4,6\]/);
  await t.step("of two that do not belong together neither", async () => {
    const { cert } = certificate("renewed");
    files.write({ cert, key: certificate("main").key });
    await stderr.waitFor(/keeps its old certificate: .*another certificate$/);
    assertEquals((await query(CA, "zein")).code, 0);
  });
  await t.step("of a good pair both", async () => {
    files.write(certificate("elsewhere"));
    await stderr.waitFor(/^Main server reloaded its certificate from /);
    assertLost(await query(CA, "zein"), /its certificate is not for/);
  });
  await t.step("nor does a connection notice", async () => {
    await early.write("zein\n");
    await early.stdout.waitFor(/: \[1,4\]$/);
    await early.closeStdin();
    assertEquals((await early.finished()).code, 0);
  });
  await t.step("and a key that others may read is not taken", async () => {
    Deno.chmodSync(files.key, 0o644);
    Deno.writeTextFileSync(files.cert, certificate("main").cert);
    await stderr.waitFor(/keeps its old certificate: .*chmod 600/);
  });
});

Deno.test("handshakes that do not end keep nobody waiting", async () => {
  await using system = await startTls();
  const { cluster, query } = system;
  const port = cluster.main.tcpPort;
  const startMs = performance.now();
  const halves = await Promise.all(
    Array.from({ length: 200 }, async (_, i) => {
      const socket = await Deno.connect({ hostname: "127.0.0.1", port });
      // Half of them say nothing at all.
      if (i % 2 > 0) await socket.write(Uint8Array.of(0x16, 3, 1, 2, 0, 1, 0));
      return socket;
    }),
  );
  assertEquals((await query(CA, "lilith", "zein")).stdout, COMMON);
  assertLess(performance.now() - startMs, SOON_MS);
  // The server's patience: each is closed, and no descriptor stays behind.
  await Promise.all(halves.map(async (socket) => {
    await socket.read(new Uint8Array(1)).catch(() => null);
    socket.close();
  }));
  assertEquals((await query(CA, "lilith", "zein")).stdout, COMMON);
});

Deno.test("convene refuses certificates that it cannot use, with 2", async () => {
  const folder = await Deno.makeTempDir({ prefix: "convene-tls-" });
  try {
    const { cert, key } = new CertificateFolder(folder, "main");
    const garbage = `${folder}/garbage.pem`;
    Deno.writeTextFileSync(garbage, "garbage", { mode: 0o600 });
    const open = `${folder}/open.key`;
    Deno.writeTextFileSync(open, certificate("main").key, { mode: 0o644 });
    const encrypted = [
      "-----BEGIN ENCRYPTED PRIVATE KEY-----\n",
      "-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n",
    ].map((head, i) => {
      const path = `${folder}/encrypted${i}.key`;
      Deno.writeTextFileSync(path, head, { mode: 0o600 });
      return `--tls-key=${path}`;
    });
    const free = ["serve-main", "--tcp-port=0", "--udp-port=0"];
    const refused: [args: string[], mentions: RegExp][] = [
      ...encrypted.map((key): [string[], RegExp] => [
        [...free, `--tls-cert=${cert}`, key],
        /\.key" as a TLS key as it is encrypted: expected one without a pass/,
      ]),
      [[...free, `--tls-cert=${cert}`], /without --tls-key, /],
      [[...free, `--tls-key=${key}`], /without --tls-cert, /],
      [[...free, `--tls-cert=${cert}`, `--tls-key=${open}`], /chmod 600/],
      [[...free, `--tls-cert=${garbage}`, `--tls-key=${key}`], /certificates/],
      [[...free, `--tls-cert=${cert}`, `--tls-key=${garbage}`], /keys/],
      [[...free, `--tls-cert=${folder}/no`, `--tls-key=${key}`], /no such/],
      [["query", "lilith", `--ca=${folder}/none.pem`], /no such file/],
      [["query", "lilith", `--ca=${garbage}`], /expected certificates/],
      [
        [...free, "--host=192.0.2.1", `--tls-cert=${cert}`, `--tls-key=${key}`],
        /add --key, or --insecure/,
      ],
    ];
    await Promise.all(refused.map(async ([args, mentions]) => {
      const { code, stdout, stderr } = await run(args);
      assertEquals([code, stdout], [2, ""], `${args}: ${stderr}`);
      assertEquals(stderr.trimEnd().split("\n").length, 1, stderr);
      assertMatch(stderr, mentions);
      assert(!stderr.includes("bug"), stderr);
    }));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
