/**
 * A client's first words: who it is, and whether what follows is to be
 * deflated. Until they are answered nobody knows whether it will be.
 */

import type { DeflatableConnection } from "../net/deflatable_connection.ts";
import { formatHello, type Hello, readWelcome } from "../wire/hello.ts";
import type { TurnWriter } from "./turn_writer.ts";

const LF = 0x0a;

export class ClientHello {
  readonly #connection: DeflatableConnection;
  readonly #writer: TurnWriter;
  /** While its answer is waited for. */
  #id: number | null = null;

  constructor(connection: DeflatableConnection, writer: TurnWriter) {
    this.#connection = connection;
    this.#writer = writer;
  }

  /** Says it; what is asked after it may have to wait for the answer. */
  say(id: number, hello: Hello): void {
    this.#id = id;
    this.#writer.write(formatHello(id, hello));
    if (hello.deflate) this.#writer.hold();
  }

  /** How many of the bytes that came are surely not deflated. */
  plainBytes(bytes: Uint8Array): number {
    const end = this.#id === null ? -1 : bytes.indexOf(LF);
    return end < 0 ? bytes.length : end + 1;
  }

  /**
   * Takes the first line that comes, and goes on as it says.
   *
   * @param line Null was too long.
   * @param refuse Told why if what follows is not to be inflated.
   * @returns Whether we are welcome; a server that knows no hello says
   * something else, and all stays as it is.
   */
  isWelcomedBy(line: string | null, refuse: (why: string) => void): boolean {
    if (this.#id === null || line === null) return false;
    const welcome = readWelcome(line, this.#id);
    this.#id = null;
    if (welcome?.isDeflated) this.#connection.deflate(refuse);
    this.#writer.release();
    return welcome !== null;
  }
}
