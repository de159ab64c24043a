/** What part of people's time a question is about. */

import type { Tentative, Window } from "./times.ts";

export interface Scope {
  /** Time beyond it is cut off. */
  readonly window: Window;
  /** Free time that is shorter than this is left out; 1 leaves out none. */
  readonly shortest: number;
  readonly tentative: Tentative;
}
