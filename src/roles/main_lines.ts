/** A backend's main servers, each where it was found last. */

import { type Address, sameAddress } from "../base/address.ts";
import type { Id64 } from "../wire/datagram.ts";
import type { KeyRing } from "../wire/key_ring.ts";
import type { Serving } from "../protocol/serving.ts";
import { MainLine, type MainLineOptions } from "./main_line.ts";

/** What all lines have in common. */
export interface MainLinesOptions
  extends Omit<MainLineOptions, "main" | "serving"> {
  /** What is served now. */
  readonly serving: () => Serving;
}

export class MainLines {
  readonly #options: MainLinesOptions;
  /** Those that are in use now. */
  #keys: KeyRing | null;
  #lines: readonly MainLine[];

  constructor(mains: readonly Address[], options: MainLinesOptions) {
    this.#options = options;
    this.#keys = options.keys;
    this.#lines = mains.map((main) => this.#open(main));
  }

  /** Whether all main servers know the list. */
  get isRegistered(): boolean {
    return this.#lines.every(({ registrar }) => registrar.isRegistered);
  }

  get hasLeft(): boolean {
    return this.#lines.every(({ registrar }) => registrar.hasLeft);
  }

  /** When to poll at the latest. */
  get dueMs(): number {
    return Math.min(...this.#lines.map(({ registrar }) => registrar.dueMs));
  }

  at(address: Address): MainLine | undefined {
    return this.#lines.find((line) => sameAddress(line.address, address));
  }

  /** Speaks with the main server at `to`, and no longer with that at `from`. */
  move(to: Address, from: Address | null): void {
    const others = from === null
      ? this.#lines
      : this.#lines.filter((line) => !sameAddress(line.address, from));
    this.#lines = others;
    // Two names may be of one main server.
    if (!this.at(to)) this.#lines = [...others, this.#open(to)];
  }

  poll(nowMs: number): void {
    for (const { registrar } of this.#lines) registrar.poll(nowMs);
  }

  replace(serving: Serving, nowMs: number): void {
    for (const { registrar } of this.#lines) registrar.replace(serving, nowMs);
  }

  replaceKeys(keys: KeyRing, nowMs: number): void {
    this.#keys = keys;
    for (const line of this.#lines) line.replaceKeys(keys, nowMs);
  }

  leave(nowMs: number): void {
    for (const { registrar } of this.#lines) registrar.leave(nowMs);
  }

  /** Sends to each that knows us what is encoded for its session. */
  ask(encode: (session: Id64) => Uint8Array): void {
    for (const line of this.#lines) line.ask(encode);
  }

  #open(main: Address): MainLine {
    const keys = this.#keys;
    const serving = this.#options.serving();
    return new MainLine({ ...this.#options, main, serving, keys });
  }
}
