/** People of a question, with the rows that their servers had in its time. */

import { commonRow, type Row } from "../support/oracle.ts";
import { modelKey } from "./asked.ts";
import type { Calendars } from "./calendars.ts";
import { without } from "./slot_row.ts";
import type { ModelPerson } from "./term_model.ts";
import type { TermContext } from "./term_checks.ts";
import { isNeeded, type TermQuestion } from "./term_question.ts";

export interface FoundPeople {
  readonly people: readonly ModelPerson[];
  /**
   * Whether all of them had one row all the time; if not, they are free
   * whenever they may have been.
   */
  readonly isSure: boolean;
}

export function peopleOf(
  { checked, holders, slots, kind }: TermContext,
  question: TermQuestion,
  isRevealed: (name: string) => boolean,
): FoundPeople {
  let isSure = true;
  const people = checked.map((name): ModelPerson => {
    const key = modelKey(name);
    const { always, sometimes } = holders.of(key);
    const states = always.map((server) => slots.current(server));
    const { surely, maybe } = slots.elsewhere(key, kind);
    const isOne = always.length === sometimes.length && maybe.length === 0 &&
      states.every((some) => isSame(key, some));
    isSure &&= isOne;
    const rows = states.map((some) => some[0]?.rows.get(key));
    const hours = states.flatMap((some) => some[0]?.hours.get(key) ?? []);
    return {
      name,
      free: isOne
        ? without(commonRow(rows as Row[]), surely)
        : slots.mostOf(key, kind),
      hours: hours.length > 0 ? commonRow(hours) : null,
      isRequired: isNeeded(question, name),
      isRevealed: isRevealed(name),
    };
  });
  return { people, isSure };
}

/** Whether somebody's time is the same in all of them. */
function isSame(key: string, states: readonly Calendars[]): boolean {
  const [first, ...others] = states;
  const row = first?.rows.get(key);
  if (!first || !row || first.unreadable.has(key)) return false;
  const hours = first.hours.get(key);
  return others.every((other) =>
    !other.unreadable.has(key) && areEqual(row, other.rows.get(key)) &&
    areEqual(hours, other.hours.get(key))
  );
}

function areEqual(a: Row | undefined, b: Row | undefined): boolean {
  if (a === b) return true;
  return a !== undefined && b !== undefined &&
    a.every((bit, tick) => bit === b[tick]);
}
