/**
 * A server that shares the key and sends bombs: chunks of its list of names,
 * and long answers, that would become far longer than they may. As nothing of
 * a stranger is inflated it registers as any backend does, by production code,
 * and its people are in the directory in the end.
 */

import { AssertionError } from "@std/assert";
import { createHash } from "node:crypto";
import type { Address } from "../../src/base/address.ts";
import type { NameList } from "../../src/calendar/name_list.ts";
import { systemClock } from "../../src/net/system_clock.ts";
import { bindUdp } from "../../src/net/udp.ts";
import { BackendSeals } from "../../src/protocol/backend_seals.ts";
import { Registrar } from "../../src/protocol/registrar.ts";
import { Ticker } from "../../src/roles/ticker.ts";
import {
  type Id64,
  idFrom,
  Kind,
  type OpenDatagram,
  openDatagram,
  readId,
} from "../../src/wire/datagram.ts";
import type { KeyRing } from "../../src/wire/key_ring.ts";
import {
  type ChunkAck,
  encodeChunk,
  readChunk,
  readChunkAck,
} from "../../src/wire/list_messages.ts";
import { BLOCK_BYTES } from "../../src/wire/blocks.ts";
import { readQuestion } from "../../src/wire/questions.ts";
import { digestWish } from "../../src/wire/wish.ts";
import { encodeAnswer } from "./answer_datagram.ts";
import type { Bomb } from "./bombs.ts";
import { within } from "./deadline.ts";
import { peopleOf } from "./people_of.ts";
import { seededEntropy } from "./seeded_entropy.ts";
import { seededRandom } from "./seeded_random.ts";

const KIND_AT = 3;
/** So many chunks are taken before the one that is awaited. */
const CHUNKS_AT_ONCE = 32;
const REGISTERED_MS_MAX = 10_000;

export interface BomberOptions {
  readonly server: string;
  readonly main: Address;
  readonly keys: KeyRing | null;
  /** Sent in place of deflated names, one after the other. */
  readonly chunks: readonly Bomb[];
  /** The whole of a long answer about each of its people. */
  readonly answers: ReadonlyMap<string, Bomb>;
}

export class Bomber implements AsyncDisposable {
  /** Chunks, and answers to their end, and what they would become. */
  readonly sent = { chunks: 0, answers: 0, become: 0 };
  readonly #options: BomberOptions;
  readonly #socket = bindUdp({ host: "127.0.0.1", port: 0 });
  readonly #names: NameList;
  readonly #digests: ReadonlyMap<string, Id64>;
  readonly #seals: BackendSeals | null;
  readonly #registrar: Registrar;
  readonly #ticker: Ticker;
  readonly #registered = Promise.withResolvers<void>();
  /** The only true one, as long as there are bombs to go before it. */
  #chunk: Uint8Array | null = null;

  /** @returns One that has sent its chunks, and has registered after that. */
  static async start(options: BomberOptions): Promise<Bomber> {
    const bomber = new Bomber(options);
    const { promise } = bomber.#registered;
    const what = () => `a server that sent ${bomber.sent.chunks} bombs`;
    try {
      await within(promise, { ms: REGISTERED_MS_MAX, what });
      return bomber;
    } catch (error) {
      await bomber[Symbol.asyncDispose]();
      throw error;
    }
  }

  private constructor(options: BomberOptions) {
    this.#options = options;
    const answers = [...options.answers];
    const file = answers.map(([name]) => `${name};[]\n`).join("");
    this.#names = peopleOf(file).names;
    this.#digests = new Map(answers.map(([name, { bytes }]) => {
      return [name, idFrom(createHash("sha256").update(bytes).digest())];
    }));
    const random = seededRandom(4);
    const entropy = seededEntropy(random);
    const { keys } = options;
    this.#seals = keys ? new BackendSeals(keys, entropy) : null;
    const registrar = this.#registrar = new Registrar({
      ...options,
      serving: { names: this.#names, ledger: null, times: "numbers" },
      random,
      entropy,
      send: (datagram) => this.#say(datagram),
      report: ({ kind }) => {
        if (kind === "registered") this.#registered.resolve();
      },
    });
    this.#ticker = new Ticker({
      clock: systemClock,
      receivedCount: () => this.#socket.receivedCount,
      dueMs: () => registrar.dueMs,
      tick: ({ nowMs }) => registrar.poll(nowMs),
    });
    this.#socket.listen((bytes) => this.#receive(bytes));
    this.#ticker.arm();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ticker.stop();
    await this.#socket.close();
  }

  #send(datagram: Uint8Array): void {
    const bytes = this.#seals?.close(datagram) ?? datagram;
    this.#socket.send(bytes, this.#options.main);
  }

  /** What the registrar says: its one chunk waits for the bombs. */
  #say(datagram: Uint8Array): void {
    const isChunk = datagram[KIND_AT] === Kind.chunk;
    if (!isChunk || this.sent.chunks > 0) return this.#send(datagram);
    this.#chunk = datagram.slice();
    this.#bombard(0);
  }

  #receive(bytes: Uint8Array): void {
    const datagram = this.#seals?.open(bytes) ?? openDatagram(bytes);
    const { kind, message } = datagram;
    if (kind === Kind.ask) this.#answer(datagram);
    else if (kind === Kind.chunkAck && this.#chunk) {
      this.#acknowledged(readChunkAck(message));
    } else this.#registrar.receive(datagram, systemClock.nowMs());
    this.#ticker.arm();
  }

  /** As many as a main server looks at, and the true one, which it tells of. */
  #bombard(next: number): void {
    const { chunks } = this.#options;
    const { session, message } = openDatagram(this.#chunk!);
    const { list } = readChunk(message);
    for (let i = 0; i < CHUNKS_AT_ONCE; i++) {
      const bomb = chunks[this.sent.chunks];
      if (!bomb) break;
      this.sent.chunks++;
      this.sent.become += bomb.becomes;
      const chunk = { list, number: next + i, deflated: bomb.bytes };
      this.#send(encodeChunk(session, chunk));
    }
    this.#send(this.#chunk!);
  }

  /** Of all that was sent nothing but the true one may have been taken. */
  #acknowledged({ next, beyond }: ChunkAck): void {
    if (next !== 1 || beyond !== 0) {
      const taken = `${next} chunks in a row and ${beyond.toString(2)} beyond`;
      this.#registered.reject(new AssertionError(`Took ${taken}`));
    }
    const isLast = this.sent.chunks === this.#options.chunks.length;
    if (!isLast) return this.#bombard(next);
    // Once more, so that the registrar hears of it.
    this.#send(this.#chunk!);
    this.#chunk = null;
  }

  #answer({ session, message }: OpenDatagram): void {
    const list = readId(message, "list");
    while (!message.done) {
      const { token, attempt, wish } = readQuestion(message);
      const name = this.#names.keyAt(wish.people[0]!);
      const { bytes: whole, becomes } = this.#options.answers.get(name)!;
      const from = wish.block * BLOCK_BYTES;
      const bytes = whole.subarray(from, from + BLOCK_BYTES);
      const content = {
        kind: "block",
        total: whole.length,
        digest: this.#digests.get(name)!,
        number: wish.block,
        bytes,
        isReport: false,
        notAlone: false,
      } as const;
      const digest = digestWish(list, wish);
      this.#send(encodeAnswer(session, { token, attempt, digest, content }));
      if (from + bytes.length < whole.length) continue;
      this.sent.answers++;
      this.sent.become += becomes;
    }
  }
}
