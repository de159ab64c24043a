/**
 * How long processes were ready to run and got no processor (Linux): what a
 * busy machine withholds from servers, and no server can answer for.
 */

const SAMPLE_MS = 250;

interface Sample {
  readonly atMs: number;
  /** Since the processes began. */
  readonly delayMs: number;
}

export class RunDelay implements AsyncDisposable {
  readonly #paths: readonly string[];
  readonly #samples: Sample[] = [];
  readonly #sampling: Promise<void>;
  #isOver = false;

  constructor(pids: readonly number[]) {
    this.#paths = pids.map((pid) => `/proc/${pid}/schedstat`);
    this.#sampling = this.#sampleOn();
  }

  async #sampleOn(): Promise<void> {
    while (!this.#isOver) {
      await this.#sample();
      await new Promise((resolve) => setTimeout(resolve, SAMPLE_MS));
    }
  }

  /** Deno reads /proc only with all permissions, so somebody else does it. */
  async #sample(): Promise<void> {
    const cat = new Deno.Command("cat", { args: [...this.#paths] });
    const { stdout } = await cat.output();
    const lines = new TextDecoder().decode(stdout).trim().split("\n");
    const delayMs = lines.reduce((sum, line) => {
      return sum + Number(line.split(" ")[1] ?? 0) / 1e6;
    }, 0);
    this.#samples.push({ atMs: performance.now(), delayMs });
  }

  /** Ends with a last sample; only then all windows are known. */
  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#sampling;
    await this.#sample();
  }

  /**
   * What all of them together were denied; 0 where nobody tells.
   *
   * @param fromMs A moment of `performance.now()`, as `toMs`.
   */
  withheldMs(fromMs: number, toMs: number): number {
    const before = this.#samples.findLast(({ atMs }) => atMs <= fromMs) ??
      this.#samples[0];
    const after = this.#samples.find(({ atMs }) => atMs >= toMs);
    if (!before || !after) return 0;
    return after.delayMs - before.delayMs;
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true;
    return this.#sampling;
  }
}
