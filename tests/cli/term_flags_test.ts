/** Every flag of a question is the field of a request that it stands for. */

import { assertEquals } from "@std/assert";
import { parseFlags } from "../../src/cli/flags.ts";
import { askingOf, TERM_FLAGS } from "../../src/cli/term_flags.ts";
import { parseTerms } from "../../src/wire/term_lines.ts";

const timezone = "Europe/Berlin";

const FLAGS: [args: string[], fields: Record<string, unknown>][] = [
  [["--from=today"], { from: "today" }],
  [["--to=+2w"], { to: "+2w" }],
  [["--duration=1h"], { duration: "1h" }],
  [["--granularity=15m"], { granularity: "15m" }],
  [["--buffer-before=5m"], { bufferBefore: "5m" }],
  [["--buffer-after=5m"], { bufferAfter: "5m" }],
  [["--required=zein"], { required: ["zein"] }],
  [["--optional=zein"], { optional: ["zein"] }],
  [["--min-attendees=50%"], { minAttendees: "50%" }],
  [["--limit=3"], { limit: 3 }],
  [["--sort=longest"], { sort: "longest" }],
  [["--tentative=free"], { tentative: "free" }],
  [["--explain"], { explain: true }],
  [["--explain", "--timezone=UTC"], { explain: true, timezone: "UTC" }],
];
for (const [args, fields] of FLAGS) {
  Deno.test(`askingOf() asks what ${args.join(" ")} says`, () => {
    const { flags } = parseFlags(args, TERM_FLAGS);
    const zone = flags.timezone ?? timezone;
    assertEquals<unknown>(
      askingOf(flags, zone)(["lilith"]),
      parseTerms({ timezone, ...fields }, ["lilith"]),
    );
  });
}

Deno.test("askingOf() has a case for each of the flags", () => {
  const tested = FLAGS.flatMap(([args]) => args)
    .map((arg) => arg.slice(2).split("=")[0]);
  assertEquals(new Set(tested), new Set(Object.keys(TERM_FLAGS)));
});
