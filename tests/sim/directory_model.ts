/**
 * What one main server has been told: which list of which server it put in
 * force, and when. It learns from what the main server reports and from the
 * datagram that made it do so, so a list that vanishes without a word, or a
 * name that was never in it, is noticed.
 */

import { type Address, formatAddress } from "../../src/base/address.ts";

/** A list in force for a while, or none. */
export interface InForce {
  readonly list: string | null;
  readonly fromMs: number;
  toMs: number;
}

interface ServerModel {
  readonly history: InForce[];
  /** Sessions that serve the list. */
  readonly sessions: Map<string, Session>;
}

/** A process at its main server. */
export interface Session {
  readonly host: string;
  readonly address: string;
  readonly sinceMs: number;
}

export class DirectoryModel {
  readonly #servers = new Map<string, ServerModel>();
  readonly #bornMs: number;

  constructor(bornMs: number) {
    this.#bornMs = bornMs;
  }

  registered(
    server: string,
    { session, address, list, nowMs }: {
      readonly session: string;
      readonly address: Address;
      readonly list: string;
      readonly nowMs: number;
    },
  ): void {
    const model = this.#model(server);
    const { host } = address;
    const ownAddress = formatAddress(address);
    const isSame = model.history.at(-1)!.list === list;
    for (const [other, { address }] of model.sessions) {
      if (!isSame || address === ownAddress) model.sessions.delete(other);
    }
    model.sessions.set(session, { host, address: ownAddress, sinceMs: nowMs });
    if (!isSame) this.#change(model, list, nowMs);
  }

  left(server: string, session: string, nowMs: number): void {
    const model = this.#model(server);
    if (!model.sessions.delete(session) || model.sessions.size > 0) return;
    this.#change(model, null, nowMs);
  }

  /** What was in force at some moment from `fromMs` on; never empty. */
  during(server: string, fromMs: number): readonly InForce[] {
    return this.#model(server).history.filter(({ toMs }) => toMs >= fromMs);
  }

  /** Sessions of all servers. */
  get size(): number {
    let size = 0;
    for (const { sessions } of this.#servers.values()) size += sessions.size;
    return size;
  }

  /** Those that serve the list in force. */
  sessions(server: string): readonly Session[] {
    return [...this.#model(server).sessions.values()];
  }

  #model(server: string): ServerModel {
    let model = this.#servers.get(server);
    if (!model) {
      const absent = { list: null, fromMs: this.#bornMs, toMs: Infinity };
      model = { history: [absent], sessions: new Map() };
      this.#servers.set(server, model);
    }
    return model;
  }

  #change({ history }: ServerModel, list: string | null, nowMs: number): void {
    history.at(-1)!.toMs = nowMs;
    history.push({ list, fromMs: nowMs, toMs: Infinity });
  }
}
