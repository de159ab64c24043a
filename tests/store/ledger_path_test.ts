import { assert, assertEquals } from "@std/assert";
import {
  mainLedgerPath,
  serverLedgerPath,
} from "../../src/store/ledger_path.ts";

const NAMES: [server: string, file: string][] = [
  ["A", "A.sqlite"],
  ["main", "%6Dain.sqlite"],
  ["Main", "%4Dain.sqlite"],
  ["MAIN", "%4DAIN.sqlite"],
  ["team 1", "team%201.sqlite"],
  ["team%201", "team%25201.sqlite"],
  ["../x", "%2E%2E%2Fx.sqlite"],
  ["李/é", "李%2Fé.sqlite"],
];
for (const [server, file] of NAMES) {
  Deno.test(`serverLedgerPath() of ${JSON.stringify(server)} stays in its folder`, () => {
    assertEquals(serverLedgerPath("state", server), `state/${file}`);
  });
}

Deno.test("serverLedgerPath() makes no two names one, nor one too long", () => {
  const long = ["!".repeat(128), "!".repeat(127), "😀".repeat(32)];
  const paths = [
    mainLedgerPath("state"),
    ...[...NAMES.map(([server]) => server), ...long, "~"].map((server) =>
      serverLedgerPath("state", server)
    ),
  ];
  assertEquals(new Set(paths).size, paths.length);
  for (const path of paths) {
    const bytes = new TextEncoder().encode(path.slice("state/".length)).length;
    // What SQLite puts behind it has room as well.
    assert(bytes + "-journal".length <= 255, path);
  }
});
