/**
 * One real convene process, from source or, when `CONVENE_EXECUTABLE` names
 * it, the executable. Whoever starts one holds it with `await using`, so that
 * a failing test leaves nothing behind.
 */

import { fromFileUrl } from "@std/path";
import { within } from "./deadline.ts";
import { LineLog } from "./line_log.ts";

const ROOT = new URL("../../", import.meta.url);
const EXIT_WAIT_MS = 15_000;

export interface StartOptions {
  /** Whether the test writes to stdin; otherwise it is empty. */
  readonly stdin?: boolean;
  readonly cwd?: string | URL;
  readonly env?: Record<string, string>;
}

/** What a process that ran to its end left behind. */
export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export class ConveneProcess implements AsyncDisposable {
  readonly stdout: LineLog;
  readonly stderr: LineLog;
  readonly #child: Deno.ChildProcess;
  readonly #stdin: WritableStreamDefaultWriter<Uint8Array> | undefined;

  constructor(args: readonly string[], options: StartOptions = {}) {
    const [command = "", ...before] = commandLine(args[0] ?? "");
    this.#child = new Deno.Command(command, {
      args: [...before, ...args],
      cwd: options.cwd ?? ROOT,
      env: { NO_COLOR: "1", ...options.env },
      stdin: options.stdin ? "piped" : "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.stdout = new LineLog(this.#child.stdout);
    this.stderr = new LineLog(this.#child.stderr);
    if (options.stdin) this.#stdin = this.#child.stdin.getWriter();
  }

  get pid(): number {
    return this.#child.pid;
  }

  async write(text: string): Promise<void> {
    await this.#stdin?.write(new TextEncoder().encode(text));
  }

  async closeStdin(): Promise<void> {
    await this.#stdin?.close();
  }

  signal(signal: Deno.Signal): void {
    this.#child.kill(signal);
  }

  /** Waits for the end without causing it. */
  async finished(ms = EXIT_WAIT_MS): Promise<Finished> {
    const what = () => `the end of a process that said\n${this.stderr.text}`;
    const { code } = await within(this.#child.status, { ms, what });
    await Promise.all([this.stdout.ended, this.stderr.ended]);
    return { code, stdout: this.stdout.text, stderr: this.stderr.text };
  }

  /** Signals, then waits for the end. */
  end(signal: Deno.Signal): Promise<Finished> {
    this.signal(signal);
    return this.finished();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      this.#child.kill("SIGKILL");
    } catch {
      // It has ended by itself, which is as good.
    }
    await this.#stdin?.close().catch(() => {});
    await this.finished();
  }
}

/** Runs a command to its end. */
export async function run(
  args: readonly string[],
  { input, ...options }: StartOptions & { readonly input?: string } = {},
): Promise<Finished> {
  const stdin = input !== undefined;
  await using process = new ConveneProcess(args, { ...options, stdin });
  if (stdin) {
    // One that refuses its flags ends without reading its input.
    await process.write(input).catch(() => {});
    await process.closeStdin().catch(() => {});
  }
  return await process.finished();
}

/** The permissions are the task's own, so that too narrow ones are noticed. */
export function commandLine(command: string): string[] {
  const executable = Deno.env.get("CONVENE_EXECUTABLE");
  if (executable) return [fromFileUrl(new URL(executable, ROOT))];
  const { tasks } = JSON.parse(
    Deno.readTextFileSync(new URL("deno.json", ROOT)),
  );
  const task = tasks[command] ?? tasks.up;
  const flags = /^deno run (.*) main\.ts\b/.exec(task)?.[1];
  if (flags === undefined) throw new Error(`Cannot read task: ${task}`);
  const main = fromFileUrl(new URL("main.ts", ROOT));
  return [Deno.execPath(), "run", ...flags.split(" "), main];
}
