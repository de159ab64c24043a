/** TLS where none is spoken: its client would wait long for a line's answer. */

/** A handshake of version 3. */
const GREETING = [0x16, 0x03];

/** Whether a connection begins with TLS, as no line of text does. */
export function isTlsGreeting(first: Uint8Array): boolean {
  return GREETING.every((byte, at) => first[at] === byte);
}
