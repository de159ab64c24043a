/** A message of a kind that ends with a digest, whatever else is wrong. */

import { createHash } from "node:crypto";
import { ByteReader } from "../../src/base/bytes.ts";
import type { Kind } from "../../src/wire/datagram.ts";

export function withDigest(kind: Kind, content: Uint8Array): ByteReader {
  const hash = createHash("sha256").update(Uint8Array.of(kind));
  const digest = hash.update(content).digest().subarray(0, 8);
  return new ByteReader(Uint8Array.from([...content, ...digest]));
}
