/**
 * The seal of one session. Its keys come from the shared key, both sides'
 * fresh 128 bits and the server's name: one for each direction, and a new one
 * every 2^22 datagrams. Counters begin at zero with the session, so that no
 * nonce is ever used twice with a key, restarts included, and no clock is
 * needed.
 *
 * @see RFC 6479 for what comes twice, and WireGuard's transport messages
 */

import { ByteReader, ByteWriter } from "../base/bytes.ts";
import { WireError } from "../base/errors.ts";
import { HEADER_BYTES, withoutChecksum } from "./datagram.ts";
import type { SharedKey } from "./key_ring.ts";
import { ReplayWindow } from "./replay_window.ts";
import {
  clearPart,
  COUNTER_BYTES,
  decrypt,
  deriveKey,
  encrypt,
  joined,
  partsOf,
  type Sealed,
  Sealing,
  unsealedFrame,
} from "./seal.ts";

/** Datagrams that are sealed with one key. */
const EPOCH_DATAGRAMS = 2 ** 22;
const NONCE_BYTES = 12;
const NO_SALT = new Uint8Array();

export interface SessionSecrets {
  readonly key: SharedKey;
  /** The main server's part; it begins the session. */
  readonly cookie: Uint8Array;
  /** The backend's part, 16 bytes. */
  readonly fresh: Uint8Array;
  readonly server: string;
}

export class SessionSeal {
  /** By which the session began. */
  readonly key: SharedKey;
  readonly #seen = new ReplayWindow();
  readonly #sending: EpochKeys;
  readonly #receiving: EpochKeys;
  #counter = 0;

  /** @param side Who seals with it. */
  constructor(
    { key, cookie, fresh, server }: SessionSecrets,
    side: "main" | "backend",
  ) {
    this.key = key;
    const salt = joined(fresh, cookie);
    const keysTo = (whom: string) =>
      new EpochKeys(
        deriveKey(key.secret, { salt, purpose: `to ${whom} of ${server}` }),
      );
    const [toMain, toBackend] = [keysTo("main"), keysTo("backend")];
    this.#sending = side === "main" ? toBackend : toMain;
    this.#receiving = side === "main" ? toMain : toBackend;
  }

  /** @param datagram As it is finished, with its checksum. */
  seal(datagram: Uint8Array): Uint8Array {
    const keyId = this.key.id;
    const counter = this.#counter++;
    const clear = clearPart(datagram, { sealing: Sealing.session, keyId });
    const message = withoutChecksum(datagram).subarray(HEADER_BYTES);
    const place = this.#sending.at(counter);
    const { sealed, tag } = encrypt(message, clear, place);
    return joined(clear, sealed, place.nonce.subarray(-COUNTER_BYTES), tag);
  }

  /**
   * @returns The frame.
   * @throws {WireError} If it was opened before, is too old to tell, or its
   * tag is wrong.
   */
  open(datagram: Sealed): Uint8Array {
    const { counter: bytes, ...parts } = partsOf(datagram);
    const counter = new ByteReader(bytes).u64("counter");
    // A forger may not make us derive a key for each of its datagrams.
    if (this.#seen.isLeap(counter, EPOCH_DATAGRAMS)) {
      throw new WireError("Cannot open datagram as its counter is far ahead");
    }
    if (!this.#seen.isFresh(counter)) {
      throw new WireError("Cannot open datagram as its counter was seen");
    }
    const message = decrypt(parts, this.#receiving.at(counter));
    // Only now, or a forger could make us refuse what is authentic.
    this.#seen.add(counter);
    return unsealedFrame(parts.clear, message);
  }
}

/** The keys of one direction, each for its share of the counters. */
export class EpochKeys {
  readonly #master: Uint8Array;
  #epoch = -1;
  #key: Uint8Array = NO_SALT;

  constructor(master: Uint8Array) {
    this.#master = master;
  }

  at(counter: number): { key: Uint8Array; nonce: Uint8Array } {
    const epoch = Math.floor(counter / EPOCH_DATAGRAMS);
    if (epoch !== this.#epoch) {
      const purpose = `epoch ${epoch}`;
      this.#key = deriveKey(this.#master, { salt: NO_SALT, purpose });
      this.#epoch = epoch;
    }
    const nonce = new ByteWriter(new Uint8Array(NONCE_BYTES));
    nonce.u32(epoch);
    nonce.u64(counter);
    return { key: this.#key, nonce: nonce.view() };
  }
}
