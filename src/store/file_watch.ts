/**
 * Notices that a file has changed, by looking at it: that works on every file
 * system and for every way to write, a rename over it included.
 *
 * A change counts once the file has looked the same twice, so that a file in
 * the middle of being written is left alone; and as it is read no earlier
 * than one look after its last change, a later write shows in its time.
 */

const LOOK_MS = 200;
/** Two writes closer than the system's clock ticks may look like one. */
const STAMP_MS = 20;

/** What tells one state of a file from another; null if there is no file. */
type Stamp = string | null;

export class FileWatch {
  readonly #path: string;
  readonly #changed: () => Promise<void>;
  #known: Stamp;
  #last: Stamp;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  /**
   * To be made before the file is read for the first time.
   *
   * @param changed Called after each change, and not again until it is done.
   */
  constructor(path: string, changed: () => Promise<void>) {
    this.#path = path;
    this.#changed = changed;
    const { stamp, ageMs } = look(path);
    this.#known = ageMs < STAMP_MS ? null : stamp;
    this.#last = stamp;
    this.#arm();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #arm(): void {
    if (this.#closed) return;
    this.#timer = setTimeout(() => this.#look(), LOOK_MS);
  }

  async #look(): Promise<void> {
    const { stamp } = look(this.#path);
    const isSettled = stamp === this.#last;
    this.#last = stamp;
    if (isSettled && stamp !== this.#known) {
      this.#known = stamp;
      await this.#changed();
    }
    this.#arm();
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
