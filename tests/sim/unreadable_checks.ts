/**
 * Holds against the model whose calendars cannot be read: U1. Nobody is who
 * could be, and nobody is checked who could not.
 */

import { type Answered, modelKey } from "./asked.ts";
import type { HolderModel } from "./holder_model.ts";
import { LIAR } from "./liar.ts";
import type { Scene } from "./scene.ts";
import type { SlotModel } from "./slot_model.ts";

export class UnreadableChecks {
  readonly #scene: Scene;

  constructor(scene: Scene) {
    this.#scene = scene;
  }

  /** @param checked As typed. */
  check({ asked, answer }: Answered, { checked, holders, slots }: {
    readonly checked: readonly string[];
    readonly holders: HolderModel;
    readonly slots: SlotModel;
  }): void {
    const { checks } = this.#scene;
    for (const { server, names } of answer.unreadable) {
      if (server === LIAR) continue;
      for (const name of names) {
        const key = modelKey(name);
        checks.hold(
          "U1",
          asked.names.includes(name) &&
            slots.current(server).some(({ unreadable }) => unreadable.has(key)),
          () => `${server} says that it cannot read ${name}, which it can`,
        );
      }
    }
    for (const name of checked) {
      const key = modelKey(name);
      for (const server of holders.of(key).always) {
        if (server === LIAR) continue;
        checks.hold(
          "U1",
          slots.current(server).some(({ unreadable }) => !unreadable.has(key)),
          () => `${name} is checked though ${server} cannot read it`,
        );
      }
    }
  }
}
