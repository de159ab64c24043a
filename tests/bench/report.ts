/** How the bench speaks: one `key=value` line a figure, and tables of them. */

export type Figures = Readonly<Record<string, string | number>>;

export function print(text: string): void {
  const bytes = new TextEncoder().encode(`${text}\n`);
  for (let sent = 0; sent < bytes.length;) {
    sent += Deno.stdout.writeSync(bytes.subarray(sent));
  }
}

/** `what key=value key=value`, for people who grep. */
export function printLine(what: string, figures: Figures): void {
  const pairs = Object.entries(figures).map(([key, value]) => {
    return `${key}=${short(value)}`;
  });
  print(`${what} ${pairs.join(" ")}`);
}

/** The same keys in each row; columns are as wide as they must be. */
export function printTable(rows: readonly Figures[]): void {
  const keys = Object.keys(rows[0] ?? {});
  const cells = [
    keys,
    ...rows.map((row) => keys.map((key) => short(row[key]!))),
  ];
  const widths = keys.map((_, column) => {
    return Math.max(...cells.map((row) => row[column]!.length));
  });
  for (const row of cells) {
    print(row.map((cell, i) => cell.padStart(widths[i]!)).join("  "));
  }
}

/** Three digits that matter are more than this machine's noise leaves. */
function short(value: string | number): string {
  if (typeof value === "string") return value;
  const rounded = Math.abs(value) < 100 ? value.toPrecision(3) : `${value}`;
  return Number.isInteger(value) || Math.abs(value) < 100
    ? String(Number(rounded))
    : value.toFixed(0);
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle) - 1]!) / 2;
}

/** The `key=number` pairs of a line, whatever stands around them. */
export function parseLine(line: string): Record<string, number> {
  const pairs = line.matchAll(/(\w+)=([\d.]+)/g);
  return Object.fromEntries(
    [...pairs].map(([, key, value]) => [key, Number(value)]),
  );
}
