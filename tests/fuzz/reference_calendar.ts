/**
 * A few events of a calendar that nobody can read in two ways, read in the
 * plainest way there is: lines by their text, zones by Temporal.
 */

/** In whole seconds since 1970. */
export interface PlainEvent {
  readonly start: number;
  readonly end: number;
  /** Whether it may be free if tentative time is. */
  readonly isTentative: boolean;
}

/** Undefined as soon as anything else is in it. */
const PLAIN_LINES: readonly RegExp[] = [
  /^DTSTART(?:;TZID=[A-Z]\w+\/\w+)?:\d{8}T\d{6}Z?$/,
  /^DTEND(?:;TZID=[A-Z]\w+\/\w+)?:\d{8}T\d{6}Z?$/,
  /^DURATION:PT\d+[HM]$/,
  /^UID:\w+$/,
  // Its start is the first instance, whatever the rule.
  /^RRULE:/,
  /^SEQUENCE:\d$/,
  /^TRANSP:OPAQUE$/,
  /^STATUS:(?:CONFIRMED|TENTATIVE)$/,
  /^DTSTAMP:/,
];

/**
 * Events that take their time for sure: the first instances of those of which
 * nothing else in the text speaks.
 *
 * @param zone Of floating times.
 */
export function plainEvents(text: string, zone: string): PlainEvent[] {
  const unfolded = text.replaceAll(/\r?\n[ \t]/g, "");
  const blocks = unfolded.split(/^BEGIN:VEVENT\r?\n/m).slice(1)
    .map((block) => block.split(/\r?\nEND:VEVENT\r?$/m, 1)[0]!.split(/\r?\n/));
  const uids = Map.groupBy(
    unfolded.match(/^UID.*$/gim) ?? [],
    (line) => line.trim().toUpperCase(),
  );
  const events = blocks
    .filter((lines) =>
      lines.every((line) => PLAIN_LINES.some((plain) => plain.test(line))) &&
      lines.every((line) => (uids.get(line.toUpperCase())?.length ?? 1) === 1)
    )
    .flatMap((lines) => eventOf(lines, zone));
  return [...events, ...busyPeriods(unfolded)];
}

/** Of VFREEBUSY, in UTC and without a type. */
function busyPeriods(text: string): PlainEvent[] {
  const periods = text.matchAll(
    /^FREEBUSY:(\d{8}T\d{6}Z)\/(\d{8}T\d{6}Z)\r?$/gm,
  );
  return [...periods].map(([, ...bounds]) => {
    const [start, end] = bounds.map((bound) => {
      return secondsOf(timeOf(`:${bound}`, "UTC"));
    }) as [number, number];
    return { start, end, isTentative: false };
  });
}

/** Instances that are looked at; others come by the same way. */
const INSTANCES = 15;

function eventOf(lines: readonly string[], zone: string): PlainEvent[] {
  const lineOf = (name: string) => lines.find((line) => line.startsWith(name));
  const first = lineOf("DTSTART");
  const lengthS = lengthOf(lines, zone);
  if (first === undefined || lengthS === undefined) return [];
  const [, period, interval = "1", count = INSTANCES] =
    SIMPLE_RULE.exec(lineOf("RRULE:") ?? "") ?? [];
  const stepDays = Number(interval) * (period === "WEEKLY" ? 7 : 1);
  const most = period === undefined ? 1 : Math.min(+count, INSTANCES);
  const start = timeOf(first, zone);
  const isTentative = lines.includes("STATUS:TENTATIVE");
  return Array.from({ length: most }, (_, i) => {
    const startS = secondsOf(start.add({ days: i * stepDays }));
    return { start: startS, end: startS + lengthS, isTentative };
  });
}

/** Of other rules the first instance is all that is looked at. */
const SIMPLE_RULE =
  /^RRULE:FREQ=(DAILY|WEEKLY)(?:;INTERVAL=(\d))?(?:;COUNT=(\d+))?$/;

function lengthOf(lines: readonly string[], zone: string): number | undefined {
  const starts = lines.filter((line) => line.startsWith("DTSTART"));
  if (starts.length !== 1) return undefined;
  const end = lines.find((line) => line.startsWith("DTEND"));
  if (end !== undefined) {
    return secondsOf(timeOf(end, zone)) - secondsOf(timeOf(starts[0]!, zone));
  }
  const length = lines.find((line) => line.startsWith("DURATION"));
  if (length === undefined) return undefined;
  const [, count, unit] = /PT(\d+)([HM])/.exec(length)!;
  return Number(count) * (unit === "H" ? 3_600 : 60);
}

function timeOf(line: string, owner: string): Temporal.ZonedDateTime {
  const [, name] = /TZID=([^:]+)/.exec(line) ?? [];
  const [, digits = "", utc] = /:([\dT]+)(Z?)$/.exec(line)!;
  const zone = utc === "Z" ? "UTC" : name ?? owner;
  return Temporal.PlainDateTime.from(digits).toZonedDateTime(zone);
}

function secondsOf({ epochMilliseconds }: Temporal.ZonedDateTime): number {
  return epochMilliseconds / 1_000;
}
