/** How long a million names take to the main server, on a good network and
 * on a bad one. */

import { Cluster } from "../support/cluster.ts";
import { LossyProxy } from "../support/lossy_proxy.ts";
import { printLine } from "./report.ts";

const PEOPLE = 1_000_000;
const REGISTRATION_MS_MAX = 120_000;

const NETWORKS: { loss: number; targetS: number }[] = [
  { loss: 0, targetS: 2 },
  { loss: 0.1, targetS: 10 },
];

export async function benchRegistration(): Promise<void> {
  await using cluster = await Cluster.start();
  const people = manyPeople();
  for (const { loss, targetS } of NETWORKS) {
    await using proxy = new LossyProxy(cluster.main.udpPort, {
      faults: { loss },
      seed: 1,
    });
    const main = loss > 0 ? `127.0.0.1:${proxy.port}` : cluster.mainUdp;
    const name = `LOSS${100 * loss}`;
    const after = cluster.main.process.stderr.lines.length;
    const { process } = await cluster.startBackend({ name, people, main });
    const readyMs = performance.now();
    const ms = REGISTRATION_MS_MAX;
    await process.stderr.waitFor(/ registered /, { ms });
    const tookS = (performance.now() - readyMs) / 1_000;
    await cluster.registered(name, after);
    printLine("registration", { names: PEOPLE, loss, tookS, targetS });
    // The next one has the same names, so that memory stays that of one.
    await process.end("SIGTERM");
  }
}

function manyPeople(): string {
  const lines: string[] = [];
  for (let i = 0; i < PEOPLE; i++) lines.push(`person.${i};[[1,3],[5,7]]`);
  return lines.join("\n");
}
