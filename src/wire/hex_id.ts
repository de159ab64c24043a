/** Ids that are kept and shown in hexadecimal, and travel as their bytes. */

import type { ByteReader, ByteWriter } from "../base/bytes.ts";

export const TRANSACTION_BYTES = 16;
export const LEDGER_BYTES = 8;

export function writeHex(writer: ByteWriter, hex: string): void {
  writer.bytes(Uint8Array.fromHex(hex));
}

export function readHex(
  reader: ByteReader,
  bytes: number,
  what: string,
): string {
  return reader.bytes(bytes, what).toHex();
}
