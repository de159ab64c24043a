/** What a run has come to, as one line for people and for programs. */

/** Prints `kind {"name":1,...}` on a line of its own. */
export async function printFigures(
  kind: string,
  figures: Readonly<Record<string, unknown>>,
): Promise<void> {
  const line = `\n${kind} ${JSON.stringify(figures)}\n`;
  await Deno.stdout.write(new TextEncoder().encode(line));
}
