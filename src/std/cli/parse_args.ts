/**
 * Stands in for `jsr:@std/cli/parse-args` where JSR cannot be reached: only
 * what this program uses. `tests/std_test.ts` states it and passes on either.
 *
 * @module
 */

export interface ParseOptions {
  /** Flags with a value; `_` here leaves positional arguments as they are. */
  string?: readonly string[];
  /** Flags without one. */
  boolean?: readonly string[];
  /** Flags of the two kinds above whose every value is kept, in an array. */
  collect?: readonly string[];
  /** Called for what no list names; false leaves it out of the result. */
  unknown?: (arg: string, key?: string, value?: unknown) => unknown;
}

/** Flags by name, and in `_` what belongs to none. */
export interface Args {
  // deno-lint-ignore no-explicit-any -- as JSR's, whose types say more.
  [flag: string]: any;
  _: (string | number)[];
}

/**
 * `--flag value`, `--flag=value`, `--switch`, `-s`, and everything after `--`
 * as it is. A value that begins with a dash needs the equals sign.
 */
export function parseArgs(args: string[], options: ParseOptions = {}): Args {
  const { string = [], boolean = [], collect = [] } = options;
  const { unknown = () => true } = options;
  const parsed: Args = { _: [] };
  for (const flag of boolean) parsed[flag] = false;
  for (const flag of collect) parsed[flag] = [];
  const set = (key: string, value: unknown, arg: string) => {
    const isKnown = string.includes(key) || boolean.includes(key);
    if (!isKnown && unknown(arg, key, value) === false) return;
    if (collect.includes(key)) parsed[key].push(value);
    else parsed[key] = value;
  };
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? "";
    if (arg === "--") {
      parsed._.push(...args.slice(i + 1));
      break;
    }
    const [, key, value] = /^--?(.+?)(?:=(.*))?$/s.exec(arg) ?? [];
    if (key === undefined) {
      if (unknown(arg) !== false) parsed._.push(arg);
    } else if (value !== undefined) {
      set(key, boolean.includes(key) ? value !== "false" : value, arg);
    } else if (!boolean.includes(key) && /^[^-]/.test(args[i + 1] ?? "")) {
      set(key, args[++i], arg);
    } else {
      set(key, string.includes(key) ? "" : true, arg);
    }
  }
  return parsed;
}
