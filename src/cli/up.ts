/** `convene up`: the whole system in one process, and its client. */

import type { Address } from "../base/address.ts";
import { UnavailableError } from "../base/errors.ts";
import type { Groups } from "../calendar/groups.ts";
import type { OwnerSettings } from "../calendar/folder_settings.ts";
import { systemClock } from "../net/system_clock.ts";
import { dialTcp } from "../net/tcp.ts";
import { Client } from "../roles/client.ts";
import { SqliteBookingLedger } from "../store/booking_ledger.ts";
import { SqliteHoldLedger } from "../store/hold_ledger.ts";
import { CalendarFile } from "./calendar_file.ts";
import { defineCommand } from "./command.ts";
import { GROUPS_FLAG, openGroupsFile } from "./groups_file.ts";
import type { Io } from "./io.ts";
import { QUESTION_FLAGS, questionsBy } from "./question_flags.ts";
import { askStdin } from "./questions.ts";
import { defaultPort } from "./serve_backend.ts";
import { checkServerName } from "./server_name.ts";
import { CALENDAR_FLAGS, sourcesOf } from "./sources.ts";
import {
  type BackendOptions,
  type RunningBackend,
  startBackend,
} from "./start_backend.ts";
import { type MainOptions, type RunningMain, startMain } from "./start_main.ts";
import { ledgerIn, STATE_FLAG } from "./state_dir.ts";
import type { WatchedFile } from "./watched_file.ts";

const HOST = "127.0.0.1";

const FLAGS = {
  ...CALENDAR_FLAGS,
  groups: GROUPS_FLAG,
  state: STATE_FLAG,
  ...QUESTION_FLAGS,
  timezone: {
    ...CALENDAR_FLAGS.timezone,
    summary: "of people whose times say none, and of dates and times that " +
      "are asked and shown; without it, this host's",
  },
};

const DETAILS = `
Each file or folder gets a backend of its own; without any, data/a.txt and
data/b.txt. data/team, of calendars, comes with the program as well.
Default ports are bound, or free ones where those are taken. Then it is what
"convene query" is: a prompt, or one query a line from a pipe, with the same
exit codes. At the prompt, "book [5,7]" books for the names last asked, and
"cancel BOOKING" takes that back. It ends when its client ends. What is asked
beyond names holds for each query, as "convene help query" tells.

Examples:
  convene up
  echo lilith, zein | convene up data/a.txt data/b.txt
  echo @design | convene up --groups groups.txt
  convene up data/team --duration 1h --output grid
`;

export const UP = defineCommand({
  name: "up",
  operands: "[PATH...]",
  summary: "Run a main server, backends and a client in one process",
  flags: FLAGS,
  details: DETAILS,
}, async ({ flags, operands }, io) => {
  const interrupted = io.interrupted();
  const groups = openGroupsFile(flags.groups, io);
  // All files before any socket: a bad one leaves nothing behind. Large ones
  // take their time, in which they may be interrupted.
  const opening = openAll({
    files: operands,
    timezone: flags.timezone,
    workingHours: flags["working-hours"],
  }, io);
  const calendars = await Promise.race([interrupted, opening]);
  if (!calendars) return 0;
  const options = { calendars, folder: flags.state, groups };
  const system = await startSystem(options, io);
  try {
    const connect = () =>
      Client.connect([system.tcp], { dial: dialTcp, clock: systemClock });
    const asked = system.registered.then(() =>
      askStdin(io, {
        connect,
        ...questionsBy(flags),
      })
    );
    return await Promise.race([asked, interrupted.then(() => 0)]);
  } finally {
    await system.close();
  }
});

interface SystemOptions {
  readonly calendars: readonly CalendarFile[];
  /** Of the ledgers. */
  readonly folder: string;
  /** Closed with the system. */
  readonly groups: WatchedFile<Groups> | undefined;
}

/** Servers on their default ports, or on free ones where these are taken. */
async function startSystem(
  { calendars, folder, groups }: SystemOptions,
  io: Io,
): Promise<System> {
  const expect = calendars.map(({ options }) => options.name);
  const place = ledgerIn(folder, io);
  const holds = expect.map((server) =>
    new SqliteHoldLedger({ ...place, server })
  );
  const ledger = new SqliteBookingLedger(place);
  const main = startMainSomewhere({ expect, groups, ledger }, io);
  const backends: RunningBackend[] = [];
  for (const [i, calendar] of calendars.entries()) {
    // Whoever asks here has the files.
    const options = { ledger: holds[i]!, mains: [main.udp], reveals: true };
    backends.push(await startBackendSomewhere(calendar, options, io));
  }
  const registered = Promise.all(backends.map((each) => each.registered));
  return {
    tcp: main.tcp,
    registered,
    async close() {
      await Promise.all(backends.map((backend) => backend.close()));
      await main.close();
    },
  };
}

async function openAll(
  { files, timezone, workingHours }: OwnerSettings & {
    readonly files: readonly string[];
  },
  io: Io,
): Promise<CalendarFile[]> {
  const calendars: CalendarFile[] = [];
  try {
    for (const source of sourcesOf(files)) {
      checkServerName(source.name);
      const options = { timezone, workingHours, skipBadLines: false };
      calendars.push(await CalendarFile.open({ ...source, ...options }, io));
    }
  } catch (error) {
    for (const calendar of calendars) calendar.close();
    throw error;
  }
  return calendars;
}

interface System {
  readonly tcp: Address;
  /** Resolves when the main server has all names. */
  readonly registered: Promise<unknown>;
  close(): Promise<void>;
}

function startMainSomewhere(
  options: Pick<MainOptions, "expect" | "groups" | "ledger">,
  io: Io,
): RunningMain {
  const start = (tcpPort: number, udpPort: number) =>
    startMain({
      tcp: { host: HOST, port: tcpPort },
      udp: { host: HOST, port: udpPort },
      ...options,
    }, io);
  try {
    return start(24_849, 23_849);
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error;
    return start(0, 0);
  }
}

async function startBackendSomewhere(
  calendar: CalendarFile,
  options: Pick<BackendOptions, "ledger" | "mains" | "reveals">,
  io: Io,
): Promise<RunningBackend> {
  const start = (port: number) =>
    startBackend(calendar, { ...options, udp: { host: HOST, port } }, io);
  try {
    return await start(defaultPort(calendar.options.name));
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error;
    return await start(0);
  }
}
