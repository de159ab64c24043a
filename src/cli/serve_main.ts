/** `convene serve-main`: the server that knows which name lives where. */

import { isLoopback } from "../net/resolve.ts";
import { SqliteBookingLedger } from "../store/booking_ledger.ts";
import { AUDIT_FLAG, AuditLog } from "./audit_log.ts";
import { CertificateFiles, certificatePaths } from "./certificate_files.ts";
import { defineCommand } from "./command.ts";
import {
  flag,
  optionalFlag,
  parsePort,
  parseText,
  parseWords,
  switchFlag,
} from "./flags.ts";
import { GROUPS_FLAG, openGroupsFile } from "./groups_file.ts";
import { Guests } from "./guests.ts";
import { hostToBind, INSECURE_SUMMARY } from "./host_to_bind.ts";
import { KEY_FLAG } from "./key_file.ts";
import { MIN_GROUP_FLAG } from "./min_group.ts";
import { startMain } from "./start_main.ts";
import { ledgerIn, STATE_FLAG } from "./state_dir.ts";

const FLAGS = {
  host: flag({
    placeholder: "HOST",
    summary: "address to bind",
    fallback: "127.0.0.1",
  }, parseText),
  "tcp-port": flag({
    placeholder: "PORT",
    summary: "port for clients; 0 asks the system for a free one",
    fallback: "24849",
  }, parsePort),
  "udp-port": flag({
    placeholder: "PORT",
    summary: "port for backends; 0 asks the system for a free one",
    fallback: "23849",
  }, parsePort),
  expect: optionalFlag({
    placeholder: "NAME[,...]",
    summary: "servers without which no name is said not to exist",
  }, parseWords),
  groups: GROUPS_FLAG,
  "min-group": MIN_GROUP_FLAG,
  "tls-cert": optionalFlag({
    placeholder: "FILE",
    summary: "certificate as PEM, its chain behind it; clients come by TLS",
  }, parseText),
  "tls-key": optionalFlag({
    placeholder: "FILE",
    summary: "the certificate's key as PEM, which only its owner may read",
  }, parseText),
  tokens: optionalFlag({
    placeholder: "FILE",
    summary: "those who may ask, as convene token writes them; without it, " +
      "everybody may",
  }, parseText),
  state: STATE_FLAG,
  audit: AUDIT_FLAG,
  key: KEY_FLAG,
  insecure: switchFlag(INSECURE_SUMMARY),
};

const DETAILS = `
Ctrl-C or SIGTERM ends it within a second. The certificate, the tokens, the
keys and the groups are read again as their files change; connections live on,
but for those of tokens that were taken out. Bookings are kept in
DIR/main.sqlite, which one process can use at a time.

With --groups a name that begins with "@" is a group's and nobody else's.

Examples:
  convene serve-main
  convene serve-main --expect A,B --tcp-port 0
  convene serve-main --groups groups.txt
  convene serve-main --tls-cert main.pem --tls-key main.key \\
    --tokens clients.tokens
`;

export const SERVE_MAIN = defineCommand({
  name: "serve-main",
  operands: null,
  summary: "Run a main server, which clients ask and backends register with",
  flags: FLAGS,
  details: DETAILS,
}, async ({ flags }, io) => {
  const interrupted = io.interrupted();
  const paths = certificatePaths(flags);
  const lacks = [
    ...flags.key === undefined ? ["--key"] : [],
    ...paths === undefined ? ["--tls-cert", "--tls-key"] : [],
  ];
  const host = await hostToBind(flags, lacks, io);
  if (!flags.tokens && !flags.insecure && !isLoopback({ host, port: 0 })) {
    io.stderr.write(
      `OPEN: on ${host} everyone may ask about anybody: see --tokens.\n`,
    );
  }
  const ledger = new SqliteBookingLedger(ledgerIn(flags.state, io));
  const tls = paths && new CertificateFiles(paths, io);
  const main = startMain({
    tcp: { host, port: flags["tcp-port"] },
    udp: { host, port: flags["udp-port"] },
    expect: flags.expect ?? [],
    groups: openGroupsFile(flags.groups, io),
    minGroup: flags["min-group"],
    audit: flags.audit === undefined
      ? undefined
      : new AuditLog(flags.audit, io),
    ledger,
    keyPath: flags.key,
    tls,
    guests: flags.tokens === undefined
      ? undefined
      : new Guests(flags.tokens, io),
  }, io);
  await interrupted;
  await main.close();
  return 0;
});
