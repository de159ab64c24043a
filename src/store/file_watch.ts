/**
 * Notices that files have changed, by looking at them: that works on every
 * file system and for every way to write, a rename over a file included.
 *
 * A change counts once the file has looked the same twice, so that a file in
 * the middle of being written is left alone; and as it is read no earlier
 * than one look after its last change, a later write shows in its time. One
 * that goes on changing is told of as well, as what it said is long out of date.
 */

const LOOK_MS = 200;
/** Two writes closer than the system's clock ticks may look like one. */
const STAMP_MS = 20;
/** Looking at thousands of files takes at most this share of the time. */
const LOOK_SHARE = 0.05;

/** How long a file may be written before it is said to be so all the time. */
const RESTLESS_MS = 10_000;

/** What tells one state of a file from another; null if there is no file. */
type Stamp = string | null;

/** What several looks at files have told. */
export interface FileChanges {
  /** Those that have changed, are new or gone. */
  readonly settled: readonly string[];
  /** Those that have changed with each look for long; each once. */
  readonly restless: readonly string[];
}

export class FileWatch {
  readonly #paths: () => readonly string[];
  readonly #changed: (changes: FileChanges) => Promise<void>;
  /** Of the files as they were last taken up; those that are there. */
  readonly #known = new Map<string, Stamp>();
  /** Of the files as they last looked. */
  #last = new Map<string, Stamp>();
  /** Since when files have looked other at each look; Infinity once told. */
  #restlessMs = new Map<string, number>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  /**
   * To be made before the files are read for the first time.
   *
   * @param paths Asked at each look: files may be new.
   * @param changed Called when there is something to tell, and not again until
   * it is done.
   */
  constructor(
    paths: () => readonly string[],
    changed: (changes: FileChanges) => Promise<void>,
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

  /** Tells of a file once more, if it is there: it could not be taken up. */
  tellAgain(path: string): void {
    this.#known.delete(path);
  }

  #arm(waitMs: number): void {
    if (this.#closed) return;
    this.#timer = setTimeout(() => this.#look(), waitMs);
  }

  async #look(): Promise<void> {
    const beganMs = performance.now();
    const changes = this.#changesAt(beganMs);
    const tookMs = performance.now() - beganMs;
    const count = changes.settled.length + changes.restless.length;
    if (count > 0) await this.#changed(changes);
    this.#arm(Math.max(LOOK_MS, tookMs / LOOK_SHARE));
  }

  /** Looks at all files once. */
  #changesAt(nowMs: number): FileChanges {
    const settled: string[] = [];
    const restless: string[] = [];
    const stamps = new Map<string, Stamp>();
    const restlessMs = new Map<string, number>();
    for (const path of new Set([...this.#paths(), ...this.#known.keys()])) {
      const { stamp } = look(path);
      stamps.set(path, stamp);
      if (stamp === (this.#known.get(path) ?? null)) continue;
      if (stamp === this.#last.get(path)) {
        settled.push(path);
        if (stamp === null) this.#known.delete(path);
        else this.#known.set(path, stamp);
        continue;
      }
      const sinceMs = this.#restlessMs.get(path) ?? nowMs;
      const isLong = nowMs - sinceMs >= RESTLESS_MS;
      if (isLong) restless.push(path);
      restlessMs.set(path, isLong ? Infinity : sinceMs);
    }
    this.#last = stamps;
    this.#restlessMs = restlessMs;
    return { settled, restless };
  }
}

function look(path: string): { readonly stamp: Stamp; readonly ageMs: number } {
  try {
    const { mtime, ctime, size, ino, mode, uid, gid } = Deno.statSync(path);
    const writtenMs = mtime?.getTime() ?? 0;
    // Archives set when a file was written, and nobody when it was changed.
    const changedMs = ctime?.getTime() ?? 0;
    // Who may read it counts, as that may be why it was not taken.
    const stamp =
      `${writtenMs} ${changedMs} ${size} ${ino} ${mode} ${uid} ${gid}`;
    return { stamp, ageMs: Math.abs(Date.now() - writtenMs) };
  } catch {
    return { stamp: null, ageMs: Infinity };
  }
}
