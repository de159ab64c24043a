/** Timers that never run by themselves, until it is disposed of. */

import { stubbed } from "./stubbed.ts";

export class HeldTimers implements Disposable {
  /** Those that were neither run nor cleared. */
  readonly held = new Map<number, () => void>();
  begun = 0;
  readonly #stubs = new DisposableStack();

  constructor() {
    const set = (run: () => void) => {
      this.held.set(++this.begun, run);
      return this.begun;
    };
    const clear = (id?: number) => void this.held.delete(id ?? 0);
    const setStub = set as unknown as typeof setTimeout;
    const clearStub = clear as typeof clearTimeout;
    this.#stubs.use(stubbed(globalThis, "setTimeout", setStub));
    this.#stubs.use(stubbed(globalThis, "clearTimeout", clearStub));
    this.#stubs.use(stubbed(Deno, "unrefTimer", () => {}));
  }

  [Symbol.dispose](): void {
    this.#stubs.dispose();
  }
}
