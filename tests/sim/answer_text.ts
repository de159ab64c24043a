/**
 * What a client reads, taken apart by the contract's words and by nothing of
 * the program's.
 */

export interface HeardAnswer {
  readonly slots: readonly (readonly [number, number])[] | null;
  readonly unknown: readonly string[];
  readonly pending: readonly string[];
  readonly unreachable: readonly {
    readonly server: string;
    readonly names: readonly string[];
  }[];
  /** The code of a refusal, or what cannot be read; "" for an answer. */
  readonly error: string;
}

const SLOTS = /^Available time slots(?: for ([^:]+))?: (.*)$/;

export function readJsonAnswer(line: string, id: number | null): HeardAnswer {
  const value = JSON.parse(line);
  const error = (value.id ?? null) === id
    ? value.error?.code ?? ""
    : `the id is ${value.id} and not ${id}`;
  const { slots, unknown, pending, unreachable } = value;
  return { slots, unknown, pending, unreachable, error };
}

/** @param lines Without the empty line that ends them. */
export function readTextAnswer(lines: readonly string[]): HeardAnswer {
  const unknown: string[] = [];
  const pending: string[] = [];
  const unreachable: { server: string; names: string[] }[] = [];
  let slots: [number, number][] | null = null;
  let error = "";
  for (const line of lines) {
    const [, nobody] = /^(\S+) does not exist\.$/.exec(line) ?? [];
    const [, later] = /^(\S+) is not known yet: .* registered\.$/.exec(line) ??
      [];
    const [, server, names] =
      /^Server (.+) cannot be reached: (.*) not checked\.$/.exec(line) ?? [];
    const found = SLOTS.exec(line);
    if (nobody) unknown.push(nobody);
    else if (later) pending.push(later);
    else if (server) unreachable.push({ server, names: names!.split(", ") });
    else if (found) slots = readSlots(found[2]!);
    else error ||= line;
  }
  return { slots, unknown, pending, unreachable, error };
}

function readSlots(text: string): [number, number][] {
  return text === "none" ? [] : JSON.parse(`[${text}]`);
}
