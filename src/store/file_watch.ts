/**
 * Notices that files have changed, by looking at them: that works on every
 * file system and for every way to write, a rename over a file included.
 *
 * A change counts once the file has looked the same twice, so that a file in
 * the middle of being written is left alone; and as it is read no earlier
 * than one look after its last change, a later write shows in its time.
 */

const LOOK_MS = 200;
/** Two writes closer than the system's clock ticks may look like one. */
const STAMP_MS = 20;
/** Looking at thousands of files takes at most this share of the time. */
const LOOK_SHARE = 0.05;

/** What tells one state of a file from another; null if there is no file. */
type Stamp = string | null;

export class FileWatch {
  readonly #paths: () => readonly string[];
  readonly #changed: (paths: readonly string[]) => Promise<void>;
  /** Of the files as they were last taken up; those that are there. */
  readonly #known = new Map<string, Stamp>();
  /** Of the files as they last looked. */
  #last = new Map<string, Stamp>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  /**
   * To be made before the files are read for the first time.
   *
   * @param paths Asked at each look: files may be new.
   * @param changed Called with those that have changed, are new or gone, and
   * not again until it is done.
   */
  constructor(
    paths: () => readonly string[],
    changed: (paths: readonly string[]) => Promise<void>,
  ) {
    this.#paths = paths;
    this.#changed = changed;
    for (const path of paths()) {
      const { stamp, ageMs } = look(path);
      this.#last.set(path, stamp);
      if (ageMs >= STAMP_MS) this.#known.set(path, stamp);
    }
    this.#arm(LOOK_MS);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #arm(waitMs: number): void {
    if (this.#closed) return;
    this.#timer = setTimeout(() => this.#look(), waitMs);
  }

  async #look(): Promise<void> {
    const beganMs = performance.now();
    const settled = this.#settled();
    const tookMs = performance.now() - beganMs;
    if (settled.length > 0) await this.#changed(settled);
    this.#arm(Math.max(LOOK_MS, tookMs / LOOK_SHARE));
  }

  /** Files that have changed, and look now as they did at the last look. */
  #settled(): string[] {
    const settled: string[] = [];
    const stamps = new Map<string, Stamp>();
    for (const path of new Set([...this.#paths(), ...this.#known.keys()])) {
      const { stamp } = look(path);
      stamps.set(path, stamp);
      const known = this.#known.get(path) ?? null;
      if (stamp === known || stamp !== this.#last.get(path)) continue;
      settled.push(path);
      if (stamp === null) this.#known.delete(path);
      else this.#known.set(path, stamp);
    }
    this.#last = stamps;
    return settled;
  }
}

function look(path: string): { readonly stamp: Stamp; readonly ageMs: number } {
  try {
    const { mtime, size, ino } = Deno.statSync(path);
    const writtenMs = mtime?.getTime() ?? 0;
    const stamp = `${writtenMs} ${size} ${ino}`;
    return { stamp, ageMs: Math.abs(Date.now() - writtenMs) };
  } catch {
    return { stamp: null, ageMs: Infinity };
  }
}
