/**
 * Slots read the plain way, from the table in `slots.ts` alone: big integers,
 * and each rule by itself. It shares nothing with the reader that it judges.
 */

const MAX = 2n ** 53n - 1n;

/** @returns The bounds, or undefined if the bytes do not begin with a set. */
export function readSlotsPlainly(bytes: Uint8Array): Float64Array | undefined {
  let at = 0;
  const varint = (): bigint | undefined => {
    let end = at;
    while (bytes[end]! >= 0x80) end++;
    if (end >= bytes.length) return undefined;
    const isPadded = end > at && bytes[end] === 0;
    let value = 0n;
    for (let i = end; i >= at; i--) {
      value = value << 7n | BigInt(bytes[i]! & 127);
    }
    at = end + 1;
    return isPadded || value > MAX ? undefined : value;
  };
  const escaped = (): bigint | undefined => {
    if (at + 8 > bytes.length) return undefined;
    const view = new DataView(bytes.buffer, bytes.byteOffset + at, 8);
    at += 8;
    const value = view.getFloat64(0);
    const isTime = Number.isSafeInteger(value) && !Object.is(value, -0);
    return isTime ? BigInt(value) : undefined;
  };
  const count = varint();
  if (count === undefined || count % 2n === 1n) return undefined;
  if (count > BigInt(bytes.length)) return undefined;
  const bounds: bigint[] = [];
  for (let i = 0n; i < count; i++) {
    const before = bounds.at(-1);
    const distance = varint();
    if (distance === undefined) return undefined;
    const bound = distance === 0n ? escaped() : (before ?? 0n) + distance;
    if (bound === undefined || bound > MAX) return undefined;
    if (before !== undefined && bound <= before) return undefined;
    const away = bound - (before ?? 0n);
    if (distance === 0n && away >= 1n && away <= MAX) return undefined;
    bounds.push(bound);
  }
  return Float64Array.from(bounds, Number);
}
