import { assertEquals, assertThrows } from "@std/assert";
import { UsageError } from "../../src/base/errors.ts";
import { SUGGESTIONS_MAX } from "../../src/base/limits.ts";
import type { Slot } from "../../src/calendar/bookings.ts";
import { parseInstant } from "../../src/calendar/moment.ts";
import { formatFreeSlots } from "../../src/cli/icalendar.ts";
import { formatRows, shownSlots } from "../../src/cli/answer_table.ts";
import { answerLines, paintLines } from "../../src/cli/answer_text.ts";
import { parseFlags } from "../../src/cli/flags.ts";
import { exitCodeOf, Printer } from "../../src/cli/output.ts";
import { askingOf, TERM_FLAGS } from "../../src/cli/term_flags.ts";
import { lengthText, ZoneText } from "../../src/cli/zone_text.ts";
import type { Findings } from "../../src/wire/client_lines.ts";
import { fakeIo } from "../support/fake_io.ts";
import { findingsWith, NO_MORE } from "../support/findings.ts";

/** The slot between two instants. */
function between(start: string, end: string): Slot {
  return { start: parseInstant(start)!, end: parseInstant(end)! };
}

const WHEN: [zone: string, slot: Slot, text: string, length: string][] = [
  [
    "Europe/Berlin",
    between("2026-11-24T08:30Z", "2026-11-24T10:00Z"),
    "Tue 24 Nov 2026|09:30-11:00 CET",
    "1 h 30 min",
  ],
  [
    "Asia/Tokyo",
    between("2026-11-24T00:00Z", "2026-11-24T00:00:30Z"),
    "Tue 24 Nov 2026|09:00-09:00:30 GMT+9",
    "30 s",
  ],
  [
    "America/New_York",
    between("2026-11-24T15:00Z", "2026-11-25T05:00Z"),
    "Tue 24 Nov 2026|10:00-24:00 EST",
    "14 h",
  ],
  [
    "UTC",
    between("2026-11-24T22:00Z", "2026-11-26T01:00Z"),
    "Tue 24 Nov 2026|22:00 - Thu 26 Nov 2026  01:00 UTC",
    "1 d 3 h",
  ],
  [
    // Clocks are put back: three o'clock is four hours after midnight.
    "Europe/Berlin",
    between("2026-10-24T22:00Z", "2026-10-25T02:00Z"),
    "Sun 25 Oct 2026|00:00 CEST-03:00 CET",
    "4 h",
  ],
  [
    // At midnight clocks show one o'clock: the day has ended by the old ones.
    "America/Havana",
    between("2026-03-08T03:00Z", "2026-03-08T05:00Z"),
    "Sat 7 Mar 2026|22:00-24:00 GMT-5",
    "2 h",
  ],
  [
    // All of a day, after which clocks skip the next one.
    "Pacific/Apia",
    between("2011-12-29T10:00Z", "2011-12-30T10:00Z"),
    "Thu 29 Dec 2011|00:00-24:00 GMT-10",
    "1 d",
  ],
  [
    // A minute after midnight clocks are put back to the day before.
    "America/St_Johns",
    between("2010-11-07T01:00Z", "2010-11-07T02:31Z"),
    "Sat 6 Nov 2010|22:30 GMT-2:30-23:01 GMT-3:30",
    "1 h 31 min",
  ],
];
for (const [zone, slot, text, length] of WHEN) {
  Deno.test(`ZoneText.when() says ${text}`, () => {
    assertEquals(new ZoneText(zone).when(slot).join("|"), text);
    assertEquals(lengthText(slot), length);
  });
}

const SHORT = between("2026-11-24T08:30Z", "2026-11-24T10:00Z");
const LONG = between("2026-12-01T08:00Z", "2026-12-01T11:00Z");
const SUGGESTIONS = [
  { slot: SHORT, free: 2, of: 3, missing: ["callie"] },
  { slot: LONG, free: 3, of: 3, missing: [] },
];

