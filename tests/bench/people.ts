/** Time and memory to load a million people, beside what one writes first. */

import { loadPeople } from "./load_people.ts";
import { parseLine, print, printLine } from "./report.ts";

export async function benchPeople(): Promise<void> {
  const lines = await loadPeople();
  lines.forEach(print);
  const [ours, theirs] = lines.map(parseLine);
  if (!ours?.ms || !theirs?.ms) return;
  printLine("people", {
    timeRatio: ours.ms / theirs.ms,
    target: "<=0.5",
    memoryRatio: Number(ours.peakRssMb) / Number(theirs.peakRssMb),
    memoryTarget: "<=0.333",
  });
}
