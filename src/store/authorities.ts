/** Certificates of the authorities that a client trusts. */

import { FileFormatError, quote } from "../base/errors.ts";
import { readSmallFile } from "./text_file.ts";

/** Where systems keep theirs, by the habits of the larger distributions. */
const SYSTEM_PATHS = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/ca-bundle.pem",
  "/etc/ssl/cert.pem",
];
const CERTIFICATE =
  /-----BEGIN CERTIFICATE-----([^-]+)-----END CERTIFICATE-----/g;

/**
 * @returns One PEM each, at least one.
 * @throws {FileFormatError} If there is none in the file, or a broken one.
 * @throws {UnavailableError} If it cannot be read, or is too large.
 */
export function readAuthorities(path: string): string[] {
  const text = readSmallFile(path, "list of authorities");
  const found = [...text.matchAll(CERTIFICATE)];
  // A handshake with a broken one fails, and does not say whose it is.
  if (found.length > 0 && found.every(([, body]) => isBase64(body!))) {
    return found.map(([certificate]) => certificate);
  }
  throw new FileFormatError(
    `Cannot use ${quote(path)} as authorities: expected certificates as PEM`,
  );
}

function isBase64(text: string): boolean {
  try {
    return atob(text).length > 0;
  } catch {
    return false;
  }
}

/** The system's; none where they are kept in no file, as on Windows. */
export function systemAuthorities(
  paths: readonly string[] = SYSTEM_PATHS,
): string[] {
  for (const path of paths) {
    try {
      return readAuthorities(path);
    } catch {
      // Not kept there.
    }
  }
  return [];
}
