/** `convene bookings`: what is booked. */

import { systemEpochMs } from "../net/system_clock.ts";
import { splitNames } from "../wire/asked_names.ts";
import {
  formatListRequest,
  type ListedBooking,
  parseListAnswer,
} from "../wire/booking_answers.ts";
import { formatBookings } from "../wire/booking_lines.ts";
import { formatListed } from "../wire/booking_text.ts";
import { isRefused } from "../wire/client_answers.ts";
import { jsonSlot } from "../wire/slot_text.ts";
import { refused } from "./booking_orders.ts";
import { defineCommand } from "./command.ts";
import { CONNECTION_FLAGS, withClient } from "./connection_flags.ts";
import { flag, parseChoice } from "./flags.ts";
import { formatCalendar } from "./icalendar.ts";
import { clientTimezone, TIMEZONE_FLAG } from "./term_flags.ts";
import { slotsIn } from "./zone_text.ts";

const parseOutput = parseChoice("text", "json", "tsv", "ics");
type Output = ReturnType<typeof parseOutput>;

const FLAGS = {
  output: flag({
    placeholder: "text|json|tsv|ics",
    summary: "how bookings are printed: a line each, JSON on one line, " +
      "columns, or as iCalendar",
    fallback: "text",
  }, parseOutput),
  timezone: TIMEZONE_FLAG,
  ...CONNECTION_FLAGS,
};

const DETAILS = `
With names, those bookings in which all of them are; without, all. They come
from one main server, which knows those that it has made, by slot.

Instants are shown in the timezone as text, and in UTC otherwise. iCalendar has
no plain numbers. So ics takes a number for seconds since 1970 in UTC: where
your numbers count anything else, its dates mean nothing.

Exit code: as of "convene query"; 0 also if nothing is booked.

Examples:
  convene bookings
  convene bookings lilith --output tsv
  convene bookings --output ics > bookings.ics
`;

export const BOOKINGS = defineCommand({
  name: "bookings",
  operands: "[NAME...]",
  summary: "List what is booked",
  flags: FLAGS,
  details: DETAILS,
}, async ({ flags, operands }, io) => {
  const names = splitNames(operands.join(" "));
  const { output } = flags;
  const answer = await withClient(flags, (client) =>
    client.request({
      names,
      format: (id) => formatListRequest(id, names),
      parse: parseListAnswer,
    }));
  if (isRefused(answer)) {
    const format = output === "json" ? "json" : "text";
    return refused(answer, { io, format });
  }
  io.stdout.write(
    print(answer.bookings, { output, timezone: clientTimezone(flags) }),
  );
  return 0;
});

function print(
  bookings: readonly ListedBooking[],
  { output, timezone }: {
    readonly output: Output;
    readonly timezone: string;
  },
): string {
  switch (output) {
    case "text": {
      if (bookings.length === 0) return "Nothing is booked.\n";
      const formatSlot = slotsIn(timezone);
      const lines = bookings.map((each) => formatListed(each, formatSlot));
      return lines.map((line) => `${line}\n`).join("");
    }
    case "json":
      return `${formatBookings("", bookings)}\n`;
    case "tsv":
      return formatTable(bookings);
    case "ics":
      return formatCalendar(bookings, systemEpochMs());
  }
}

/** Names and titles hold no tabs, so nothing has to be escaped. */
function formatTable(bookings: readonly ListedBooking[]): string {
  const rows = bookings.map((
    { id, slot, names, title },
  ) => [id, ...jsonSlot(slot), names.join(","), title]);
  const head = ["booking", "start", "end", "names", "title"];
  return [head, ...rows].map((row) => `${row.join("\t")}\n`).join("");
}
