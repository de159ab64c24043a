/**
 * Sees through the seals of a simulated cluster, as the simulator has its keys:
 * so whoever watches the wire reads the same datagrams, sealed or not. It also
 * holds N2: no key ever meets a nonce twice.
 */

import { WireError } from "../../src/base/errors.ts";
import { idKey, Kind, openFrame, peekHeader } from "../../src/wire/datagram.ts";
import type { KeyRing } from "../../src/wire/key_ring.ts";
import { readBegin, sessionOf } from "../../src/wire/registration.ts";
import {
  decrypt,
  deriveKey,
  joined,
  openSingle,
  partsOf,
  readSealed,
  type Sealed,
  Sealing,
  unsealedFrame,
} from "../../src/wire/seal.ts";
import { EpochKeys } from "../../src/wire/session_seal.ts";
import { ByteReader } from "../../src/base/bytes.ts";
import { forge } from "../support/datagram_samples.ts";
import type { Checks } from "./checks.ts";

/** A denial says no more than its kind. */
const NO_BOOT_REPLY = new Uint8Array(8 + 1 + 8);

interface SessionKeys {
  readonly toMain: EpochKeys;
  readonly toBackend: EpochKeys;
}

export class XRay {
  readonly #keys: KeyRing;
  readonly #checks: Checks;
  readonly #sessions = new Map<string, SessionKeys>();
  /** What each key and nonce have sealed. */
  readonly #sealed = new Map<string, string>();
  readonly #wireOf = new WeakMap<Uint8Array, Uint8Array>();
  readonly #isToMain = new WeakMap<Uint8Array, boolean>();

  /** @param keys All that the cluster ever has. */
  constructor(keys: KeyRing, checks: Checks) {
    this.#keys = keys;
    this.#checks = checks;
  }

  /**
   * What a host says, as it was before it was sealed: the network carries it
   * so, and a receiver gets it sealed again unless it was changed on its way.
   *
   * @param isToMain Which way it goes.
   * @throws {WireError} If it cannot be opened with any of the keys.
   */
  reveal(bytes: Uint8Array, isToMain: boolean): Uint8Array {
    const sealed = readSealed(bytes);
    this.#checkNonce(sealed, isToMain);
    const plain = forge(this.#open(sealed, isToMain)).slice();
    this.#wireOf.set(plain, bytes);
    this.#isToMain.set(plain, isToMain);
    return plain;
  }

  /** Whether it is as some server has sealed it for whom it has come to. */
  isSealedFor(plain: Uint8Array, isToMain: boolean): boolean {
    return this.#isToMain.get(plain) === isToMain;
  }

  /** As it travels; what nobody has sealed is as it is. */
  wireOf(plain: Uint8Array): Uint8Array {
    return this.#wireOf.get(plain) ?? plain;
  }

  #open(sealed: Sealed, isToMain: boolean): Uint8Array {
    switch (sealed.sealing) {
      case Sealing.single:
        return this.#openSingle(sealed);
      case Sealing.session:
        return this.#openSession(sealed, isToMain);
      case Sealing.denial:
        return unsealedFrame(partsOf(sealed).clear, NO_BOOT_REPLY);
    }
  }

  #checkNonce(sealed: Sealed, isToMain: boolean): void {
    const { sealing, bytes } = sealed;
    if (sealing === Sealing.denial) return;
    const { salt, counter, tag } = partsOf(sealed);
    const session = idKey(peekHeader(bytes).session);
    const place = sealing === Sealing.single
      ? `${sealed.keyId} ${salt.toHex()}`
      : `${session} ${isToMain} ${counter.toHex()}`;
    const before = this.#sealed.get(place);
    this.#checks.hold(
      "N2",
      before === undefined || before === tag.toHex(),
      () => `two messages were sealed at ${place}`,
    );
    this.#sealed.set(place, tag.toHex());
  }

  #openSingle(sealed: Sealed): Uint8Array {
    const { frame, key } = openSingle(sealed, this.#keys);
    const { kind, message } = openFrame(frame);
    if (kind !== Kind.begin) return frame;
    const { cookie, fresh, server } = readBegin(message);
    const id = idKey(sessionOf(cookie));
    if (this.#sessions.has(id)) return frame;
    const salt = joined(fresh, cookie);
    const keysTo = (whom: string) => {
      const purpose = `to ${whom} of ${server}`;
      return new EpochKeys(deriveKey(key.secret, { salt, purpose }));
    };
    const keys = { toMain: keysTo("main"), toBackend: keysTo("backend") };
    this.#sessions.set(id, keys);
    return frame;
  }

  #openSession(sealed: Sealed, isToMain: boolean): Uint8Array {
    const keys = this.#sessions.get(idKey(peekHeader(sealed.bytes).session));
    if (!keys) throw new WireError("no begin of that session was seen");
    const { counter, ...parts } = partsOf(sealed);
    const place = (isToMain ? keys.toMain : keys.toBackend)
      .at(new ByteReader(counter).u64("counter"));
    return unsealedFrame(parts.clear, decrypt(parts, place));
  }
}
