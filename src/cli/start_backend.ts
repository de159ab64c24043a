/** A backend on a real socket, for a file that is read again as it changes. */

import type { Address } from "../base/address.ts";
import {
  systemClock,
  systemEntropy,
  systemRandom,
} from "../net/system_clock.ts";
import { bindUdp } from "../net/udp.ts";
import { BackendServer } from "../roles/backend_server.ts";
import type { SqliteHoldLedger } from "../store/hold_ledger.ts";
import { openAskAloneFile } from "./ask_alone_file.ts";
import type { CalendarFile } from "./calendar_file.ts";
import type { Io } from "./io.ts";
import { openKeyFile } from "./key_file.ts";
import { MainHosts } from "./main_hosts.ts";
import { backendNotice, backendReady, lookingNotice } from "./notices.ts";

const SYSTEM = {
  clock: systemClock,
  random: systemRandom,
  entropy: systemEntropy,
};

export interface BackendOptions {
  readonly udp: Address;
  readonly mains: readonly Address[];
  /** Of what is held and booked; closed with the server. */
  readonly ledger: SqliteHoldLedger;
  /** Of the keys that servers share; without it nothing is sealed. */
  readonly keyPath?: string | undefined;
  /** Of those who may be asked about alone; without it everybody may. */
  readonly askAlonePath?: string | undefined;
  /** Whether answers may name those who are missing. */
  readonly reveals: boolean;
}

/** What is running. */
export interface RunningBackend {
  /** Resolves when a main server first has the names. */
  readonly registered: Promise<void>;
  /** Takes its names out of the directories, and stops. */
  close(): Promise<void>;
}

/**
 * @throws {FileFormatError} If a key or a name in their files is none.
 * @throws {UnavailableError} If one of the addresses cannot be had, or a file
 * not be read.
 * @throws {UsageError} If a main server is where the address cannot send to.
 */
export async function startBackend(
  calendar: CalendarFile,
  options: BackendOptions,
  io: Io,
): Promise<RunningBackend> {
  const { name } = calendar.options;
  const hosts = await findMains(name, options, io);
  const keyFile = openKeyFile(options.keyPath, name, io);
  const askAloneFile = openAskAloneFile(options.askAlonePath, io);
  const datagrams = bindUdp(options.udp);
  sayReady(calendar, { udp: datagrams.address, isSealed: !!keyFile }, io);
  const registered = Promise.withResolvers<void>();
  const server = new BackendServer({
    ...options,
    name,
    // Not before the last wait, as the file may change during it.
    people: calendar.people,
    askAlone: askAloneFile?.content,
    mains: hosts.addresses,
    keys: keyFile?.content ?? null,
    datagrams,
    ...SYSTEM,
    report: (event) => {
      io.stderr.write(backendNotice(name, event));
      if (event.kind === "registered") registered.resolve();
    },
  });
  hosts.follow(server);
  calendar.onChange((people) => server.replace(people));
  keyFile?.onChange((keys) => server.replaceKeys(keys));
  askAloneFile?.onChange((names) => server.replaceAskAlone(names));
  return {
    registered: registered.promise,
    async close() {
      for (const one of [hosts, calendar, keyFile, askAloneFile]) one?.close();
      await server.close();
      options.ledger.close();
    },
  };
}

function findMains(
  name: string,
  { mains, udp }: BackendOptions,
  io: Io,
): Promise<MainHosts> {
  const warn = (why: string) => io.stderr.write(lookingNotice(name, why));
  return MainHosts.find({ mains, udp, clock: systemClock, warn });
}

function sayReady(
  { people, options: { name: server, shownAs: path } }: CalendarFile,
  { udp, isSealed }: { readonly udp: Address; readonly isSealed: boolean },
  io: Io,
): void {
  const count = people.names.size;
  io.stderr.write(backendReady({ server, count, path, udp, isSealed }));
}
