/**
 * Decompression bombs for a main server, on real sockets: from a server that
 * has the key, and from clients whose connections are deflated. None is
 * inflated, the main server hardly grows, and others are answered meanwhile.
 */

import { assert, assertEquals, assertLess } from "@std/assert";
import {
  ANSWER_BYTES_MAX,
  ANSWER_MS_MAX,
  CHUNK_NAMES_BYTES_MAX,
  INFLATION_MAX,
} from "../../src/base/limits.ts";
import type { KeyRing } from "../../src/wire/key_ring.ts";
import { CHUNK_BYTES_MAX } from "../../src/wire/list_messages.ts";
import { Bomber } from "../support/bomber.ts";
import {
  type Bomb,
  bombOf,
  MIB,
  regularBomb,
  zeroBomb,
} from "../support/bombs.ts";
import { Cluster, peakResidentBytes } from "../support/cluster.ts";
import { DeflatedClient } from "../support/deflated_client.ts";
import { printFigures } from "../support/figures.ts";
import { keyLine, keysOf } from "../support/keys.ts";
import type { LineClient } from "../support/line_client.ts";
import { scaled } from "../support/scale.ts";
import { TempFolder } from "../support/temp_folder.ts";

const A = "lilith;[[1,3],[4,6]]\n";
const SLOTS: [number, number][] = [[1, 3], [4, 6]];
const LF = 10;
const KEY_SEED = 1;
const CHUNKS = scaled({ quick: 500, deep: 5_000 });
const ROUNDS = scaled({ quick: 1, deep: 10 });
/** Clients that send one at once. */
const CLIENTS = 16;
/** Asked before, so that what a main server needs is there. */
const WARM_UP = 3_000;
const WARM_UP_AT_ONCE = 100;
/** Any one of those who make a gigabyte would show. */
const GROWN_MIB_MAX = 256;

/** Too many times as long, too long, without an end, and neither. */
const CHUNK_BOMBS: readonly Bomb[] = [
  bombOf(new Uint8Array(CHUNK_NAMES_BYTES_MAX)),
  bombOf(new Uint8Array(MIB)),
  zeroBomb(1, false),
  regularBomb(5 * CHUNK_NAMES_BYTES_MAX),
];

/** Of one block, of some, and as many as there may be. */
const ANSWER_BOMBS: readonly Bomb[] = [
  bombOf(new Uint8Array(MIB)),
  zeroBomb(500, true),
  zeroBomb(2_000, true),
  zeroBomb(2_000, false),
  regularBomb(ANSWER_BYTES_MAX + 1),
];

/** And what a client is told of it. */
const STREAM_BOMBS: readonly (Bomb & { readonly code: string })[] = [
  { ...bombOf(new Uint8Array(10_000_000)), code: "line_too_long" },
  { ...bombOf(new Uint8Array(3_000_000).fill(LF)), code: "bad_request" },
  { ...zeroBomb(1_000, false), code: "line_too_long" },
];

Deno.test("bombs fit what they travel in, and must not be inflated", () => {
  const kinds = [
    { bombs: CHUNK_BOMBS, most: CHUNK_BYTES_MAX, room: CHUNK_NAMES_BYTES_MAX },
    { bombs: ANSWER_BOMBS, most: ANSWER_BYTES_MAX, room: ANSWER_BYTES_MAX },
  ];
  for (const { bombs, most, room } of kinds) {
    for (const { bytes, becomes } of bombs) {
      const what = `${becomes} of ${bytes.length} bytes`;
      assert(bytes.length <= most, what);
      assert(becomes > Math.min(room, INFLATION_MAX * bytes.length), what);
    }
    const slight = bombs.at(-1)!;
    assertLess(slight.becomes, INFLATION_MAX * slight.bytes.length);
  }
});

