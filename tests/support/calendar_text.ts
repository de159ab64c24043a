/** A calendar file of these content lines. */
export function calendarText(...lines: string[]): string {
  return ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:test", ...lines]
    .concat("END:VCALENDAR", "").join("\r\n");
}

/** Lines of an event, in the local time of whose calendar it is. */
export function eventLines(start: string, end: string): string[] {
  return [
    "BEGIN:VEVENT",
    `UID:${start}@test`,
    "DTSTAMP:20260101T000000Z",
    `DTSTART:${start}`,
    `DTEND:${end}`,
    "END:VEVENT",
  ];
}
