/** `convene serve-backend`: the server that keeps people's calendars. */

import { SqliteHoldLedger } from "../store/hold_ledger.ts";
import { ASK_ALONE_FLAG } from "./ask_alone_file.ts";
import { CalendarFile } from "./calendar_file.ts";
import { defineCommand } from "./command.ts";
import {
  flag,
  optionalFlag,
  parseAddresses,
  parsePort,
  parseText,
  requiredFlag,
  switchFlag,
} from "./flags.ts";
import { hostToBind, INSECURE_SUMMARY } from "./host_to_bind.ts";
import { KEY_FLAG } from "./key_file.ts";
import { checkServerName } from "./server_name.ts";
import {
  CALENDAR_FLAGS,
  checkPerson,
  PERSON_FLAG,
  serverNameOf,
  sourceOf,
} from "./sources.ts";
import { startBackend } from "./start_backend.ts";
import { ledgerIn, STATE_FLAG } from "./state_dir.ts";

const FLAGS = {
  file: requiredFlag({
    placeholder: "PATH",
    summary: "free-time file, .ics calendar, or folder of these; what " +
      "changes is read again",
  }, parseText),
  name: optionalFlag({
    placeholder: "NAME",
    summary: "the server's name; without it PATH's, data/a.txt is A",
  }, checkServerName),
  person: PERSON_FLAG,
  ...CALENDAR_FLAGS,
  host: flag({
    placeholder: "HOST",
    summary: "address to bind",
    fallback: "127.0.0.1",
  }, parseText),
  "udp-port": optionalFlag({
    placeholder: "PORT",
    summary: "port; without it 21849 for A, 22849 for B, else a free one",
  }, parsePort),
  main: flag({
    placeholder: "HOST:PORT[,...]",
    summary: "main servers; it registers with each",
    fallback: "127.0.0.1:23849",
  }, parseAddresses),
  "skip-bad-lines": switchFlag("serve the good lines of a file with bad ones"),
  "ask-alone": ASK_ALONE_FLAG,
  reveal: switchFlag("let answers name those who are missing"),
  state: STATE_FLAG,
  key: KEY_FLAG,
  insecure: switchFlag(INSECURE_SUMMARY),
};

const DETAILS = `
A free-time file has one person a line: name;[[start,end],...], of numbers or
of instants like 2026-11-24T09:00+01:00. A calendar's owner is free in working
hours, less what is busy; in a folder convene.toml may set them apart:

  timezone = "Europe/Berlin"
  working-hours = "Mon-Fri 09:00-17:00"
  [people.zein]
  timezone = "Asia/Tokyo"

"convene check PATH" tells what is understood of files.

It may start before, after or without its main servers, and says once if one
does not answer within 5 s; while it is not registered with one, it looks the
host's name up again every 5 s. Ctrl-C or SIGTERM ends it within a second. What
is booked is kept in DIR/NAME.sqlite, which one process can use at a time; the
files with the free times are never written.

Examples:
  convene serve-backend --file data/a.txt
  convene serve-backend --file team.txt --name T --main 127.0.0.1:23849
  convene serve-backend --file calendars/ --timezone Europe/Berlin
`;

export const SERVE_BACKEND = defineCommand({
  name: "serve-backend",
  operands: null,
  summary: "Serve the free time of people, from a file or a folder",
  flags: FLAGS,
  details: DETAILS,
}, async ({ flags }, io) => {
  const interrupted = io.interrupted();
  const lacks = flags.key === undefined ? ["--key"] : [];
  const host = await hostToBind(flags, lacks, io);
  const source = sourceOf(flags.file);
  checkPerson(source, flags.person);
  const name = flags.name ??
    checkServerName(serverNameOf(source), ", see --name");
  const ledger = new SqliteHoldLedger({
    ...ledgerIn(flags.state, io),
    server: name,
  });
  const opening = CalendarFile.open({
    ...source,
    name,
    person: flags.person,
    timezone: flags.timezone,
    workingHours: flags["working-hours"],
    skipBadLines: flags["skip-bad-lines"],
  }, io);
  // A large file takes its time, in which it may be interrupted: then nobody
  // has heard of us yet.
  const calendar = await Promise.race([opening, interrupted]);
  if (!calendar) return 0;
  const starting = startBackend(calendar, {
    udp: { host, port: flags["udp-port"] ?? defaultPort(name) },
    mains: flags.main,
    ledger,
    keyPath: flags.key,
    askAlonePath: flags["ask-alone"],
    reveals: flags.reveal,
  }, io);
  // Names of hosts may take their time as well.
  const backend = await Promise.race([starting, interrupted]);
  if (!backend) return 0;
  await interrupted;
  await backend.close();
  return 0;
});

/** The port that is meant for a server of that name; 0 for a free one. */
export function defaultPort(name: string): number {
  return name === "A" ? 21_849 : name === "B" ? 22_849 : 0;
}
