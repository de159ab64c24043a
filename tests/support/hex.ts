/** Bytes as people compare them. */

/** @param text Pairs of digits; blanks and ends of lines are ignored. */
export function fromHex(text: string): Uint8Array {
  const pairs = text.replace(/\s/g, "").match(/../g) ?? [];
  return Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16));
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}
