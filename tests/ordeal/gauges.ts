/** What a process takes, as seen from outside (Linux). */

/** Zeros where there is no /proc. */
export interface Gauges {
  readonly rssKiB: number;
  /** Open files, sockets included. */
  readonly fds: number;
  readonly threads: number;
}

/** Deno reads /proc only with all permissions, so somebody else does it. */
export async function readGauges(pid: number): Promise<Gauges> {
  const [status, fds] = await Promise.all([
    output("cat", `/proc/${pid}/status`),
    output("ls", `/proc/${pid}/fd`),
  ]);
  const field = (name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(status)?.[1] ?? 0);
  return {
    rssKiB: field("VmRSS"),
    fds: fds.split("\n").length - 1,
    threads: field("Threads"),
  };
}

/** Datagrams that the kernel dropped as the socket's queue was full. */
export async function droppedDatagrams(udpPort: number): Promise<number> {
  const port = udpPort.toString(16).toUpperCase().padStart(4, "0");
  const table = await output("cat", "/proc/net/udp");
  const line = table.split("\n").find((line) =>
    line.split(/\s+/)[2]?.endsWith(`:${port}`)
  );
  return Number(line?.trim().split(/\s+/).at(-1) ?? 0);
}

async function output(command: string, arg: string): Promise<string> {
  const { stdout } = await new Deno.Command(command, {
    args: [arg],
    stderr: "null",
  }).output();
  return new TextDecoder().decode(stdout);
}
