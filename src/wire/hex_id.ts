/** Ids that are kept and shown in hexadecimal, and travel as their bytes. */

import type { ByteReader, ByteWriter } from "../base/bytes.ts";

export function writeHex(writer: ByteWriter, hex: string): void {
  for (let at = 0; at < hex.length; at += 2) {
    writer.u8(16 * digitAt(hex, at) + digitAt(hex, at + 1));
  }
}

/** Of `0` to `9` and `a` to `f`, whose codes end in 0 to 9 and 1 to 6. */
function digitAt(hex: string, at: number): number {
  const code = hex.charCodeAt(at);
  return (code & 15) + (code > 57 ? 9 : 0);
}

/** @throws {WireError} If it is cut. */
export function readHex(
  reader: ByteReader,
  bytes: number,
  what: string,
): string {
  return reader.bytes(bytes, what).toHex();
}
