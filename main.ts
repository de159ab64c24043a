/**
 * The program: picks the subcommand and turns whatever ends it into an exit
 * code. The only place that exits.
 */

import { helpFor, runCommand } from "./src/cli/commands.ts";
import { explainFailure, finishOutput } from "./src/cli/failures.ts";
import { openTerminal } from "./src/cli/terminal.ts";

const io = openTerminal();

// What breaks in a callback has no caller that could catch it.
addEventListener("error", (event) => {
  event.preventDefault();
  fail(event.error);
});
addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  fail(event.reason);
});

await runCommand(Deno.args, io).then(exit, fail);

function fail(error: unknown): Promise<void> {
  return exit(explainFailure(error, { io, help: helpFor(Deno.args) }));
}

async function exit(exitCode: number): Promise<void> {
  Deno.exit(await finishOutput(io, exitCode));
}