for (const how of ["plain", "sealed"]) {
  Deno.test(`a ${how} main server inflates no bombs, and serves others`, async () => {
    using folder = new TempFolder();
    const path = `${folder.path}/cluster.key`;
    await Deno.writeTextFile(path, keyLine(KEY_SEED), { mode: 0o600 });
    const flags = how === "sealed" ? [`--key=${path}`] : [];
    await using cluster = await Cluster.start({}, { flags });
    await cluster.startRegistered({ name: "A", people: A, flags });
    using client = await cluster.connect();
    await warmUp(client);
    const { pid } = cluster.main.process;
    const before = await peakResidentBytes(pid) ?? 0;
    const keys = how === "sealed" ? keysOf(KEY_SEED) : null;
    const [meanwhile, sent] = await askWhile(client, bomb(cluster, keys));
    const after = await peakResidentBytes(pid) ?? 0;
    const grownMiB = Math.ceil((after - before) / MIB);
    await printFigures("bombs", {
      servers: how,
      ...sent,
      grownMiB,
      ...meanwhile,
    });
    assertLess(grownMiB, GROWN_MIB_MAX);
    assertLess(meanwhile.worstMs, ANSWER_MS_MAX);
  });
}

/** All of them, by each way in, one way after the other. */
async function bomb(cluster: Cluster, keys: KeyRing | null) {
  const answers = ANSWER_BOMBS.map((bomb, i) => [`bomb${i}`, bomb] as const);
  await using bomber = await Bomber.start({
    server: "B",
    main: { host: "127.0.0.1", port: cluster.main.udpPort },
    keys,
    chunks: Array.from({ length: CHUNKS }, (_, i) => {
      return CHUNK_BOMBS[i % CHUNK_BOMBS.length]!;
    }),
    answers: new Map(answers),
  });
  let [streams, streamsBecome] = [0, 0];
  for (let round = 0; round < ROUNDS; round++) {
    await Promise.all(answers.map(([name]) => askForBomb(cluster, name)));
    for (const bomb of STREAM_BOMBS) {
      const each = Array.from({ length: CLIENTS }, () => send(bomb, cluster));
      await Promise.all(each);
      streams += CLIENTS;
      streamsBecome += CLIENTS * bomb.becomes;
    }
  }
  const { chunks, answers: whole, become } = bomber.sent;
  const wouldBeGiB = Math.round((become + streamsBecome) / (1_024 * MIB));
  return { chunks, answers: whole, streams, wouldBeGiB };
}

/** Whose time is a bomb could not be checked; the others were. */
async function askForBomb(cluster: Cluster, name: string): Promise<void> {
  using client = await cluster.connect();
  const answer = await client.askJson(["lilith", name]);
  assertEquals(answer, {
    slots: SLOTS,
    unknown: [],
    unreachable: [{ server: "B", names: [name] }],
    pending: [],
  });
}

/** Whoever sends it is told why it has to go. */
async function send(
  { bytes, code }: typeof STREAM_BOMBS[number],
  cluster: Cluster,
): Promise<void> {
  using client = await DeflatedClient.connect(cluster.main.tcpPort);
  await client.sendRaw(bytes);
  const lines = await client.readLines(2);
  assertEquals(lines.map((line) => JSON.parse(line).error.code), [code]);
}

async function warmUp(client: LineClient): Promise<void> {
  const request = `${JSON.stringify({ names: ["lilith"] })}\n`;
  for (let asked = 0; asked < WARM_UP; asked += WARM_UP_AT_ONCE) {
    await client.send(request.repeat(WARM_UP_AT_ONCE));
    for (let i = 0; i < WARM_UP_AT_ONCE; i++) {
      assertEquals(JSON.parse(await client.readLine() ?? "").slots, SLOTS);
    }
  }
}

async function askRightly(client: LineClient): Promise<void> {
  const { slots } = await client.askJson(["lilith"]);
  assertEquals(slots, SLOTS);
}

/** Asks one question after the other until something is over. */
function askWhile<T>(client: LineClient, running: Promise<T>) {
  let isOver = false;
  const ask = async () => {
    let [answered, worstMs] = [0, 0];
    for (; !isOver; answered++) {
      const startMs = performance.now();
      await askRightly(client);
      worstMs = Math.max(worstMs, Math.ceil(performance.now() - startMs));
    }
    return { answered, worstMs };
  };
  return Promise.all([ask(), running.finally(() => isOver = true)]);
}
