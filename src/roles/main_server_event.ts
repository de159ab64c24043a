/** What a main server has to tell whoever runs it. */

import type { RegistryEvent } from "../protocol/enlistment.ts";

/** What happens to backends, and to us, for the log. */
export type MainServerEvent =
  | RegistryEvent
  | { readonly kind: "bug"; readonly error: unknown }
  /** Nobody knows what it holds: the server has stopped. */
  | { readonly kind: "ledger_failed"; readonly error: unknown };