const [NEAREST] = SUGGESTIONS;
const WHY = { code: "too_short", message: "It is short" } as const;
const unreadable = [{ server: "A", names: ["zein"] }];
const CASES: [
  what: string,
  found: Findings,
  exitCode: number,
  text: string[],
][] = [
  [
    "slots",
    findingsWith({ slots: Float64Array.of(SHORT.start, SHORT.end) }),
    0,
    [
      "Available time slots:",
      "  Tue 24 Nov 2026  09:30-11:00 CET  (1 h 30 min)",
    ],
  ],
  [
    "suggestions, in columns",
    findingsWith({ more: { ...NO_MORE, suggestions: SUGGESTIONS } }),
    0,
    [
      "Available time slots:",
      "  Tue 24 Nov 2026  09:30-11:00 CET  (1 h 30 min)  2 of 3 free, " +
      "without callie",
      "  Tue 1 Dec 2026   09:00-12:00 CET  (3 h)         3 of 3 free",
    ],
  ],
  [
    "why there is none, and what is near",
    findingsWith({
      more: {
        ...NO_MORE,
        suggestions: [],
        reason: { ...WHY, nearest: NEAREST! },
        explanation: ["Asked 3 people."],
      },
    }),
    1,
    [
      "Available time slots: none",
      "Why: It is short.",
      "Nearest: Tue 24 Nov 2026  09:30-11:00 CET  (1 h 30 min)  " +
      "2 of 3 free, without callie",
      "- Asked 3 people.",
    ],
  ],
  [
    "none where more have to come than there are, whatever all share",
    findingsWith({
      slots: Float64Array.of(SHORT.start, SHORT.end),
      more: { ...NO_MORE, suggestions: [] },
    }),
    1,
    ["Available time slots: none"],
  ],
  ["who cannot be read", findingsWith({ unreadable }), 4, [
    "Server A cannot read the calendar of zein: not checked.",
    "Available time slots for lilith, callie: none",
  ]],
  [
    "numbers that some can come to",
    findingsWith({
      times: "numbers",
      more: {
        ...NO_MORE,
        suggestions: [
          { slot: { start: 5, end: 7 }, free: 1, of: 3, missing: [] },
        ],
      },
    }),
    0,
    ["Available time slots:", "  [5,7]  (2)  1 of 3 free"],
  ],
];
for (const [what, found, exitCode, text] of CASES) {
  Deno.test(`answerLines() shows ${what}`, () => {
    const lines = answerLines(found, "Europe/Berlin");
    assertEquals(paintLines(lines, false), `${text.join("\n")}\n`);
    const answer = { kind: "findings", id: 1, findings: found } as const;
    assertEquals(exitCodeOf(answer), exitCode);
  });
}

Deno.test("formatRows() has a line a slot, with who is missing", () => {
  const more = { ...NO_MORE, suggestions: SUGGESTIONS };
  const whose = "lilith,zein,callie";
  assertEquals(
    formatRows(findingsWith({ more })),
    `${whose}\t2026-11-24T08:30:00Z\t2026-11-24T10:00:00Z\t2\t3\tcallie\n` +
      `${whose}\t2026-12-01T08:00:00Z\t2026-12-01T11:00:00Z\t3\t3\t\n`,
  );
  const slots = Float64Array.of(5, 7);
  assertEquals(
    formatRows(findingsWith({ slots, times: "numbers", unreadable })),
    "lilith,callie\t5\t7\t2\t2\t\n",
  );
});

