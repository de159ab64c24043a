/** A backend's host: the process on it comes, reloads and goes. */

import type { Address } from "../../src/base/address.ts";
import type { Entropy } from "../../src/base/ports.ts";
import type { AskAlone } from "../../src/calendar/ask_alone.ts";
import type { Times } from "../../src/calendar/times.ts";
import { BackendServer } from "../../src/roles/backend_server.ts";
import type { Axis } from "../support/oracle.ts";
import { BackendWatch } from "./backend_watch.ts";
import { LEDGER_BYTES } from "../../src/calendar/bookings.ts";
import type { KeyRing } from "../../src/wire/key_ring.ts";
import type { Calendars } from "./calendars.ts";
import type { Nature } from "./natures.ts";
import { startAfterFailure } from "./disk_failure.ts";
import { HoldDisk } from "./hold_disk.ts";
import { BACKEND_HOSTS, type Scene } from "./scene.ts";
import { type Say, SimulatedSocket } from "./simulated_socket.ts";
import { VirtualClock } from "./virtual_clock.ts";

const UDP_PORT_FIRST = 21_849;

/** Calendars that a process served for a while. */
export interface Served {
  readonly calendars: Calendars;
  /** Who might be asked about alone meanwhile; null is everybody. */
  readonly askAlone: AskAlone | null;
  readonly fromMs: number;
  toMs: number;
}

export interface BackendProcess {
  readonly server: BackendServer;
  readonly clock: VirtualClock;
  readonly datagrams: SimulatedSocket;
  readonly startedMs: number;
  isClosing: boolean;
}

/** What is on the disk of a server's hosts. */
export interface ServerFile {
  readonly name: string;
  calendars: Calendars;
  /** Who may be asked about alone; null is everybody. */
  askAlone: AskAlone | null;
  readonly nature: Nature;
}

export class BackendNode {
  readonly host: string;
  readonly file: ServerFile;
  process: BackendProcess | null = null;
  /** When its last process began, and where. */
  startedMs = -Infinity;
  address = "";
  /** Outlives the process. */
  readonly disk: HoldDisk;
  /** Since the start of the run, over all lives of the process. */
  readonly served: Served[] = [];
  /** What the times of all that was ever served here counted. */
  readonly kinds = new Set<Times | null>();
  readonly #scene: Scene;
  readonly #mains: readonly Address[];
  readonly #turnMs: number;
  readonly #movesPort: boolean;
  readonly #say: Say | undefined;
  #lives = 0;
  /** Its file as it was last read. */
  #read: ServerFile;
  #keys: KeyRing | null;

  constructor(
    scene: Scene,
    { number, axis, file, mains, turnMs, movesPort, say }: {
      readonly number: number;
      readonly axis: Axis;
      readonly file: ServerFile;
      readonly mains: readonly Address[];
      readonly turnMs: number;
      /** Whether each life of it has another port. */
      readonly movesPort: boolean;
      /** What leaves in place of what it says. */
      readonly say?: Say | undefined;
    },
  ) {
    this.#scene = scene;
    this.#mains = mains;
    this.#turnMs = turnMs;
    this.#movesPort = movesPort;
    this.#say = say;
    this.#keys = scene.keys;
    this.file = file;
    this.host = `${BACKEND_HOSTS}${number}`;
    this.#read = { ...file };
    this.disk = new HoldDisk({
      checks: scene.checks,
      axis,
      rows: () => this.#read.calendars.rows,
      times: () => this.#read.calendars.people.times,
      written: () => this.#serve(),
      nowMs: () => scene.queue.nowMs,
    });
    if (say) scene.watch.replies.exempt(this.host);
  }

