/** A million lines through `convene query`, whose memory must not grow. */

import { Cluster, residentBytes } from "../support/cluster.ts";
import { ConveneProcess } from "../support/process.ts";
import { print, printLine } from "./report.ts";

const LINES = 1_000_000;
const LINES_A_WRITE = 10_000;
const PIPE_MS_MAX = 600_000;

export async function benchPipe(): Promise<void> {
  await using cluster = await Cluster.start({
    A: "lilith;[[1,3],[4,6],[7,9]]\n",
    B: "zein;[[1,4],[6,8]]\n",
  });
  const main = `--main=127.0.0.1:${cluster.main.tcpPort}`;
  const args = ["query", main];
  await using query = new ConveneProcess(args, { stdin: true });
  const startMs = performance.now();
  let peakMib = 0;
  let mainPeakMib = 0;
  const lines = "lilith zein\nzein\n".repeat(LINES_A_WRITE / 2);
  for (let sent = 0; sent < LINES; sent += LINES_A_WRITE) {
    await query.write(lines);
    peakMib = Math.max(peakMib, await residentMib(query.pid));
    const pid = cluster.main.process.pid;
    mainPeakMib = Math.max(mainPeakMib, await residentMib(pid));
  }
  await query.closeStdin();
  const { code } = await query.finished(PIPE_MS_MAX);
  const tookS = (performance.now() - startMs) / 1_000;
  const linesPerS = LINES / tookS;
  printLine("pipe", { lines: LINES, tookS, linesPerS, peakMib, mainPeakMib });
  const answers = query.stdout.lines.length;
  if (code !== 0 || answers !== LINES) {
    print(`pipe: exit ${code}, ${answers} answers instead of ${LINES}`);
  }
}

async function residentMib(pid: number): Promise<number> {
  return (await residentBytes(pid) ?? 0) / 2 ** 20;
}
