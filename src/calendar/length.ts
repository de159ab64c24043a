/** How people say how long: `30m`, `1h30m`, `PT30M`, or a whole number. */

/** At least 0. A day is 24 hours, and a week seven of these. */
export type Length =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "seconds"; readonly value: number };