  start(): BackendProcess {
    const scene = this.#scene;
    const life = `${this.host} ${++this.#lives}`;
    scene.tell(
      `backend ${this.file.name} ${life} starts, ${
        this.#turnMs.toFixed(2)
      } ms a turn`,
    );
    const clock = new VirtualClock({
      queue: scene.queue,
      random: scene.stream(`clock ${life}`),
      rate: 1 + 4e-4 * (scene.stream(`drift ${life}`)() - 0.5),
      turnMs: this.#turnMs,
    });
    const port = UDP_PORT_FIRST + (this.#movesPort ? this.#lives : 0);
    const { network } = scene;
    const address = { host: this.host, port };
    const datagrams = new SimulatedSocket({
      address,
      network,
      clock,
      say: this.#say,
      xray: scene.xray,
    });
    const { name, calendars, askAlone, nature } = this.file;
    this.#read = { ...this.file };
    this.#serve();
    datagrams.watch = new BackendWatch(
      scene.checks,
      () => this.served.at(-1)!,
    );
    const server = clock.run(() =>
      new BackendServer({
        name,
        people: calendars.people,
        askAlone: askAlone ?? undefined,
        reveals: nature.reveals,
        ledger: this.disk.open(() => drawHex(scene.entropy(`disk ${life}`))),
        mains: this.#mains,
        keys: this.#keys,
        datagrams,
        clock,
        random: scene.stream(`random ${life}`),
        entropy: scene.entropy(`entropy ${life}`),
        report: (event) => {
          const at = "main" in event ? ` at ${event.main.host}` : "";
          scene.tell(`backend ${name} ${this.host}: ${event.kind}${at}`);
          if (event.kind !== "ledger_failed") return;
          startAfterFailure(this, scene, event.error);
        },
      })
    );
    this.address = datagrams.key;
    const startedMs = this.startedMs = scene.queue.nowMs;
    return this.process = {
      server,
      clock,
      datagrams,
      startedMs,
      isClosing: false,
    };
  }

  /**
   * Reads the file again, in a turn of its own.
   *
   * @param done Told if it was registered everywhere until then.
   */
  reload(done: (node: BackendNode) => void = () => {}): void {
    const { process } = this;
    process?.clock.deliver(() => {
      if (process !== this.process) return;
      this.#scene.tell(`backend ${this.host} reloads`);
      const { server } = process;
      const { calendars, askAlone } = this.file;
      const wasRegistered = server.isRegistered;
      // What was claimed before is held by the old file still.
      server.replace(calendars.people);
      this.#read = { ...this.file };
      this.#serve();
      if (askAlone) server.replaceAskAlone(askAlone);
      if (wasRegistered) done(this);
    });
  }

  /** Its key file changes; it is read in a turn of its own. */
  useKeys(keys: KeyRing): void {
    this.#keys = keys;
    const { process } = this;
    process?.clock.deliver(() => process.server.replaceKeys(keys));
  }

  /** The process is gone; nobody is told. */
  crash(): void {
    const { process } = this;
    if (!process) return;
    this.#scene.tell(`backend ${this.host} crashes`);
    this.forget();
    process.server.abort();
    process.clock.kill();
  }

  /** Says goodbye and ends; `closed` is called then. */
  async close(closed: () => void = () => {}): Promise<void> {
    const { process } = this;
    const scene = this.#scene;
    if (!process) return;
    scene.tell(`backend ${this.host} closes`);
    process.isClosing = true;
    scene.closings++;
    await process.clock.run(() => process.server.close());
    scene.closings--;
    scene.checks.hold(
      "R2",
      process.clock.timers === 0,
      () => `a closed backend has ${process.clock.timers} timers`,
    );
    if (this.process !== process) return;
    scene.tell(`backend ${this.host} has closed`);
    process.clock.kill();
    this.forget();
    closed();
  }

  /** Nothing is served here any more. */
  forget(): void {
    this.process = null;
    const last = this.served.at(-1);
    if (last) last.toMs = Math.min(last.toMs, this.#scene.queue.nowMs);
  }

  #serve(): void {
    const { askAlone } = this.#read;
    const rows = this.disk.freeRows();
    const calendars = { ...this.#read.calendars, rows };
    const { queue: { nowMs }, lists, digests } = this.#scene;
    digests.add(calendars.people.names.digest.toHex());
    this.kinds.add(calendars.people.times);
    lists.set(`${this.file.name} ${calendars.list}`, calendars.rows);
    const last = this.served.at(-1);
    if (last) last.toMs = Math.min(last.toMs, nowMs);
    this.served.push({ calendars, askAlone, fromMs: nowMs, toMs: Infinity });
  }
}

/** The id of a ledger. */
function drawHex(entropy: Entropy): string {
  const bytes = new Uint8Array(LEDGER_BYTES);
  entropy.fill(bytes);
  return bytes.toHex();
}
