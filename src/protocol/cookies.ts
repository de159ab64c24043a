/**
 * Cookies prove that who sends can also receive, and that it does so now: the
 * main server keeps nothing of a stranger, it checks what it once signed.
 *
 * A cookie's serial is the moment of its issue by our own clock, and no two
 * are equal, so serials order the sessions that cookies begin: a registration
 * that is recorded and played again is older than what it would replace.
 *
 * @see RFC 6347 §4.2.1, RFC 9000 §8.1
 */

import { createHmac, timingSafeEqual } from "node:crypto";
import { type Address, formatAddress } from "../base/address.ts";
import { ByteReader, ByteWriter } from "../base/bytes.ts";
import { COOKIE_MS } from "../base/limits.ts";
import type { Entropy } from "../base/ports.ts";
import { type Id64, writeId } from "../wire/datagram.ts";
import { COOKIE_BYTES } from "../wire/registration.ts";

const SECRET_BYTES = 32;
const SERIAL_BYTES = 8;

/** To whom a cookie was given, and for which hello. */
export interface CookieHolder {
  readonly address: Address;
  readonly nonce: Id64;
  readonly server: string;
}

export class Cookies {
  readonly #secret = new Uint8Array(SECRET_BYTES);
  #lastUs = 0;

  constructor(entropy: Entropy) {
    entropy.fill(this.#secret);
  }

  issue(holder: CookieHolder, nowMs: number): Uint8Array {
    this.#lastUs = Math.max(Math.floor(nowMs * 1_000), this.#lastUs + 1);
    return this.#sign(holder, this.#lastUs);
  }

  /**
   * @returns When it was issued, in microseconds; undefined if it is not
   * ours, not this holder's, or too old.
   */
  check(
    { cookie, holder, nowMs }: {
      readonly cookie: Uint8Array;
      readonly holder: CookieHolder;
      readonly nowMs: number;
    },
  ): number | undefined {
    const serial = new ByteReader(cookie).f64("serial");
    const ageMs = nowMs - serial / 1_000;
    // A serial may run ahead of the clock where many are issued at once.
    if (!(serial <= this.#lastUs && ageMs <= COOKIE_MS)) return undefined;
    const signed = this.#sign(holder, serial);
    return timingSafeEqual(signed, cookie) ? serial : undefined;
  }

  #sign({ address, nonce, server }: CookieHolder, serialUs: number) {
    const writer = new ByteWriter();
    writer.f64(serialUs);
    writeId(writer, nonce);
    writer.text(formatAddress(address));
    writer.text(server);
    const mac = createHmac("sha256", this.#secret).update(writer.view())
      .digest();
    const cookie = new Uint8Array(COOKIE_BYTES);
    cookie.set(writer.view().subarray(0, SERIAL_BYTES));
    cookie.set(mac.subarray(0, COOKIE_BYTES - SERIAL_BYTES), SERIAL_BYTES);
    return cookie;
  }
}
