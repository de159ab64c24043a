/**
 * Where a backend's main servers are. What a host's name stands for may not be
 * known yet when a backend starts, and change when a main server moves: so a
 * name is looked up until the main server there has our list, and again when
 * it has it no longer.
 */

import { isIP } from "node:net";
import { type Address, formatAddress, sameAddress } from "../base/address.ts";
import { reason, UnavailableError, UsageError } from "../base/errors.ts";
import { MAIN_LOOKUP_MS } from "../base/limits.ts";
import type { Cancel, Clock } from "../base/ports.ts";
import { familyFrom, isLoopback, resolveAddress } from "../net/resolve.ts";

/** Who is told where they are: a backend. */
export interface MainHostsUser {
  /** Whether the main server there has its list. */
  isRegisteredAt(main: Address): boolean;
  /** Registers with one at `to`, which was at `from`, or not found so far. */
  move(to: Address, from: Address | null): void;
}

export interface MainHostsOptions {
  /** As the user names them. */
  readonly mains: readonly Address[];
  /** What is bound, from where they have to be reached. */
  readonly udp: Address;
  readonly clock: Clock;
  /** Told which one is not found, and that it is looked for; once for each. */
  readonly warn: (why: string) => void;
  readonly resolve?: typeof resolveAddress;
}

interface Host {
  readonly main: Address;
  /** Where it was found last. */
  found: Address | null;
  isWarned: boolean;
}

export class MainHosts {
  readonly #options: MainHostsOptions;
  readonly #hosts: readonly Host[];
  #cancel: Cancel = () => {};
  #isClosed = false;

  /**
   * Looks each of them up once.
   *
   * @throws {UsageError} If one is where the bound address cannot send to.
   */
  static async find(options: MainHostsOptions): Promise<MainHosts> {
    const hosts = new MainHosts(options);
    await Promise.all(hosts.#hosts.map(async (host) => {
      host.found = await hosts.#lookUp(host);
    }));
    return hosts;
  }

  private constructor(options: MainHostsOptions) {
    this.#options = options;
    this.#hosts = options.mains.map((main) => ({
      main,
      found: null,
      isWarned: false,
    }));
  }

  /** Of those that have been found, each once. */
  get addresses(): Address[] {
    const found = this.#hosts.flatMap(({ found }) => found ?? []);
    return found.filter((each, i) =>
      found.findIndex((other) => sameAddress(each, other)) === i
    );
  }

  /** Looks those up again, from now on, that have not got the user's list. */
  follow(user: MainHostsUser): void {
    const { clock } = this.#options;
    // What a number stands for never changes.
    const named = this.#hosts.filter(({ main }) => !isIP(main.host));
    if (this.#isClosed || named.length === 0) return;
    this.#cancel = clock.schedule(clock.nowMs() + MAIN_LOOKUP_MS, async () => {
      for (const host of named) await this.#followOne(host, user);
      this.follow(user);
    });
  }

  close(): void {
    this.#isClosed = true;
    this.#cancel();
  }

  async #followOne(host: Host, user: MainHostsUser): Promise<void> {
    const { found: from } = host;
    if (from && user.isRegisteredAt(from)) return;
    const to = await this.#lookUp(host).catch((error) =>
      this.#warn(host, error)
    );
    if (this.#isClosed || to === null || from && sameAddress(to, from)) return;
    const isShared = this.#hosts.some((each) =>
      each !== host && from && each.found && sameAddress(each.found, from)
    );
    host.found = to;
    user.move(to, isShared ? null : from);
  }

  /** Null if it is not found. */
  async #lookUp(host: Host): Promise<Address | null> {
    const { udp, resolve = resolveAddress } = this.#options;
    try {
      const address = await resolve(host.main, familyFrom(udp.host));
      checkReach(udp, address);
      return address;
    } catch (error) {
      if (!(error instanceof UnavailableError)) throw error;
      return this.#warn(host, error);
    }
  }

  #warn(host: Host, error: unknown): null {
    const isExpected = error instanceof UnavailableError ||
      error instanceof UsageError;
    if (!isExpected) throw error;
    if (!host.isWarned) this.#options.warn(reason(error));
    host.isWarned = true;
    return null;
  }
}

/**
 * What is bound to loopback can send nowhere else, nor IPv4 to IPv6, and would
 * only find out by waiting for ever.
 */
function checkReach(udp: Address, main: Address): void {
  const family = familyFrom(udp.host);
  const isSpoken = family === 0 || family === familyFrom(main.host);
  if (isSpoken && (!isLoopback(udp) || isLoopback(main))) return;
  throw new UsageError(
    `Cannot reach the main server at ${formatAddress(main)} from ` +
      `${udp.host}: expected --host with an address that it can answer to`,
  );
}
