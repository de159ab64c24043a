/** A client of the main server that is nothing but a TCP socket. */

import { within } from "./deadline.ts";

/** More than the 2.1 s that every answer may take. */
const ANSWER_WAIT_MS = 10_000;

export class LineClient implements Disposable {
  readonly #socket: Deno.TcpConn;
  readonly #decoder = new TextDecoder();
  readonly #chunk = new Uint8Array(65_536);
  #lines: string[] = [];
  #next = 0;
  #rest = "";

  private constructor(socket: Deno.TcpConn) {
    this.#socket = socket;
  }

  static async connect(port: number): Promise<LineClient> {
    const socket = await Deno.connect({ hostname: "127.0.0.1", port });
    socket.setNoDelay(true);
    return new LineClient(socket);
  }

  /** Sends text as it is: the caller ends its lines, or does not. */
  async send(text: string): Promise<void> {
    const bytes = new TextEncoder().encode(text);
    for (let sent = 0; sent < bytes.length;) {
      sent += await this.#socket.write(bytes.subarray(sent));
    }
  }

  /** @returns The next line without its end; null after the last. */
  readLine(ms = ANSWER_WAIT_MS): Promise<string | null> {
    if (this.#next < this.#lines.length) {
      return Promise.resolve(this.#lines[this.#next++]!);
    }
    const what = () => `a line of the server, after "${this.#rest}"`;
    return within(this.#readMore(), { ms, what });
  }

  async #readMore(): Promise<string | null> {
    while (this.#next >= this.#lines.length) {
      const count = await this.#socket.read(this.#chunk).catch(() => null);
      if (count === null) return null;
      const bytes = this.#chunk.subarray(0, count);
      const text = this.#rest + this.#decoder.decode(bytes, { stream: true });
      this.#lines = text.split("\n");
      this.#rest = this.#lines.pop() ?? "";
      this.#next = 0;
    }
    return this.#lines[this.#next++]!;
  }

  /** Sends one line and reads one. */
  async ask(line: string): Promise<string | null> {
    await this.send(`${line}\n`);
    return await this.readLine();
  }

  /** Asks in JSON for `names` and parses what comes. */
  async askJson(names: readonly string[]): Promise<JsonAnswer> {
    const line = await this.ask(JSON.stringify({ names }));
    if (line === null) throw new Error("The server broke off");
    return JSON.parse(line);
  }

  /** Asks in text; the empty line that ends the answer is not part of it. */
  async askText(line: string): Promise<string[]> {
    const answer: string[] = [];
    for (let got = await this.ask(line); got; got = await this.readLine()) {
      answer.push(got);
    }
    return answer;
  }

  /** Says that nothing more will be asked. */
  async finish(): Promise<void> {
    await this.#socket.closeWrite();
  }

  [Symbol.dispose](): void {
    this.#socket.close();
  }
}

/** One line of the server, as the contract's section 4 has it. */
export interface JsonAnswer {
  readonly id?: string | number;
  readonly slots: [number, number][] | null;
  readonly unknown: string[];
  readonly unreachable: { server: string; names: string[] }[];
  readonly pending: string[];
  readonly error?: { code: string; message: string };
}

/** Whether every name was found and checked. */
export function isComplete(answer: JsonAnswer): boolean {
  return answer.error === undefined && answer.slots !== null &&
    answer.unknown.length === 0 && answer.unreachable.length === 0 &&
    answer.pending.length === 0;
}
