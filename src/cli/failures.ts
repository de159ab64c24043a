/** What the user is told of whatever ended a command, and its exit code. */

import {
  FileFormatError,
  reason,
  UnavailableError,
  UsageError,
} from "../base/errors.ts";
import { GOODBYE_MS_MAX } from "../base/limits.ts";
import { systemClock } from "../net/system_clock.ts";
import type { Io } from "./io.ts";
import { bugNotice } from "./notices.ts";

// As in sysexits.h: EX_SOFTWARE, our own fault, and EX_IOERR.
const BUG_EXIT_CODE = 70;
const OUTPUT_LOST_EXIT_CODE = 74;

/**
 * One line for what the user or the world did, the stack for what we did.
 *
 * @returns The exit code.
 */
export function explainFailure(
  error: unknown,
  { io, help }: {
    readonly io: Io;
    /** The command that would have helped. */
    readonly help: string;
  },
): number {
  if (error instanceof UsageError) {
    io.stderr.write(`convene: ${error.message} (see "${help}")\n`);
    return 2;
  }
  if (error instanceof FileFormatError) {
    const { message } = error;
    // Problems begin with their files' names, as editors know them.
    const who = message.startsWith("Cannot ") ? "convene: " : "";
    io.stderr.write(`${who}${message}\n`);
    return 2;
  }
  if (error instanceof UnavailableError) {
    io.stderr.write(`convene: ${error.message}\n`);
    return error.exitCode;
  }
  io.stderr.write(bugNotice(error));
  return BUG_EXIT_CODE;
}

/**
 * Waits until all output is out, but not for long once somebody has ended us:
 * whoever reads it may have stopped. It gets as long as a goodbye does.
 *
 * @returns The exit code, `exitCode` unless answers were lost.
 */
export async function finishOutput(io: Io, exitCode: number): Promise<number> {
  const finished = allOut(io, exitCode);
  if (!io.isInterrupted) return await finished;
  const { promise: late, resolve } = Promise.withResolvers<number>();
  const dueMs = systemClock.nowMs() + GOODBYE_MS_MAX;
  const stop = systemClock.schedule(dueMs, () => resolve(exitCode));
  return await Promise.race([finished, late]).finally(stop);
}

/**
 * Waits until all output is out. A reader that has gone, like `head`, has had
 * enough; a full disk would be answers lost in silence.
 *
 * @returns The exit code, `exitCode` unless answers were lost.
 */
async function allOut(io: Io, exitCode: number): Promise<number> {
  await io.stdout.drained();
  const { failure } = io.stdout;
  const isLost = failure !== null &&
    !(failure instanceof Deno.errors.BrokenPipe);
  if (isLost) {
    io.stderr.write(`convene: Cannot write answers: ${reason(failure)}\n`);
  }
  await io.stderr.drained();
  return isLost ? OUTPUT_LOST_EXIT_CODE : exitCode;
}