Deno.test("formatFreeSlots() makes events that take up no time", () => {
  const slots = shownSlots(findingsWith({
    more: { ...NO_MORE, suggestions: SUGGESTIONS },
  }));
  const text = formatFreeSlots({ names: ["lilith", "callie"], slots }, 0);
  const lines = text.split("\r\n");
  assertEquals(lines.slice(3, 12), [
    "BEGIN:VEVENT",
    `UID:free-${SHORT.start}-${SHORT.end}-lilith+callie@convene`,
    "DTSTAMP:19700101T000000Z",
    "DTSTART:20261124T083000Z",
    "DTEND:20261124T100000Z",
    "SUMMARY:2 of 3 free\\, without callie",
    "DESCRIPTION:Asked for lilith\\, callie",
    "TRANSP:TRANSPARENT",
    "END:VEVENT",
  ]);
  assertEquals(lines.filter((line) => line === "BEGIN:VEVENT").length, 2);
});

Deno.test("whoever is told as many slots as there may be is told so", async () => {
  const told = (count: number) =>
    findingsWith({
      names: ["lilith"],
      times: "numbers",
      more: {
        ...NO_MORE,
        suggestions: Array.from({ length: count }, (_, i) => {
          return {
            slot: { start: 2 * i, end: 2 * i + 1 },
            free: 1,
            of: 1,
            missing: [],
          };
        }),
        coverage: [{ slot: { start: 0, end: 1 }, free: 1 }],
      },
    });
  const line = `No more than ${SUGGESTIONS_MAX} slots are told.`;
  for (const format of ["text", "grid", "tsv", "ics"] as const) {
    for (const [count, lines] of [[SUGGESTIONS_MAX, 1], [3, 0]] as const) {
      const { io, printed } = fakeIo();
      const findings = told(count);
      new Printer(io, { format, timezone: "UTC" })
        .answer({ kind: "findings", id: 1, findings }, ["lilith"]);
      const { stdout, stderr } = await printed();
      const isShown = format === "text" || format === "grid";
      const text = isShown ? stdout : stderr;
      assertEquals(text.split(line).length - 1, lines, `${format}: ${text}`);
    }
  }
});

/** What is asked of lilith with these flags. */
function asked(...args: string[]) {
  const { flags } = parseFlags(args, TERM_FLAGS);
  return askingOf(flags, "Europe/Berlin")(["lilith"]);
}

Deno.test("askingOf() has no terms without flags, or with a zone alone", () => {
  const plain = { names: ["lilith"], terms: null };
  assertEquals(asked(), plain);
  assertEquals(asked("--timezone", "UTC"), plain);
});

Deno.test("askingOf() asks what the flags say, in the zone", () => {
  const { names, terms } = asked(
    ...["--from", "tomorrow", "--to=+2w", "--duration", "30m"],
    ...["--optional", "zein,callie", "--limit", "3", "--explain"],
  );
  assertEquals(names, ["lilith", "zein", "callie"]);
  assertEquals(terms?.from, { kind: "day", days: 1 });
  assertEquals(terms?.duration, { kind: "seconds", value: 1_800 });
  assertEquals(terms?.optional, ["zein", "callie"]);
  assertEquals([terms?.limit, terms?.explain], [3, true]);
  assertEquals(terms?.timezone, "Europe/Berlin");
  assertEquals(asked("--from", "-5").terms?.from, {
    kind: "number",
    value: -5,
  });
  const quorum = { kind: "percent", percent: 80 } as const;
  assertEquals(asked("--min-attendees", "80%").terms?.quorum, quorum);
});

const REFUSED: [args: string[], why: string][] = [
  [["--from", "soon"], "--from: Cannot read"],
  [["--duration", "0m"], "--duration: Cannot read"],
  [["--timezone", "Berlin"], "an IANA time zone"],
  [["--min-attendees", "0"], "a number of people"],
  [["--limit", "0"], "a whole number from 1"],
  [["--sort", "best"], "the nearest is longest"],
  [["--from", "1", "--to", "today"], "Cannot ask as from is a plain number"],
  [["--required", "a", "--optional", "A"], "both required and optional"],
];
for (const [args, why] of REFUSED) {
  Deno.test(`query refuses ${args.join(" ")}`, () => {
    assertThrows(() => asked(...args), UsageError, why);
  });
}
