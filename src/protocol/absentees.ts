/** Names of a query of whom nothing can be told, and why. */

import type { Directory } from "./directory.ts";

const NOBODY: ReadonlyMap<string, Set<string>> = new Map();

export class Absentees {
  /** Whom no list held, when nobody was missing who could have them. */
  unknown: readonly string[] = [];
  /** Whom no list held, while somebody was missing. */
  pending: readonly string[] = [];
  /** Who was. */
  waitingFor: readonly string[] = [];
  /** By server, those whose calendars it cannot read. */
  unreadable = NOBODY;

  /**
   * Whether those whom no list holds do not exist, or may turn up yet: that
   * is told by who was missing when they were looked up, as servers may come
   * and go until the others have answered.
   */
  noteAbsent(
    names: readonly string[],
    { directory, missingServers }: {
      readonly directory: Directory;
      missingServers(): readonly string[];
    },
  ): void {
    const waitingFor = missingServers();
    // With no server at all nobody could be asked.
    if (waitingFor.length === 0 && directory.serverCount > 0) {
      this.unknown = [...this.unknown, ...names];
      return;
    }
    this.pending = [...this.pending, ...names];
    this.waitingFor = waitingFor;
  }

  noteUnreadable(server: string, names: readonly string[]): void {
    const noted = new Set([...this.unreadable.get(server) ?? [], ...names]);
    this.unreadable = new Map([...this.unreadable, [server, noted]]);
  }
}
