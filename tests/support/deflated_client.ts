/**
 * A client whose connection is deflated: a TCP socket and zlib at its
 * simplest, with nothing of the program's own.
 */

import { constants, deflateRawSync, inflateRawSync } from "node:zlib";
import { within } from "./deadline.ts";

const SYNC = { finishFlush: constants.Z_SYNC_FLUSH };
const ANSWER_WAIT_MS = 10_000;
const LF = 0x0a;

export class DeflatedClient implements Disposable {
  /** The server's answer to the hello. */
  readonly welcome: string;
  readonly #socket: Deno.TcpConn;
  #deflated: Uint8Array;
  #linesRead = 0;

  /** @param hello What the first line says, beside that it is to be deflated. */
  static async connect(port: number, hello = {}): Promise<DeflatedClient> {
    const socket = await Deno.connect({ hostname: "127.0.0.1", port });
    socket.setNoDelay(true);
    const line = { id: 1, hello: { ...hello, compress: "deflate" } };
    await socket.write(encode(`${JSON.stringify(line)}\n`));
    let bytes: Uint8Array = new Uint8Array();
    while (!bytes.includes(LF)) bytes = join(bytes, await read(socket));
    const end = bytes.indexOf(LF);
    const welcome = decode(bytes.subarray(0, end));
    return new DeflatedClient(socket, welcome, bytes.slice(end + 1));
  }

  private constructor(socket: Deno.TcpConn, welcome: string, rest: Uint8Array) {
    this.#socket = socket;
    this.welcome = welcome;
    this.#deflated = rest;
  }

  /** Bytes that have come since the welcome. */
  get receivedBytes(): number {
    return this.#deflated.length;
  }

  /** Sends text in a piece of its own, which any stream may be made of. */
  async send(text: string): Promise<void> {
    await this.sendRaw(deflateRawSync(encode(text), SYNC));
  }

  async sendRaw(bytes: Uint8Array): Promise<void> {
    for (let sent = 0; sent < bytes.length;) {
      sent += await this.#socket.write(bytes.subarray(sent));
    }
  }

  /** Sends no more. */
  finish(): Promise<void> {
    return this.#socket.closeWrite();
  }

  /** @returns The next lines without their ends; fewer at the end. */
  async readLines(count: number): Promise<string[]> {
    const what = () => `${count} lines of the server`;
    const lines = await within(this.#readLines(this.#linesRead + count), {
      ms: ANSWER_WAIT_MS,
      what,
    });
    const from = this.#linesRead;
    this.#linesRead = Math.min(lines.length, from + count);
    return lines.slice(from, this.#linesRead);
  }

  [Symbol.dispose](): void {
    this.#socket.close();
  }

  async #readLines(count: number): Promise<string[]> {
    for (;;) {
      const lines = this.#text().split("\n").slice(0, -1);
      if (lines.length >= count) return lines;
      const bytes = await read(this.#socket);
      if (bytes.length === 0) return lines;
      this.#deflated = join(this.#deflated, bytes);
    }
  }

  #text(): string {
    if (this.#deflated.length === 0) return "";
    return decode(inflateRawSync(this.#deflated, SYNC));
  }
}

/** @returns Nothing at the end, or if the connection broke. */
async function read(socket: Deno.TcpConn): Promise<Uint8Array> {
  const buffer = new Uint8Array(65_536);
  const count = await socket.read(buffer).catch(() => null);
  return buffer.subarray(0, count ?? 0);
}

function join(a: Uint8Array, b: Uint8Array): Uint8Array {
  const joined = new Uint8Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
