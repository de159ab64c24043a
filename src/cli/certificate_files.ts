/** A main server's certificate: read once, and again as its files change. */

import {
  FileFormatError,
  quote,
  UnavailableError,
  UsageError,
} from "../base/errors.ts";
import type { Certificate } from "../net/tls_engine.ts";
import { FileWatch } from "../store/file_watch.ts";
import { readSecretFile } from "../store/secret_file.ts";
import { readSmallFile } from "../store/text_file.ts";
import { FILE_EXIT_CODE } from "../store/unreadable.ts";
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

/** Why the files are not in use. */
interface Failure {
  readonly why: string;
  /** What they hold; null if that was not read. */
  readonly certificate: Certificate | null;
}

/** As its first line or, of older ones, the second says. */
const ENCRYPTED_KEY = /^(?:-----BEGIN|Proc-Type:).*\bENCRYPTED\b/m;

export class CertificateFiles {
  readonly #paths: CertificatePaths;
  readonly #watch: FileWatch;
  #current: Certificate;
  #changed: ((certificate: Certificate) => void) | null = null;
  /** What was said last, and is said once; null if they are in use. */
  #failure: Failure | null = null;

  /**
   * @throws {UnavailableError} If a file cannot be read, or the key is
   * encrypted or others may read it.
   */
  constructor(paths: CertificatePaths, io: Io) {
    this.#paths = paths;
    // Before they are read, so that no change escapes.
    this.#watch = new FileWatch(
      () => [paths.cert, paths.key],
      () => Promise.resolve(this.#reload(io)),
    );
    try {
      this.#current = read(paths);
    } catch (error) {
      this.#watch.close();
      throw error;
    }
  }

  /** What the files held when they were last good. */
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
    this.#watch.close();
  }

  #reload(io: Io): void {
    let certificate: Certificate | null = null;
    try {
      certificate = read(this.#paths);
      const isNew = !isSame(certificate, this.#current);
      // Where one is seen to change before the other, each brings both.
      if (!isNew && this.#failure === null) return;
      if (isNew) this.#changed?.(certificate);
      this.#current = certificate;
      this.#failure = null;
      const { cert } = this.#paths;
      io.stderr.write(`Main server reloaded its certificate from ${cert}.\n`);
    } catch (error) {
      this.#keep(error, certificate, io);
    }
  }

  /** The old one stays in use, and it is said why. */
  #keep(error: unknown, certificate: Certificate | null, io: Io): void {
    if (error instanceof UnavailableError) {
      // That may pass and leave the files as they are.
      const { cert, key } = this.#paths;
      for (const path of [cert, key]) this.#watch.tellAgain(path);
    } else if (!(error instanceof FileFormatError)) throw error;
    const failure = { why: error.message, certificate };
    const isKnown = this.#failure && isSameFailure(failure, this.#failure);
    this.#failure = failure;
    if (isKnown) return;
    io.stderr.write(
      `Main server keeps its old certificate: ${error.message}\n`,
    );
  }
}

function read(paths: CertificatePaths): Certificate {
  const cert = readSmallFile(paths.cert, "TLS certificate");
  const key = readSecretFile(paths.key, "TLS key");
  if (!ENCRYPTED_KEY.test(key)) return { cert, key };
  throw new UnavailableError(
    `Cannot use ${quote(paths.key)} as a TLS key as it is encrypted: ` +
      "expected one without a passphrase",
    FILE_EXIT_CODE,
  );
}

function isSame(a: Certificate, b: Certificate): boolean {
  return a.cert === b.cert && a.key === b.key;
}

function isSameFailure(a: Failure, b: Failure): boolean {
  if (a.why !== b.why) return false;
  if (!a.certificate || !b.certificate) return a.certificate === b.certificate;
  return isSame(a.certificate, b.certificate);
}
