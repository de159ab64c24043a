/**
 * Command lines: each is read, or refused in one line that says why; and a
 * value means the same after a space and after an equals sign.
 */

import { UsageError } from "../../src/base/errors.ts";
import type { Random } from "../../src/base/ports.ts";
import { asksForHelp, type Command } from "../../src/cli/command.ts";
import { helpFor } from "../../src/cli/commands.ts";
import { parseFlags } from "../../src/cli/flags.ts";
import { QUERY } from "../../src/cli/query.ts";
import { SERVE_BACKEND } from "../../src/cli/serve_backend.ts";
import { SERVE_MAIN } from "../../src/cli/serve_main.ts";
import { UP } from "../../src/cli/up.ts";
import { below, pick } from "../support/seeded_random.ts";
import { damageTokens } from "./damage.ts";
import { WORDS } from "./forms.ts";
import { ODD_MARKS, ODD_NUMBERS, someName } from "./odd_texts.ts";
import { promise, type Target, unlessRefused } from "./target.ts";

const COMMANDS: readonly Command[] = [SERVE_MAIN, SERVE_BACKEND, QUERY, UP];

/** The first word tells the command; any other word stands for `query`. */
export const FLAGS: Target<readonly string[]> = {
  name: "flags",
  share: 5,
  form: WORDS,
  generate: randomWords,
  run(words) {
    const command = COMMANDS.find(({ name }) => name === words[0]) ?? QUERY;
    const args = words.slice(1);
    const flags = command.flags;
    const isHelp = args.some((arg) => arg === "--help" || arg === "-h");
    promise(isHelp || !asksForHelp(args), () => "nobody asked for help");
    promise(helpFor(words).startsWith("convene help"), () => "no help");
    const parsed = unlessRefused(UsageError, () => parseFlags(args, flags));
    const joined = joinValues(args, command);
    const again = unlessRefused(UsageError, () => parseFlags(joined, flags));
    const [first, second] = [JSON.stringify(parsed), JSON.stringify(again)];
    promise(first === second, () => `${first}, with "=" ${second}`);
    if (parsed === undefined) return;
    const names = Object.keys(parsed.flags).join();
    promise(names === Object.keys(flags).join(), () => `flags ${names}`);
    const isGiven = parsed.rest.every((word) => args.includes(word));
    promise(isGiven, () => `${parsed.rest} of ${args}`);
  },
};

/** `--flag value` as `--flag=value`, unless the value looks like a flag. */
function joinValues(args: readonly string[], command: Command): string[] {
  const joined: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const [arg, next] = [args[i]!, args[i + 1]];
    if (arg === "--") return [...joined, ...args.slice(i)];
    const name = arg.startsWith("--") ? arg.slice(2) : "";
    const takesValue = Object.hasOwn(command.flags, name) &&
      command.flags[name]!.placeholder !== null;
    if (!takesValue || !/^[^-]/.test(next ?? "")) joined.push(arg);
    else joined.push(`${arg}=${args[++i]}`);
  }
  return joined;
}

/** What a flag may be given, by what help calls it. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  HOST: ["127.0.0.1", "::1", "localhost", "0.0.0.0"],
  PORT: ["0", "1", "65535", "65536", "-1", "00080", "254", "257"],
  PATH: ["data/a.txt", "-", "a b.txt", "/", "\u00e9.txt"],
  NAME: ["A", "B", "Zo\u00eb"],
  "NAME[,...]": ["A", "A,B", "A,,B", "A,A", ",", " A , B "],
  "HOST:PORT[,...]": [
    "127.0.0.1:1",
    "[::1]:24849,h:65535",
    "h:65536",
    "h:1,h:1",
    "::1:5",
    "[::1]",
  ],
  "text|json": ["text", "json", "jsno", "TEXT", "__proto__"],
};

const ODD_WORDS: readonly string[] = [
  ...["", "-", "--", "---", "--=", "-=", "=", "--=x", "-x", "-xyz", "-1"],
  ...["--help", "-h", "--help=1", "--version", "--no-insecure", "--no-main"],
  ...["--_", "--_=x", "-_", "--__proto__", "--__proto__=x", "--constructor"],
  ...["--toString=1", "--main.host=x", "--main", "--main=", "-main", "--MAIN"],
  ...["--insecure=false", "--insecure=", "--udp_port=1", "--\u00e9", "\n"],
  ...["--fi\nle=a", "--file=a\nb", "\ud800", "--\ud800", "a=b", "--a=b=c"],
];

function randomWords(random: Random): string[] {
  const command = pick(random, COMMANDS);
  const words = commandLine(random, command);
  const damaged = random() < 0.4 ? words : damageTokens(random, words, {
    other: () => commandLine(random, pick(random, COMMANDS)),
    odd: pick(random, [ODD_WORDS, ODD_WORDS, ODD_NUMBERS, ODD_MARKS]),
  });
  if (random() < 0.15 && damaged.length > 0) {
    const at = below(random, damaged.length);
    damaged[at] = misspell(random, damaged[at]!);
  }
  return [command.name, ...damaged];
}

function commandLine(random: Random, command: Command): string[] {
  const words: string[] = [];
  for (const [name, flag] of Object.entries(command.flags)) {
    if (!flag.isRequired && random() < 0.6) continue;
    if (flag.placeholder === null) {
      words.push(`--${name}`);
      continue;
    }
    const value = random() < 0.85
      ? pick(random, VALUES[flag.placeholder] ?? ["x"])
      : someName(random);
    if (random() < 0.5) words.push(`--${name}=${value}`);
    else words.push(`--${name}`, value);
  }
  for (let left = below(random, 3); left > 0; left--) {
    words.splice(random() < 0.5 ? 0 : words.length, 0, someName(random));
  }
  return words;
}

/** A letter dropped, doubled or exchanged. */
function misspell(random: Random, word: string): string {
  const at = below(random, word.length + 1);
  const put = pick(random, ["", word.slice(at, at + 1), "-", "=", "x"]);
  return word.slice(0, at) + put + word.slice(at + below(random, 2));
}
