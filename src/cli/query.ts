/** `convene query`: asks a main server when people are free. */

import { UsageError } from "../base/errors.ts";
import { systemClock } from "../net/system_clock.ts";
import { Client } from "../roles/client.ts";
import { splitNames } from "../wire/asked_names.ts";
import { defineCommand } from "./command.ts";
import { flag, parseAddresses, parseChoice, switchFlag } from "./flags.ts";
import { askOnce, askStdin, type QuestionOptions } from "./questions.ts";
import { TOKEN_FLAGS, tokenToShow } from "./token_to_show.ts";
import { dialBy, isTls, TRUST_FLAGS } from "./trust.ts";

const FLAGS = {
  main: flag({
    placeholder: "HOST:PORT[,...]",
    summary: "main servers; the first one that answers is asked",
    fallback: "127.0.0.1:24849",
  }, parseAddresses),
  output: flag({
    placeholder: "text|json",
    summary: "how answers are printed: as text, or one JSON object a query",
    fallback: "text",
  }, parseChoice("text", "json")),
  compress: switchFlag("deflate questions and answers, if the server does"),
  ...TRUST_FLAGS,
  ...TOKEN_FLAGS,
};

const DETAILS = `
Without names, a terminal gets a prompt, which Ctrl-C or Ctrl-D ends; a pipe
is read as one query a line, answered in order. Names are separated by spaces
or commas; a name that begins with a dash goes behind "--".

Exit code, of several queries the highest:
  0  every name was checked, and a slot was found
  1  every name was checked, and there is no common slot
  2  bad usage
  3  a name does not exist
  4  a name could not be checked
  5  the main server cannot be reached or trusted, or broke off
  6  the main server does not let us ask, without a good token

Examples:
  convene query lilith jameson
  convene query --output json lilith, zein
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
  const names = splitNames(operands.join(" "));
  if (operands.length > 0 && names.length === 0) {
    throw new UsageError("Cannot ask about nobody: expected a name");
  }
  const token = tokenToShow(flags, { isTls: isTls(flags) });
  const dial = await dialBy(flags);
  const options: QuestionOptions = {
    connect: () =>
      Client.connect(flags.main, {
        dial,
        clock: systemClock,
        token,
        deflate: flags.compress,
      }),
    format: flags.output,
  };
  return await (operands.length > 0
    ? askOnce(names, io, options)
    : askStdin(io, options));
});
