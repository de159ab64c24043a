/**
 * Holds slots against the model that were told to a question without terms:
 * S1, S5 and S6.
 */

import type { Times } from "../../src/calendar/times.ts";
import type { Answered } from "./asked.ts";
import type { Cluster } from "./cluster.ts";
import type { HolderModel } from "./holder_model.ts";
import { LIAR } from "./liar.ts";
import type { Scene } from "./scene.ts";
import type { Part, Reading, SlotModel } from "./slot_model.ts";
import { isWithin, readRow, windowRow } from "./slot_row.ts";
import { windowsOf } from "./term_question.ts";

export interface PlainContext {
  /** By key, whose slots they are. */
  readonly checked: readonly string[];
  readonly times: Times;
  readonly holders: HolderModel;
  readonly slots: SlotModel;
}

export class SlotChecks {
  readonly #scene: Scene;
  readonly #cluster: Cluster;

  constructor(scene: Scene, cluster: Cluster) {
    this.#scene = scene;
    this.#cluster = cluster;
  }

  check(
    answered: Answered,
    { checked, times, holders, slots }: PlainContext,
  ): void {
    const { checks } = this.#scene;
    const { axis } = this.#cluster.population;
    const { answer } = answered;
    const readings = windowsOf(answered, times).flatMap((window) => {
      const row = readRow(answer.slots!, axis, window);
      return row ? { row, window: windowRow(window, axis), times } : [];
    });
    const [reading] = readings;
    const text = JSON.stringify(answer.slots).slice(0, 200);
    if (!reading) {
      return checks.hold("S1", false, () => `${text} is no set of ticks`);
    }
    for (const name of checked) {
      checks.hold(
        "S1",
        isWithin(reading.row, slots.mostOf(name, times)),
        () => `${name} is not free at all of ${text}`,
      );
    }
    const parts = holders.parts(checked);
    const isExact = parts?.every(({ server }) => server !== LIAR);
    if (parts && isExact) {
      this.#checkExactly(readings, { parts, slots, answered });
    }
  }

  #checkExactly(readings: readonly Reading[], { parts, slots, answered }: {
    readonly parts: readonly Part[];
    readonly slots: SlotModel;
    readonly answered: Answered;
  }): void {
    const { checks } = this.#scene;
    const text = () => JSON.stringify(answered.answer.slots).slice(0, 200);
    const isExact = readings.some((each) => slots.explains(each, parts));
    if (!isExact) {
      checks.hold(
        "S5",
        !readings.some((each) => slots.explainsOfOld(each, parts)),
        () => `${text()} for ${answered.asked.names} is of calendars gone by`,
      );
    }
    checks.hold("S5", true, () => "");
    if (parts.some(({ server }) => slots.areListsContested(server))) {
      checks.hold(
        "S6",
        isExact,
        () => `${text()} for ${answered.asked.names} mixes two lists`,
      );
    }
    checks.hold(
      "S1",
      isExact,
      () => `${text()} for ${answered.asked.names} is not their common time`,
    );
  }
}
