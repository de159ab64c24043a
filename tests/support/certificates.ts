/** The certificates of `tests/fixtures/tls`, as a server is to have them. */

import { fromFileUrl } from "@std/path";

const FOLDER = fromFileUrl(new URL("../fixtures/tls/", import.meta.url));

/**
 * `elsewhere` is for another host, `expired` was good in 2020, and `selfmade`
 * is an authority's that has signed itself.
 */
export type CertificateName =
  | "main"
  | "renewed"
  | "elsewhere"
  | "expired"
  | "selfmade";

/** An authority that nobody knows, and one of the same name as the real one. */
export type AuthorityName = "authority" | "stranger" | "namesake";

/** Where an authority's certificate is. */
export function authorityPath(name: AuthorityName): string {
  return `${FOLDER}${name}.pem`;
}

/** Both as PEM. */
export function certificate(name: CertificateName) {
  const read = (end: string) =>
    Deno.readTextFileSync(`${FOLDER}${name}.${end}`);
  return { cert: read("pem"), key: read("key") };
}

/** A certificate on disk, whose key only its owner may read. */
export class CertificateFolder {
  readonly cert: string;
  readonly key: string;

  constructor(folder: string, name: CertificateName) {
    this.cert = `${folder}/main.pem`;
    this.key = `${folder}/main.key`;
    this.write(certificate(name));
  }

  /** What `serve-main` is given. */
  get flags(): string[] {
    return [`--tls-cert=${this.cert}`, `--tls-key=${this.key}`];
  }

  /** Puts others in their place, each by a rename. */
  write({ cert, key }: { readonly cert: string; readonly key: string }): void {
    for (const [path, text] of [[this.cert, cert], [this.key, key]] as const) {
      Deno.writeTextFileSync(`${path}.new`, text, { mode: 0o600 });
      Deno.renameSync(`${path}.new`, path);
    }
  }
}
