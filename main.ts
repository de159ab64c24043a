/**
 * The program: picks the subcommand and turns whatever ends it into an exit
 * code. The only place that exits.
 */

import { helpFor, runCommand } from "./src/cli/commands.ts";
import { explainFailure, finishOutput } from "./src/cli/failures.ts";
import { openTerminal } from "./src/cli/terminal.ts";

const io = openTerminal();
const exitCode = await runCommand(Deno.args, io)
  .catch((error) => explainFailure(error, { io, help: helpFor(Deno.args) }));
Deno.exit(await finishOutput(io, exitCode));
