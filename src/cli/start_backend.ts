/** A backend on a real socket, with a file that is read again as it changes. */

import type { Address } from "../base/address.ts";
import {
  FileFormatError,
  UnavailableError,
  UsageError,
} from "../base/errors.ts";
import { SERVER_NAME_BYTES_MAX } from "../base/limits.ts";
import type { ParsedFile } from "../calendar/free_time_file.ts";
import { resolveAddress } from "../net/resolve.ts";
import {
  systemClock,
  systemEntropy,
  systemRandom,
} from "../net/system_clock.ts";
import { bindUdp } from "../net/udp.ts";
import { BackendServer } from "../roles/backend_server.ts";
import { FileWatch } from "../store/file_watch.ts";
import { readFreeTimes } from "../store/free_time_store.ts";
import type { Io } from "./io.ts";
import { backendReady, registrarNotice } from "./notices.ts";

export interface BackendOptions {
  readonly name: string;
  /** Where the free-time file is. */
  readonly path: string;
  /** What the file is called in messages. */
  readonly shownAs: string;
  readonly udp: Address;
  readonly mains: readonly Address[];
  readonly skipBadLines: boolean;
}

/** What is running. */
export interface RunningBackend {
  readonly server: BackendServer;
  /** Resolves when a main server first has the names. */
  readonly registered: Promise<void>;
  /** Takes its names out of the directories, and stops. */
  close(): Promise<void>;
}

/**
 * @throws {FileFormatError} If the file has bad lines and they are not
 * skipped.
 * @throws {UnavailableError} If the file cannot be read or the address had.
 */
export async function startBackend(
  options: BackendOptions,
  io: Io,
): Promise<RunningBackend> {
  const { name, path, shownAs } = options;
  checkServerName(name);
  const mains = await Promise.all(options.mains.map(resolveAddress));
  const registered = Promise.withResolvers<void>();
  let running: BackendServer | null = null;
  const watch = new FileWatch(path, async () => {
    if (running) await reload(running, options, io);
  });
  try {
    const { people } = await read(options, io);
    const datagrams = bindUdp(options.udp);
    const count = people.names.size;
    const udp = datagrams.address;
    io.stderr.write(backendReady({ server: name, count, path: shownAs, udp }));
    const server = running = new BackendServer({
      name,
      people,
      mains,
      datagrams,
      clock: systemClock,
      random: systemRandom,
      entropy: systemEntropy,
      report: (event) => {
        io.stderr.write(registrarNotice(name, event));
        if (event.kind === "registered") registered.resolve();
      },
    });
    return {
      server,
      registered: registered.promise,
      async close() {
        watch.close();
        await server.close();
      },
    };
  } catch (error) {
    watch.close();
    throw error;
  }
}

function checkServerName(name: string): void {
  const isPrintable = /^[^\s,\p{C}]+$/u.test(name);
  const bytes = new TextEncoder().encode(name).length;
  if (isPrintable && bytes <= SERVER_NAME_BYTES_MAX) return;
  throw new UsageError(
    `Cannot use ${JSON.stringify(name)} as a server's name: expected up to ` +
      `${SERVER_NAME_BYTES_MAX} bytes without blanks and commas, see --name`,
  );
}

async function read(options: BackendOptions, io: Io): Promise<ParsedFile> {
  const { path, shownAs, skipBadLines } = options;
  const parsed = await readFreeTimes(path, { shownAs, skipBadLines });
  if (parsed.problems) io.stderr.write(`${parsed.problems}\n`);
  return parsed;
}

/** All of the new file, or the old one with the reason. */
async function reload(
  server: BackendServer,
  options: BackendOptions,
  io: Io,
): Promise<void> {
  const { name, shownAs } = options;
  try {
    const { people } = await read(options, io);
    const count = people.names.size;
    io.stderr.write(
      `Server ${name} reloaded ${count} names from ${shownAs}.\n`,
    );
    server.replace(people);
  } catch (error) {
    const isExpected = error instanceof FileFormatError ||
      error instanceof UnavailableError;
    if (!isExpected) throw error;
    io.stderr.write(
      `Server ${name} keeps its old free times, as ${shownAs} changed but ` +
        `cannot be served:\n${error.message}\n`,
    );
  }
}
