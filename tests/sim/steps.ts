/** Times at which slots may begin and end, counted by what is left over. */

const DAY_S = 86_400;

export interface Steps {
  /** Null where slots may begin at any time. */
  readonly step: number | null;
  /** Each day's steps are counted anew from there; null where none begins. */
  readonly midnight: number | null;
}

/** The first of them that is not before. */
export function up(time: number, { step, midnight }: Steps): number {
  if (step === null || !Number.isFinite(time)) return time;
  const [day, next] = dayOf(time, midnight);
  const past = modulo(time - day, step);
  return past === 0 ? time : Math.min(time - past + step, next);
}

/** The last of them that is not after. */
export function down(time: number, { step, midnight }: Steps): number {
  if (step === null || !Number.isFinite(time)) return time;
  return time - modulo(time - dayOf(time, midnight)[0], step);
}

/** From when to when a day lasts; without one, all time counts from 0. */
function dayOf(time: number, midnight: number | null): [number, number] {
  if (midnight === null) return [0, Infinity];
  const day = time - modulo(time - midnight, DAY_S);
  return [day, day + DAY_S];
}

function modulo(time: number, step: number): number {
  const rest = time % step;
  return rest < 0 ? rest + step : rest;
}
