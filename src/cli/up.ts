/** `convene up`: the whole system in one process, and its client. */

import { defineCommand } from "./command.ts";
import { flag, parseChoice } from "./flags.ts";

const FLAGS = {
  output: flag({
    placeholder: "text|json",
    summary: "how answers are printed: as text, or one JSON object a query",
    fallback: "text",
  }, parseChoice("text", "json")),
};

const DETAILS = `
Each file gets a backend of its own; without files, data/a.txt and data/b.txt.
Default ports are bound, or free ones where those are taken. Then it is what
"convene query" is: a prompt, or one query a line from a pipe, with the same
exit codes. It ends when its client ends.

Examples:
  convene up
  echo lilith, zein | convene up data/a.txt data/b.txt
`;

export const UP = defineCommand({
  name: "up",
  operands: "[FILE...]",
  summary: "Run a main server, backends and a client in one process",
  flags: FLAGS,
  details: DETAILS,
}, () => Promise.reject(new Error("up has no servers yet")));
