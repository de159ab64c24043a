/**
 * The fields of a JSON request that are terms, beside `id` and `names`.
 *
 * | Field                                       | What it takes              |
 * |---------------------------------------------|----------------------------|
 * | `from`, `to`                                | a moment                   |
 * | `duration`, `granularity`                   | a length over 0            |
 * | `bufferBefore`, `bufferAfter`               | a length                   |
 * | `timezone`                                  | an IANA zone; UTC          |
 * | `required`, `optional`                      | names, beyond `names`      |
 * | `minAttendees`                              | `3`, or `"80%"`            |
 * | `limit`                                     | a whole number             |
 * | `sort`, `tentative`                         | one of a few words         |
 * | `explain`, `coverage`                       | true or false              |
 *
 * Plain `names` are required, and optional if there is a minimum. Of somebody
 * who is named only what is said of the name counts, and nothing that is said
 * of groups.
 */

import { quote } from "../base/errors.ts";
import { formatLength, type Length } from "../calendar/length.ts";
import { formatMoment, type Moment } from "../calendar/moment.ts";
import { nameKey } from "../calendar/name.ts";
import { distinctNames } from "./asked_names.ts";
import {
  FLAG,
  LENGTH,
  LENGTH_OVER_ZERO,
  LIMIT,
  MOMENT,
  NAMES,
  ORDER,
  QUORUM,
  type Reader,
  STEP,
  TENTATIVE,
  TIMEZONE,
} from "./term_readers.ts";
import { formatQuorum, mixedTerms, NO_TERMS, type Terms } from "./terms.ts";

type Fields = Readonly<Record<string, unknown>>;

export const TERM_FIELDS = [
  "from",
  "to",
  "duration",
  "timezone",
  "granularity",
  "bufferBefore",
  "bufferAfter",
  "required",
  "optional",
  "minAttendees",
  "limit",
  "sort",
  "tentative",
  "explain",
  "coverage",
] as const;

/** Reads the fields of one request, and keeps what is wrong first. */
class Form {
  problem: string | null = null;
  readonly #fields: Fields;

  constructor(fields: Fields) {
    this.#fields = fields;
  }

  read<Value, Fallback>(
    field: typeof TERM_FIELDS[number],
    { rule, read }: Reader<Value>,
    fallback: Fallback,
  ): Value | Fallback {
    const given = this.#fields[field];
    if (given === undefined) return fallback;
    const value = read(given);
    if (value !== null) return value;
    this.problem ??= `as ${field} must be ${rule}`;
    return fallback;
  }
}

/** Terms, and everybody whom they are about. */
export interface Asking {
  readonly terms: Terms;
  /** As typed, each person once. */
  readonly names: string[];
}

/**
 * @param fields Of a request, known ones only.
 * @param plain Who is asked for without a word on whether they are needed.
 * @param people Each person of a list once, also those who are in its groups.
 * @returns What is wrong, to go on after "Cannot read the request".
 */
export function parseTerms(
  fields: Fields,
  plain: readonly string[],
  people: (names: readonly string[]) => string[] = distinctNames,
): Asking | string {
  const form = new Form(fields);
  const quorum = form.read("minAttendees", QUORUM, NO_TERMS.quorum);
  const required = form.read("required", NAMES, []);
  const optional = form.read("optional", NAMES, []);
  const typed = [...plain, ...required, ...optional];
  const names = people(typed);
  // A name says more than a group: who has one is listed by that alone.
  const listed = (list: readonly string[]) =>
    keysOf(people(list)).difference(keysOf(typed)).union(keysOf(list));
  const [needed, spared] = [listed(required), listed(optional)];
  const isNeeded = (name: string) =>
    quorum ? needed.has(keyOf(name)) : !spared.has(keyOf(name));
  const terms = {
    from: form.read("from", MOMENT, NO_TERMS.from),
    to: form.read("to", MOMENT, NO_TERMS.to),
    duration: form.read("duration", LENGTH_OVER_ZERO, NO_TERMS.duration),
    timezone: form.read("timezone", TIMEZONE, NO_TERMS.timezone),
    granularity: form.read("granularity", STEP, NO_TERMS.granularity),
    bufferBefore: form.read("bufferBefore", LENGTH, NO_TERMS.bufferBefore),
    bufferAfter: form.read("bufferAfter", LENGTH, NO_TERMS.bufferAfter),
    limit: form.read("limit", LIMIT, NO_TERMS.limit),
    sort: form.read("sort", ORDER, NO_TERMS.sort),
    tentative: form.read("tentative", TENTATIVE, NO_TERMS.tentative),
    explain: form.read("explain", FLAG, NO_TERMS.explain),
    coverage: form.read("coverage", FLAG, NO_TERMS.coverage),
    quorum,
    required: names.filter(isNeeded),
    optional: names.filter((name) => !isNeeded(name)),
  };
  const problem = form.problem ?? mixedTerms(terms) ??
    listedTwice(required, optional);
  return problem ?? { terms, names };
}

/** Who is needed and is not; null if nobody is. */
function listedTwice(
  required: readonly string[],
  optional: readonly string[],
): string | null {
  const needed = keysOf(required);
  const both = optional.find((name) => needed.has(keyOf(name)));
  return both === undefined
    ? null
    : `as ${quote(both)} is both required and optional`;
}

/** The terms as far as they are about those people. */
export function termsOf(names: readonly string[], terms: Terms): Terms {
  const [required, optional] = [terms.required, terms.optional].map((list) =>
    list.filter((name) => names.includes(name))
  );
  return { ...terms, required: required!, optional: optional! };
}

function keysOf(names: readonly string[]): Set<string> {
  return new Set(names.map(keyOf));
}

function keyOf(name: string): string {
  return nameKey(name) ?? name;
}

/** The fields from which {@linkcode parseTerms} reads the same terms. */
export function formatTerms(terms: Terms): Fields {
  const { quorum, required, optional, limit, explain, coverage } = terms;
  const { timezone, sort, tentative } = terms;
  // Undefined is no field, once it is JSON.
  return {
    from: momentField(terms.from),
    to: momentField(terms.to),
    duration: lengthField(terms.duration),
    timezone,
    granularity: lengthField(terms.granularity),
    bufferBefore: lengthField(terms.bufferBefore),
    bufferAfter: lengthField(terms.bufferAfter),
    required: quorum && required.length > 0 ? required : undefined,
    optional: !quorum && optional.length > 0 ? optional : undefined,
    minAttendees: quorum ? formatQuorum(quorum) : undefined,
    limit: limit ?? undefined,
    sort: sort === NO_TERMS.sort ? undefined : sort,
    tentative: tentative === NO_TERMS.tentative ? undefined : tentative,
    explain: explain || undefined,
    coverage: coverage || undefined,
  };
}

function momentField(moment: Moment | null): number | string | undefined {
  if (moment === null) return undefined;
  return moment.kind === "number" ? moment.value : formatMoment(moment);
}

function lengthField(length: Length | null): number | string | undefined {
  if (length === null) return undefined;
  return length.kind === "number" ? length.value : formatLength(length);
}
