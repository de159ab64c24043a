/**
 * A main server and its backends as real processes on free ports of the
 * loopback, with a folder of their own. All of it ends with the test.
 */

import { ConveneProcess, type Finished, run } from "./process.ts";
import { LineClient } from "./line_client.ts";

const READY =
  /^Main server is ready: clients on T(?:CP|LS) 127\.0\.0\.1:(\d+), backends on UDP 127\.0\.0\.1:(\d+)(?:, sealed)?\.$/;

export interface MainServer {
  readonly process: ConveneProcess;
  readonly tcpPort: number;
  readonly udpPort: number;
}

export interface BackendOptions {
  readonly name: string;
  /** The text of its file. */
  readonly people: string;
  /** The file's name where it matters; by default made from `name`. */
  readonly file?: string;
  /** Instead of this cluster's main server, as `--main` takes them. */
  readonly main?: string;
  readonly udpPort?: number;
  readonly flags?: readonly string[];
}

export interface Backend {
  readonly process: ConveneProcess;
  readonly udpPort: number;
  readonly path: string;
}

export class Cluster implements AsyncDisposable {
  readonly folder: string;
  #main: MainServer | undefined;
  readonly #processes: ConveneProcess[] = [];

  private constructor(folder: string) {
    this.folder = folder;
  }

  /**
   * Starts a main server, then all backends side by side, and waits until
   * each has registered.
   *
   * @param backends The text of each one's file, by server name.
   */
  static async start(
    backends: Readonly<Record<string, string>> = {},
    { flags = [] }: { readonly flags?: readonly string[] } = {},
  ): Promise<Cluster> {
    const folder = await Deno.makeTempDir({ prefix: "convene-" });
    const cluster = new Cluster(folder);
    try {
      await cluster.startMain({ flags });
      await Promise.all(
        Object.entries(backends).map(([name, people]) =>
          cluster.startRegistered({ name, people })
        ),
      );
      return cluster;
    } catch (error) {
      await cluster[Symbol.asyncDispose]();
      throw error;
    }
  }

  get main(): MainServer {
    if (!this.#main) throw new Error("The main server has not started");
    return this.#main;
  }

  /** Where backends register. */
  get mainUdp(): string {
    return `127.0.0.1:${this.main.udpPort}`;
  }

  /** The newest one started is the cluster's {@linkcode main}. */
  async startMain(
    { flags = [], tcpPort = 0, udpPort = 0 }: {
      readonly flags?: readonly string[];
      readonly tcpPort?: number;
      readonly udpPort?: number;
    } = {},
  ): Promise<MainServer> {
    const args = ["serve-main", this.#state, `--tcp-port=${tcpPort}`];
    const process = this.spawn([...args, `--udp-port=${udpPort}`, ...flags]);
    const ready = await process.stderr.waitFor(READY);
    const [tcp, udp] = [Number(ready[1]), Number(ready[2])];
    this.#main = { process, tcpPort: tcp, udpPort: udp };
    return this.#main;
  }

  /** Starts a backend and waits until it serves, registered or not. */
  async startBackend(options: BackendOptions): Promise<Backend> {
    const { name, people, udpPort = 0, flags = [] } = options;
    const path = `${this.folder}/${options.file ?? `${name}.txt`}`;
    await Deno.writeTextFile(path, people);
    const process = this.spawn([
      "serve-backend",
      this.#state,
      `--file=${path}`,
      `--name=${name}`,
      `--udp-port=${udpPort}`,
      `--main=${options.main ?? this.mainUdp}`,
      ...flags,
    ]);
    const ready = await process.stderr.waitFor(
      /^Server .* is ready: .* on UDP 127\.0\.0\.1:(\d+)(?:, sealed)?\.$/,
    );
    return { process, udpPort: Number(ready[1]), path };
  }

  /** Starts a backend and waits until the cluster's main server knows it. */
  async startRegistered(options: BackendOptions): Promise<Backend> {
    const after = this.main.process.stderr.lines.length;
    const backend = await this.startBackend(options);
    await this.registered(options.name, after);
    return backend;
  }

  /** Waits until the main server says that it has registered `name`. */
  async registered(name: string, after = 0): Promise<RegExpExecArray> {
    const line = new RegExp(
      `^Server ${name} registered (\\d+) names? from 127\\.0\\.0\\.1:(\\d+)\\.$`,
    );
    return await this.main.process.stderr.waitFor(line, { after });
  }

  /** No ledger of the machine's own is touched. */
  get #state(): string {
    return `--state=${this.folder}/state`;
  }

  /** Any command, ended with the cluster. */
  spawn(args: readonly string[]): ConveneProcess {
    const process = new ConveneProcess(args);
    this.#processes.push(process);
    return process;
  }

  connect(): Promise<LineClient> {
    return LineClient.connect(this.main.tcpPort);
  }

  /** Runs `convene query` against this cluster. */
  query(
    args: readonly string[],
    { main, ...options }: {
      readonly input?: string;
      /** Instead of this cluster's main server, as `--main` takes them. */
      readonly main?: string;
    } = {},
  ): Promise<Finished> {
    const address = main ?? `127.0.0.1:${this.main.tcpPort}`;
    return run(["query", `--main=${address}`, ...args], options);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(
      this.#processes.map((process) => process[Symbol.asyncDispose]()),
    );
    await Deno.remove(this.folder, { recursive: true });
  }
}

/** Resident memory of a process in bytes; null where there is no /proc. */
export function residentBytes(pid: number): Promise<number | null> {
  return statusBytes(pid, "VmRSS");
}

/** The most that it ever had. */
export function peakResidentBytes(pid: number): Promise<number | null> {
  return statusBytes(pid, "VmHWM");
}

/** Deno reads /proc only with all permissions, so somebody else does it. */
async function statusBytes(pid: number, field: string): Promise<number | null> {
  const cat = new Deno.Command("cat", { args: [`/proc/${pid}/status`] });
  const { stdout } = await cat.output();
  const status = new TextDecoder().decode(stdout);
  const line = new RegExp(`^${field}:\\s+(\\d+) kB$`, "m").exec(status);
  return line ? Number(line[1]) * 1_024 : null;
}
