/** One main server as a backend sees it: its registration there, its seals. */

import type { Address } from "../base/address.ts";
import type { Entropy, Random } from "../base/ports.ts";
import type { Datagrams } from "../net/datagrams.ts";
import { BackendSeals } from "../protocol/backend_seals.ts";
import type { Caller } from "../protocol/holder.ts";
import { Registrar, type RegistrarEvent } from "../protocol/registrar.ts";
import type { Serving } from "../protocol/serving.ts";
import {
  type Id64,
  type OpenDatagram,
  openDatagram,
} from "../wire/datagram.ts";
import type { KeyRing } from "../wire/key_ring.ts";

export interface MainLineOptions {
  /** The backend's own name. */
  readonly name: string;
  readonly main: Address;
  readonly serving: Serving;
  /** Shared with main servers; null where nothing is sealed. */
  readonly keys: KeyRing | null;
  readonly datagrams: Datagrams;
  readonly random: Random;
  readonly entropy: Entropy;
  readonly report: (event: RegistrarEvent) => void;
}

export class MainLine {
  readonly address: Address;
  readonly registrar: Registrar;
  readonly #datagrams: Datagrams;
  readonly #seals: BackendSeals | null;

  constructor(options: MainLineOptions) {
    const { name: server, main, keys, entropy } = options;
    this.address = main;
    this.#datagrams = options.datagrams;
    this.#seals = keys ? new BackendSeals(keys, entropy) : null;
    const send = (bytes: Uint8Array) => this.send(bytes);
    this.registrar = new Registrar({ ...options, server, send });
  }

  send(bytes: Uint8Array): void {
    this.#datagrams.send(this.#seals?.close(bytes) ?? bytes, this.address);
  }

  /** @throws {WireError} If it is not from that main server, or broken. */
  open(bytes: Uint8Array): OpenDatagram {
    return this.#seals?.open(bytes) ?? openDatagram(bytes);
  }

  /** Uses other keys from now on; where the first is another, begins anew. */
  replaceKeys(keys: KeyRing, nowMs: number): void {
    if (this.#seals && !this.#seals.replaceKeys(keys)) {
      this.registrar.renew(nowMs);
    }
  }

  /** Who is answered in that session, for as long as it lasts. */
  caller(session: Id64): Caller {
    return {
      session,
      send: (bytes) => {
        if (this.registrar.owns(session)) this.send(bytes);
      },
    };
  }

  /** Sends what is encoded for the session in which it knows us, if it does. */
  ask(encode: (session: Id64) => Uint8Array): void {
    const { session } = this.registrar;
    if (session) this.send(encode(session));
  }
}
