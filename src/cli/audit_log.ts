/** Who asked about whom: a line of JSON for each request, in a file. */

import { formatAddress } from "../base/address.ts";
import { reason, UnavailableError } from "../base/errors.ts";
import type { BookingRecord } from "../roles/booking_requests.ts";
import type { AuditRecord } from "../roles/query_desk.ts";
import { RotatingFile } from "../store/rotating_file.ts";
import { optionalFlag, parseText } from "./flags.ts";
import type { Io } from "./io.ts";

/** Then it is renamed; so many of these are kept. */
const BYTES_MAX = 67_108_864;
const KEPT = 4;

export const AUDIT_FLAG = optionalFlag({
  placeholder: "FILE",
  summary: "log who asked about whom, a line of JSON for each request; at " +
    "64 MiB it is renamed to FILE.1, and four of these are kept",
}, parseText);

export class AuditLog {
  readonly #file: RotatingFile;
  readonly #io: Io;
  #hasFailed = false;

  /** @throws {UnavailableError} If the file cannot be written. */
  constructor(path: string, io: Io) {
    this.#file = new RotatingFile({ path, bytesMax: BYTES_MAX, kept: KEPT });
    this.#io = io;
  }

  /** A full disk is said once, until it takes lines again. */
  readonly write = (
    { client, ...record }: AuditRecord | BookingRecord,
  ): void => {
    const time = new Date().toISOString();
    const from = formatAddress(client.peer);
    const line = { time, client: client.name, from, ...record };
    try {
      this.#file.append(JSON.stringify(line));
      this.#hasFailed = false;
    } catch (error) {
      if (!(error instanceof UnavailableError)) throw error;
      if (this.#hasFailed) return;
      this.#hasFailed = true;
      this.#io.stderr.write(
        `The audit log has gaps from now on: ${reason(error)}.\n`,
      );
    }
  };

  close(): void {
    this.#file.close();
  }
}
