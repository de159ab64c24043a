/** What a backend that speaks of everybody says to a claim it grants. */
export const HELD = { kind: "held", isDiscreet: false } as const;
