/** A main server's certificate: read once, and again as its files change. */

import {
  FileFormatError,
  UnavailableError,
  UsageError,
} from "../base/errors.ts";
import type { Certificate } from "../net/tls_engine.ts";
import { FileWatch } from "../store/file_watch.ts";
import { readSecretFile } from "../store/secret_file.ts";
import { readText } from "../store/text_file.ts";
import type { Io } from "./io.ts";

export interface CertificatePaths {
  readonly cert: string;
  readonly key: string;
}

/**
 * @returns Both paths, or undefined if there is to be no TLS.
 * @throws {UsageError} If one is given without the other.
 */
export function certificatePaths(
  { "tls-cert": cert, "tls-key": key }: {
    readonly "tls-cert": string | undefined;
    readonly "tls-key": string | undefined;
  },
): CertificatePaths | undefined {
  if (cert === undefined && key === undefined) return undefined;
  if (cert !== undefined && key !== undefined) return { cert, key };
  const missing = cert === undefined
    ? "--tls-cert, the file of its certificate"
    : "--tls-key, the file of its key";
  throw new UsageError(`Cannot serve by TLS without ${missing}: add it`);
}

export class CertificateFiles {
  readonly #paths: CertificatePaths;
  readonly #watches: readonly FileWatch[];
  #current: Certificate;
  #changed: ((certificate: Certificate) => void) | null = null;

  /**
   * @throws {FileFormatError} If others may read the key.
   * @throws {UnavailableError} If a file cannot be read.
   */
  static async open(
    paths: CertificatePaths,
    io: Io,
  ): Promise<CertificateFiles> {
    const opened = Promise.withResolvers<CertificateFiles>();
    const changed = async () => await (await opened.promise).#reload(io);
    // Before they are read, so that no change escapes.
    const watches = [paths.cert, paths.key].map((path) =>
      new FileWatch(() => [path], changed)
    );
    try {
      const files = new CertificateFiles(paths, watches, await read(paths));
      opened.resolve(files);
      return files;
    } catch (error) {
      for (const watch of watches) watch.close();
      throw error;
    }
  }

  private constructor(
    paths: CertificatePaths,
    watches: readonly FileWatch[],
    certificate: Certificate,
  ) {
    this.#paths = paths;
    this.#watches = watches;
    this.#current = certificate;
  }

  /** What the files held when they were last read. */
  get certificate(): Certificate {
    return this.#current;
  }

  /**
   * Hands over what the files hold each time that it has changed.
   *
   * @param changed May throw a {@linkcode FileFormatError}: the old
   * certificate stays in use.
   */
  onChange(changed: (certificate: Certificate) => void): void {
    this.#changed = changed;
  }

  close(): void {
    for (const watch of this.#watches) watch.close();
  }

  async #reload(io: Io): Promise<void> {
    const { cert } = this.#paths;
    try {
      const certificate = await read(this.#paths);
      // Both files change together, and the first of them brings both.
      if (isSame(certificate, this.#current)) return;
      this.#changed?.(certificate);
      this.#current = certificate;
      io.stderr.write(`Main server reloaded its certificate from ${cert}.\n`);
    } catch (error) {
      const isExpected = error instanceof FileFormatError ||
        error instanceof UnavailableError;
      if (!isExpected) throw error;
      io.stderr.write(
        `Main server keeps its old certificate: ${error.message}\n`,
      );
    }
  }
}

async function read(paths: CertificatePaths): Promise<Certificate> {
  const cert = await readText(paths.cert);
  return { cert, key: readSecretFile(paths.key, "TLS key") };
}

function isSame(a: Certificate, b: Certificate): boolean {
  return a.cert === b.cert && a.key === b.key;
}
