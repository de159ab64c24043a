/**
 * Watches one life of a backend: it answers main servers within the session
 * that it began with them last, and in no other.
 */

import { type Address, formatAddress } from "../../src/base/address.ts";
import { idKey, Kind, openDatagram } from "../../src/wire/datagram.ts";
import type { Checks } from "./checks.ts";
import { readSaid } from "./readable.ts";
import type { SocketWatch } from "./simulated_socket.ts";

export class BackendWatch implements SocketWatch {
  readonly #checks: Checks;
  /** The session of the last begin, by main server. */
  readonly #begun = new Map<string, string>();

  constructor(checks: Checks) {
    this.#checks = checks;
  }

  handled(): void {
    // What it is asked may be anything.
  }

  sent(bytes: Uint8Array, to: Address): void {
    const kind = bytes[3];
    if (kind !== Kind.begin && kind !== Kind.answers) return;
    readSaid(this.#checks, () => {
      const session = idKey(openDatagram(bytes).session);
      const main = formatAddress(to);
      if (kind === Kind.begin) this.#begun.set(main, session);
      else this.#checkAnswers(session, main);
    });
  }

  #checkAnswers(session: string, main: string): void {
    const begun = this.#begun.get(main);
    this.#checks.hold(
      "N3",
      session === begun,
      () => `an answer to ${main} is of session ${session}, not of ${begun}`,
    );
  }
}
