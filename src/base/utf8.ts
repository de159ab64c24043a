/** Text to bytes. */

import { cutBytes } from "./slab.ts";

const ENCODER = new TextEncoder();
/** Beyond this the runtime's encoder is worth its start. */
const SHORT = 512;

/**
 * The text in UTF-8; a lone surrogate, which that has not, becomes U+FFFD.
 *
 * What is short and ASCII, as most of it is, takes a tenth of an encoder's
 * time. Not by `encodeInto()`: Deno 2.7 miscounts in it, once it is optimised.
 *
 * @returns Bytes to send or copy: {@linkcode cutBytes} tells why not to keep.
 */
export function utf8Of(text: string): Uint8Array {
  if (text.length > SHORT) return ENCODER.encode(text);
  const bytes = cutBytes(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 128) return ENCODER.encode(text);
    bytes[i] = code;
  }
  return bytes;
}
