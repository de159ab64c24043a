/** When tests begin, where they have clocks of their own. */

/** Tuesday the 24th of November 2026, 00:00 in UTC. */
export const EPOCH_MS = 1_795_478_400_000;
