/** Where in a TOML file a key stands, as its parser does not tell. */

/** Keys from the root to a value. */
export type TomlPath = readonly string[];

/** From 1, both. */
export interface TomlPlace {
  readonly line: number;
  readonly column: number;
}

type Parse = (text: string) => Record<string, unknown>;

/**
 * The last line that speaks of the key and before which the file has no such
 * key: what a line defines is told by reading all that stands before it.
 *
 * @param path Of a key that the file has.
 */
export function findKey(
  text: string,
  { path, parse }: { readonly path: TomlPath; readonly parse: Parse },
): TomlPlace {
  const key = path.at(-1)!;
  const lines = text.split("\n");
  const places = lines.flatMap((line, i) => {
    const at = line.indexOf(key);
    return at < 0 ? [] : [{ line: i + 1, column: at + 1 }];
  });
  let low = 0;
  let high = places.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    const before = lines.slice(0, places[middle]!.line - 1).join("\n");
    if (hasKey(before, { path, parse })) high = middle - 1;
    else low = middle;
  }
  // Nowhere as it is read, if it is written with escapes.
  return places[low] ?? { line: 1, column: 1 };
}

function hasKey(
  text: string,
  { path, parse }: { readonly path: TomlPath; readonly parse: Parse },
): boolean {
  let value: unknown;
  try {
    value = parse(text);
  } catch {
    // Cut within a value of several lines, most likely this key's: no value of
    // ours has more than one.
    return true;
  }
  for (const key of path) {
    if (typeof value !== "object" || value === null) return false;
    if (!Object.hasOwn(value, key)) return false;
    value = (value as Record<string, unknown>)[key];
  }
  return true;
}
