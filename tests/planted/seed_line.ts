/** What a process that tries seeds tells whoever started it, line by line. */

export type SeedLine =
  /** The simulator and what it is to try have been loaded. */
  | { readonly kind: "ready" }
  | { readonly kind: "passed"; readonly seed: number }
  | Failed;

/** A seed that noticed something. */
export interface Failed {
  readonly kind: "failed";
  readonly seed: number;
  /**
   * The invariant that did not hold; `crash` if production code threw,
   * `unreadable` if the simulator could not read what it said, or `hang`.
   */
  readonly by: string;
  /** For whoever looks into it. */
  readonly why: string;
}
