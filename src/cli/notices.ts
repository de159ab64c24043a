/**
 * What servers say of themselves on stderr, a line each. Programs wait for
 * these lines, so they keep their words: one name is `1 names`.
 */

import { type Address, formatAddress } from "../base/address.ts";
import { reason, UnavailableError } from "../base/errors.ts";
import { bookingId } from "../calendar/booking_id.ts";
import type { BackendServerEvent } from "../roles/backend_server.ts";
import type { MainServerEvent } from "../roles/main_server_event.ts";

export function mainReady(
  { tcp, udp, isTls, isSealed }: {
    readonly tcp: Address;
    readonly udp: Address;
    readonly isTls: boolean;
    readonly isSealed: boolean;
  },
): string {
  const clients = `${isTls ? "TLS" : "TCP"} ${formatAddress(tcp)}`;
  return `Main server is ready: clients on ${clients}, ` +
    `backends on UDP ${formatAddress(udp)}${sealed(isSealed)}.\n`;
}

export function backendReady(
  { server, count, path, udp, isSealed }: {
    readonly server: string;
    readonly count: number;
    readonly path: string;
    readonly udp: Address;
    readonly isSealed: boolean;
  },
): string {
  return `Server ${server} is ready: ${count} names from ${path} ` +
    `on UDP ${formatAddress(udp)}${sealed(isSealed)}.\n`;
}

/** What a backend says of a main server whose host it cannot find. */
export function lookingNotice(server: string, why: string): string {
  return `Server ${server} keeps looking for a main server: ${why}.\n`;
}

function sealed(isSealed: boolean): string {
  return isSealed ? ", sealed" : "";
}

/**
 * What the main server says of a backend.
 *
 * @throws {UnavailableError} If its ledger has failed: that is the end.
 */
export function registryNotice(event: MainServerEvent): string {
  if (event.kind === "bug") return bugNotice(event.error);
  if (event.kind === "ledger_failed") throw ledgerFailure(event.error);
  const from = formatAddress(event.address);
  switch (event.kind) {
    case "registered":
      return `Server ${event.server} registered ${event.count} names ` +
        `from ${from}.\n`;
    case "refused":
      return `Server ${event.server} at ${from} is refused: ` +
        `another server ${event.server} has a different list of names, ` +
        `other bookings, or a copy of its ledger.\n`;
    case "left":
      return `Server ${event.server} at ${from} said goodbye.\n`;
  }
}

/**
 * What a backend says of its registration and of its bookings.
 *
 * @throws {UnavailableError} If its ledger has failed: that is the end.
 */
export function backendNotice(
  server: string,
  event: BackendServerEvent,
): string {
  switch (event.kind) {
    case "registered":
    case "refused":
    case "unheard":
      return registrarNotice(server, event);
    case "conflict":
      return `Server ${server} keeps booking ${bookingId(event.key)} of ` +
        `${event.person}, though the file no longer has that time free.\n`;
    case "unknown_commit":
      return `Server ${server} was told of a booking that it did not hold: ` +
        `its ledger may be lost.\n`;
    case "ledger_failed":
      throw ledgerFailure(event.error);
  }
}

function registrarNotice(
  server: string,
  { kind, main, count }: Extract<BackendServerEvent, { main: Address }>,
): string {
  const at = `the main server at ${formatAddress(main)}`;
  switch (kind) {
    case "registered":
      return `Server ${server} registered ${count} names with ${at}.\n`;
    case "refused":
      return `Server ${server} is refused by ${at}: another server ${server} ` +
        `has a different list of names, other bookings, or a copy of its ` +
        `ledger. It keeps asking.\n`;
    case "unheard":
      return `Server ${server} hears nothing from ${at}. It keeps asking.\n`;
  }
}

/** What ends a program that cannot tell what its ledger holds. */
function ledgerFailure(error: unknown): UnavailableError {
  return new UnavailableError(
    `Cannot go on as nobody knows what the ledger holds: ${reason(error)}; ` +
      `start the server again when the disk is well`,
  );
}

/** The only place where a stack trace is shown. */
export function bugNotice(error: unknown): string {
  const stack = error instanceof Error ? error.stack : undefined;
  return `This is a bug in convene.\n${stack ?? String(error)}\n`;
}
