/**
 * How much of a seed is run: longer for a deep run, or cut down until the
 * story of a failure can be read. Less of one thing changes no other, as each
 * concern draws from a source of its own.
 */

export interface Scope {
  /** Faults go on for minutes rather than seconds. */
  readonly isLong?: boolean;
  /** Faults end by then, in ms since the start. */
  readonly untilMs?: number;
  /** And once so many events were planned: some clusters are busier by far. */
  readonly eventsMax?: number;
  /** Mishaps and kinds of weather that do not happen. */
  readonly without?: readonly string[];
  /** Servers of the cluster at most, a liar not counted. */
  readonly servers?: number;
  /** Main servers at most. */
  readonly mains?: number;
}

/** As `run.ts` takes it. */
export function formatScope(
  { isLong, untilMs, eventsMax, without = [], servers, mains }: Scope,
): string {
  const flags = [
    isLong ? " --long" : "",
    untilMs === undefined ? "" : ` --until ${Math.ceil(untilMs)}`,
    eventsMax === undefined ? "" : ` --events-max ${eventsMax}`,
    without.length === 0 ? "" : ` --without ${without.join(",")}`,
    servers === undefined ? "" : ` --servers ${servers}`,
    mains === undefined ? "" : ` --mains ${mains}`,
  ];
  return flags.join("");
}
