/** VFREEBUSY: when somebody is busy, told of a certain time (RFC 5545 §3.6.4). */

import { ZONES_END_S } from "../calendar/zone.ts";
import { complement, normalize, toPairs } from "../intervals/interval_set.ts";
import type { CalendarZones } from "./calendar_zones.ts";
import type { Component } from "./component.ts";
import { type Kind, readPeriod } from "./event.ts";
import { partsOf, someOf } from "./property.ts";
import { addSpan, type Spans } from "./series.ts";
import { spanOf } from "./span.ts";

export class FreeBusy {
  readonly #spans: Spans = { busy: [], tentative: [] };
  /** Bounds of the times that were told of; null if there is no VFREEBUSY. */
  #told: number[] | null = null;

  /** @throws {CalendarError} If any of it is not understood. */
  read(component: Component, zones: CalendarZones): void {
    const span = spanOf(component, zones);
    const startS = Math.max(span.startS, 0);
    const endS = Math.min(span.endS, ZONES_END_S);
    this.#told ??= [];
    if (startS < endS) this.#told.push(startS, endS);
    for (const property of someOf(component, "FREEBUSY")) {
      const kind = kindOf(property.params.fbtype);
      for (const value of partsOf(property)) {
        const [startS, endS] = readPeriod(property, value, zones);
        addSpan(this.#spans, kind, startS, endS);
      }
    }
  }

  /**
   * What is taken.
   *
   * @param isAll Whether nothing else tells of the owner's time: then nobody
   * knows whether they are free when no VFREEBUSY tells of, as where a program
   * publishes the next two months.
   */
  spans(isAll: boolean): Spans {
    if (!isAll || this.#told === null) return this.#spans;
    const told = normalize(Float64Array.from(this.#told));
    const untold = complement(told, { start: 0, end: ZONES_END_S });
    for (const [startS, endS] of toPairs(untold)) {
      addSpan(this.#spans, "busy", startS, endS);
    }
    return this.#spans;
  }
}

/** Whatever else it is called, time that is not free is busy. */
function kindOf(type: unknown): Kind {
  switch (String(type).toUpperCase()) {
    case "FREE":
      return "free";
    case "BUSY-TENTATIVE":
      return "tentative";
    default:
      return "busy";
  }
}
