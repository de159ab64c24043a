/** Reading what servers say, by a watch that is not the one it is for. */

import { WireError } from "../../src/base/errors.ts";
import type { Checks } from "./checks.ts";

/** Reads as far as it can; what the network has spoilt goes no further. */
export function readSpoilt(read: () => void): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
  }
}

/** Holds that a server only says what others can read. */
export function readSaid(checks: Checks, read: () => void): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    const { message } = error;
    checks.hold("N5", false, () => `what was said is unreadable: ${message}`);
  }
}
