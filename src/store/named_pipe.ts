/** Pipes in the place of files. */

/**
 * Whether opening it would wait for somebody at its other end, while nobody is
 * answered. What a shell calls `/dev/fd/63` has somebody there.
 */
export function isNamedPipe(path: string, { isFifo }: Deno.FileInfo): boolean {
  return isFifo === true && !path.startsWith("/dev/");
}

export const NO_FILE = "it is no file";
