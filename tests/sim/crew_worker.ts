/** The other thread of `crew.ts`. */

import type { Order } from "./crew.ts";
import { reportOf } from "./seed_report.ts";

/** Of a worker's global scope what is used here. */
interface WorkerScope {
  onmessage: (event: MessageEvent<Order>) => void;
  postMessage(message: unknown): void;
}

const scope = globalThis as unknown as WorkerScope;

scope.onmessage = async ({ data: { seed, options } }) => {
  try {
    scope.postMessage(await reportOf(seed, options));
  } catch (error) {
    // Production code threw: the seed is what one needs to see it again.
    const message = error instanceof Error ? error.stack : String(error);
    throw new Error(`seed ${seed}: ${message}`);
  }
};
