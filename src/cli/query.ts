/** `convene query`: asks a main server when people are free. */

import { defineCommand } from "./command.ts";
import { CONNECTION_FLAGS, connector } from "./connection_flags.ts";
import { switchFlag } from "./flags.ts";
import { namesIn } from "./names_in.ts";
import { QUESTION_FLAGS, questionsBy } from "./question_flags.ts";
import { askOnce, askStdin } from "./questions.ts";

const FLAGS = {
  ...QUESTION_FLAGS,
  ...CONNECTION_FLAGS,
  compress: switchFlag("deflate questions and answers, if the server does"),
};

const DETAILS = `
Without names, a terminal gets a prompt, which Ctrl-C or Ctrl-D ends; a pipe
is read as one query a line, answered in order. Names are separated by spaces
or commas; a name that begins with a dash goes behind "--". "@design" stands
for the people of a group, if the main server has groups. At the prompt,
"book [5,7]" books for the names last asked, and "cancel BOOKING" undoes that.

All flags hold for each query. Names that only --required or --optional lists
are asked about once. Whoever is named is no longer in a group: of "lilith
--optional @design" lilith is needed. With a minimum, or somebody optional, a
slot says how many are free in it. Times with an offset, like
2026-11-24T09:00+01:00, need no zone.

Exit code, of several queries the highest:
  0  every name was checked, and a slot was found
  1  every name was checked, and there is no such slot
  2  bad usage, or numbers and instants in one query
  3  a name does not exist
  4  a name could not be checked
  5  the main server cannot be reached or trusted, or broke off
  6  the main server does not let us ask, without a good token

Examples:
  convene query lilith jameson
  convene query --output json lilith, zein
  convene query lilith --optional zein --from tomorrow --to +1w --duration 1h
  convene query lilith zein --to +1w --duration 30m --output grid
  convene query --main 10.0.0.1:24849,10.0.0.2:24849 < queries.txt
  convene query --ca ca.pem --main convene.example.org:24849 lilith
`;

export const QUERY = defineCommand({
  name: "query",
  operands: "[NAME...]",
  summary: "Find the time slots in which everyone is free",
  flags: FLAGS,
  details: DETAILS,
}, async ({ flags, operands }, io) => {
  const isListed = flags.required ?? flags.optional;
  const names = operands.length > 0 ? namesIn(operands) : isListed && [];
  const connect = connector(flags, { deflate: flags.compress });
  const options = { connect, ...questionsBy(flags) };
  return await (names ? askOnce(names, io, options) : askStdin(io, options));
});
