/**
 * A client's TCP connection to a simulated main server: bytes arrive in their
 * order, cut anywhere, and answers are read as they are written.
 */

import type { Address } from "../../src/base/address.ts";
import type { Random } from "../../src/base/ports.ts";
import type {
  Accept,
  Connection,
  ConnectionEvents,
} from "../../src/net/connections.ts";
import { joined } from "../../src/wire/seal.ts";
import { below } from "../support/seeded_random.ts";
import type { EventQueue } from "./event_queue.ts";
import type { VirtualClock } from "./virtual_clock.ts";

const DELAY_MS_MAX = 5;
/** How long a client takes to read what was written, by default. */
const TAKE_MS_MAX = 2;
/** So often all that waits is read at once. */
const JOINED_SHARE = 0.5;

export interface ConnectionOptions {
  readonly queue: EventQueue;
  readonly random: Random;
  /** The main server's loop. */
  readonly clock: VirtualClock;
  readonly accept: Accept;
  readonly peer: Address;
  /** Called with what the main server wrote, at that moment. */
  readonly heard: (text: string) => void;
  /** Called when the main server ends the connection of its own accord. */
  readonly ended: () => void;
  /** How long what is written waits until the client takes it, at most. */
  readonly takeMsMax?: number;
}

/** What is told of a request while it travels. */
export interface Delivery {
  /** Its last byte is with the system. */
  arrived(): void;
  /** The main server is about to read its last byte. */
  read(): void;
}

/** Bytes on their way, or null for their end. */
interface Piece {
  readonly bytes: Uint8Array | null;
  readonly delivery: Delivery | null;
}

export class SimulatedConnection implements Connection {
  readonly peer: Address;
  unsentBytes = 0;
  isClosed = false;
  closedMs = Infinity;
  readonly #options: ConnectionOptions;
  readonly #events: ConnectionEvents;
  readonly #decoder = new TextDecoder();
  #arrivesMs = 0;
  #isPaused = false;
  /** Arrived and not read. */
  readonly #unread: Piece[] = [];

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.peer = options.peer;
    this.#events = options.accept(this);
  }

  /** The client writes; the text arrives in a few pieces. */
  write(text: string, delivery: Delivery | null = null): void {
    const bytes = new TextEncoder().encode(text);
    const { random } = this.#options;
    const cuts = Array.from(
      { length: below(random, 3) },
      () => below(random, bytes.length),
    ).sort((a, b) => a - b);
    let from = 0;
    for (const to of [...cuts, bytes.length]) {
      const isLast = to === bytes.length;
      this.#carry(bytes.slice(from, to), isLast ? delivery : null);
      from = to;
    }
  }

  /** The client sends no more. */
  finish(): void {
    this.#later(() => this.#hand({ bytes: null, delivery: null }));
  }

  /** The client goes away, after all that it has written. */
  drop(): void {
    this.#later(() => this.#options.clock.deliver(() => this.abort()));
  }

  send(bytes: Uint8Array): void {
    if (this.isClosed) return;
    this.unsentBytes += bytes.length;
    this.#options.heard(this.#decoder.decode(bytes, { stream: true }));
    const { queue, random, clock, takeMsMax = TAKE_MS_MAX } = this.#options;
    queue.after(takeMsMax * random(), () =>
      clock.deliver(() => {
        this.unsentBytes -= bytes.length;
        if (!this.isClosed) this.#events.taken();
      }));
  }

  pauseReading(): void {
    this.#isPaused = true;
  }

  resumeReading(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    const { queue, clock } = this.#options;
    for (let i = 0; i < this.#unread.length; i++) {
      queue.after(0, () => clock.deliver(() => this.#read()));
    }
  }

  end(): void {
    if (this.isClosed) return;
    const { queue, clock, ended } = this.#options;
    ended();
    queue.after(0, () => clock.deliver(() => this.abort()));
  }

  abort(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.closedMs = this.#options.queue.nowMs;
    this.#events.closed();
  }

  #carry(bytes: Uint8Array, delivery: Delivery | null): void {
    this.#later(() => {
      delivery?.arrived();
      this.#hand({ bytes, delivery });
    });
  }

  /** Whatever is written later arrives later. */
  #later(run: () => void): void {
    const { queue, random } = this.#options;
    const dueMs = queue.nowMs + DELAY_MS_MAX * random();
    this.#arrivesMs = Math.max(this.#arrivesMs, dueMs);
    queue.at(this.#arrivesMs, run);
  }

  #hand(piece: Piece): void {
    this.#unread.push(piece);
    this.#options.clock.deliver(() => this.#read());
  }

  /** What waits, or its oldest, unless the main server does not want it. */
  #read(): void {
    if (this.isClosed || this.#isPaused || this.#unread.length === 0) return;
    const pieces = this.#takeUnread();
    for (const { delivery } of pieces) delivery?.read();
    const bytes = joined(...pieces.flatMap(({ bytes }) => bytes ?? []));
    if (bytes.length > 0) this.#events.received(bytes);
    if (pieces[0]!.bytes === null) this.#events.finished();
  }

  /** One piece or all; an end is always alone. */
  #takeUnread(): Piece[] {
    const end = this.#unread.findIndex(({ bytes }) => bytes === null);
    const joined = end < 0 ? this.#unread.length : end;
    const isJoined = joined > 1 && this.#options.random() < JOINED_SHARE;
    return this.#unread.splice(0, isJoined ? joined : 1);
  }
}
