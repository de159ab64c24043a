/**
 * What sealing costs: the same load on two clusters of which one shares a key,
 * by turns, so that the machine's moods are the same for both.
 */

import { Cluster } from "../support/cluster.ts";
import { keyLine } from "../support/keys.ts";
import { addPeople, runLoad } from "./load.ts";
import { NativeTools } from "./native_tools.ts";
import { median, printLine } from "./report.ts";

const ROUNDS = 5;
const CASES = [
  { clients: 1, depth: 1, target: "<=1.6" },
  { clients: 64, depth: 16, target: "" },
];

export async function benchSealing(): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "convene-bench-" });
  const key = `${folder}/cluster.key`;
  await Deno.writeTextFile(key, keyLine(1), { mode: 0o600 });
  await using plain = await Cluster.start();
  await using sealed = await Cluster.start({}, { flags: [`--key=${key}`] });
  const plainQueries = await addPeople(plain);
  const sealedQueries = await addPeople(sealed, [`--key=${key}`]);
  const tools = await NativeTools.build(folder);
  for (const { clients, depth, target } of CASES) {
    const p50Of = async ({ main }: Cluster, queriesPath: string) => {
      const load = { clients, depth, port: main.tcpPort, queriesPath };
      return (await runLoad(tools, load)).p50us;
    };
    const [plainUs, sealedUs]: [number[], number[]] = [[], []];
    for (let round = 0; round < ROUNDS; round++) {
      plainUs.push(await p50Of(plain, plainQueries));
      sealedUs.push(await p50Of(sealed, sealedQueries));
    }
    const [p50us, sealedP50us] = [median(plainUs), median(sealedUs)];
    const ratio = sealedP50us / p50us;
    printLine("sealing", { clients, depth, p50us, sealedP50us, ratio, target });
  }
  await Deno.remove(folder, { recursive: true });
}
