/**
 * Which name lives where: the servers that registered, their lists of names,
 * and the sessions through which each can be asked.
 *
 * A server's list changes whole or not at all. Failure never takes a name
 * away: only a goodbye or a newer list does.
 */

import { AskedKey } from "../calendar/asked_key.ts";
import type { NameList } from "../calendar/name_list.ts";
import type { Times } from "../calendar/times.ts";
import { type Id64, idKey } from "../wire/datagram.ts";
import { listId } from "../wire/registration.ts";
import type { Link } from "./link.ts";

/** A server that registered; copies of it share the list. */
export class Server {
  readonly name: string;
  /** Newest first. */
  links: readonly Link[] = [];
  /** What its people's times count; null where nobody has any. */
  times: Times | null = null;
  #names: NameList;
  #listId: Id64;

  constructor(name: string, names: NameList) {
    this.name = name;
    this.#names = names;
    this.#listId = listId(names.digest);
  }

  get names(): NameList {
    return this.#names;
  }

  get listId(): Id64 {
    return this.#listId;
  }

  replaceNames(names: NameList): void {
    this.#names = names;
    this.#listId = listId(names.digest);
  }
}

/** A server that has a person, and the person's position in its list. */
export interface Holder {
  readonly server: Server;
  readonly position: number;
}

/** Told after a server's list came, changed or went. */
export type ServerChanged = (name: string) => void;

export class Directory {
  readonly #servers = new Map<string, Server>();
  readonly #links = new Map<string, { server: Server; link: Link }>();
  readonly #asked = new AskedKey();
  readonly #changed: ServerChanged;

  constructor(changed: ServerChanged) {
    this.#changed = changed;
  }

  get servers(): IterableIterator<Server> {
    return this.#servers.values();
  }

  get serverCount(): number {
    return this.#servers.size;
  }

  server(name: string): Server | undefined {
    return this.#servers.get(name);
  }

  /** The session's link, and whose it is. */
  link(session: Id64): { server: Server; link: Link } | undefined {
    return this.#links.get(idKey(session));
  }

  /**
   * @param key The name as compared, see `nameKey`.
   * @returns Empty if no server has the name.
   */
  find(key: string): Holder[] {
    const holders: Holder[] = [];
    const asked = this.#asked.set(key);
    for (const server of this.#servers.values()) {
      const position = server.names.find(asked);
      if (position >= 0) holders.push({ server, position });
    }
    return holders;
  }

  /**
   * Puts a list in force, and the link that brought it. Links to copies that
   * still serve another list go.
   *
   * @param keeps Which of the older links live on beside the new one.
   */
  commit(
    { name, names, link }: {
      readonly name: string;
      readonly names: NameList;
      readonly link: Link;
    },
    keeps: (older: Link) => boolean,
  ): void {
    const server = this.#servers.get(name) ?? new Server(name, names);
    this.#servers.set(name, server);
    server.replaceNames(names);
    server.times = link.times;
    const kept: Link[] = [];
    for (const older of server.links) {
      if (older === link) continue;
      if (keeps(older)) kept.push(older);
      else this.#links.delete(idKey(older.session));
    }
    server.links = [link, ...kept];
    this.#links.set(idKey(link.session), { server, link });
    this.#changed(name);
  }

  /** Forgets a session, and its server when it was the last. */
  leave(session: Id64): void {
    const entry = this.link(session);
    if (!entry) return;
    const { server, link } = entry;
    this.#links.delete(idKey(session));
    server.links = server.links.filter((other) => other !== link);
    if (server.links.length === 0) this.#servers.delete(server.name);
    this.#changed(server.name);
  }
}
