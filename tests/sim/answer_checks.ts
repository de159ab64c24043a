/** Holds each answer against the model. */

import {
  ANSWER_MS_MAX,
  COVERAGE_STEPS_MAX,
  POOL_INTERVALS_MAX,
  REJOIN_GRACE_MS,
} from "../../src/base/limits.ts";
import { type Answered, modelKey } from "./asked.ts";
import { CalmWatch } from "./calm_watch.ts";
import type { Cluster } from "./cluster.ts";
import { CompanyChecks } from "./company_checks.ts";
import { checkGauges } from "./rest_checks.ts";
import { HolderModel } from "./holder_model.ts";
import type { Scene } from "./scene.ts";
import { KindModel } from "./kind_model.ts";
import { isLiar } from "./liar.ts";
import { SilenceChecks } from "./silence_checks.ts";
import { SlotChecks } from "./slot_checks.ts";
import { SlotModel } from "./slot_model.ts";
import { windowRow } from "./slot_row.ts";
import { TermChecks } from "./term_checks.ts";
import { windowsOf } from "./term_question.ts";
import { UnreadableChecks } from "./unreadable_checks.ts";

/** How much sooner than promised a clock may say that time is up. */
const SOONER_MS_MAX = 10;
const MIXED = /^mixed_times$|^Cannot compare numbers \(/;

export class AnswerChecks {
  readonly #scene: Scene;
  readonly #cluster: Cluster;
  readonly #silence: SilenceChecks;
  readonly #company: CompanyChecks;
  readonly #slots: SlotChecks;
  readonly #terms: TermChecks;
  readonly #unreadable: UnreadableChecks;

  constructor(scene: Scene, cluster: Cluster) {
    this.#scene = scene;
    this.#cluster = cluster;
    const calm = new CalmWatch(scene, cluster);
    this.#silence = new SilenceChecks(scene, cluster, calm);
    this.#company = new CompanyChecks(scene, cluster, calm);
    this.#slots = new SlotChecks(scene, cluster);
    this.#terms = new TermChecks(scene, cluster, calm);
    this.#unreadable = new UnreadableChecks(scene);
  }

  check(answered: Answered): void {
    this.#scene.checks.queries++;
    checkGauges(this.#scene, answered.asked.process);
    const holders = new HolderModel(this.#scene, this.#cluster, answered);
    const kinds = new KindModel(this.#cluster, { answered, holders });
    this.#checkTime(answered);
    this.#checkRefusal(answered, holders, kinds);
    if (answered.answer.error !== "") return;
    this.#checkNames(answered, holders);
    this.#checkGrace(answered);
    this.#silence.check(answered, holders);
    this.#checkFound(answered, holders, kinds);
  }

  /** What the main server stood still is not its backends' time. */
  #checkTime({ asked, nowMs, pausedMs }: Answered): void {
    const sinceMs = nowMs - asked.arrivedMs - pausedMs;
    // After a long stall more waits than it may take up, and that unread; so
    // it is where somebody does not take what was answered.
    const isLate = pausedMs > ANSWER_MS_MAX || asked.isNuisance;
    const tookMs = isLate ? Math.min(sinceMs, nowMs - asked.readMs) : sinceMs;
    const { checks } = this.#scene;
    checks.worstAnswerMs = Math.max(checks.worstAnswerMs, tookMs);
    checks.hold(
      "L1",
      tookMs <= ANSWER_MS_MAX,
      () =>
        `${asked.names} were answered after ${tookMs} ms: they came at ${asked.arrivedMs}, were read at ${asked.readMs} and answered at ${nowMs}, while the main server stood still for ${pausedMs} ms`,
    );
  }

  #checkRefusal(
    answered: Answered,
    holders: HolderModel,
    kinds: KindModel,
  ): void {
    const { asked, answer, nowMs } = answered;
    const { checks } = this.#scene;
    const isMixed = MIXED.test(answer.error);
    if (isMixed || answer.error === "") {
      checks.hold(
        "T2",
        isMixed ? kinds.mayBeMixed : !kinds.areMixed,
        () => `times of ${asked.names} are mixed or not: ${answer.error}`,
      );
    }
    const isRefused = answer.error !== "" && !isMixed &&
      !this.#isRightlyBusy({ asked, answer, nowMs }) &&
      !this.#isRightlyTooLarge(answered, holders) &&
      !this.#company.isRightlyRefused(answered, holders);
    checks.hold(
      "L1",
      !isRefused,
      () => `${asked.names} were refused: ${answer.error}`,
    );
    // It was answered in time although others did their worst.
    if (hasNuisances(asked) && !asked.isNuisance) {
      checks.hold("L3", !isRefused, () => "");
    }
  }

  #checkNames({ asked, answer }: Answered, holders: HolderModel): void {
    const { checks } = this.#scene;
    const { unknown, pending } = answer;
    for (const name of asked.names) {
      const held = holders.of(modelKey(name));
      const isUnknown = unknown.includes(name);
      const isPending = pending.includes(name);
      if (!isUnknown && !isPending) {
        checks.hold(
          "S4",
          held.sometimes.length > 0,
          () => `${name} is known but in no list of ${asked.main.host}`,
        );
        continue;
      }
      checks.hold(
        "S2",
        held.always.length === 0,
        () =>
          `${name} is ${
            isUnknown ? "unknown" : "pending"
          } but ${held.always} had it all the time at ${asked.main.host}`,
      );
      checks.hold(
        "S2",
        isPending || holders.wereAllKnown,
        () => `${name} is unknown though a server was missing`,
      );
      checks.hold(
        "S2",
        isUnknown || holders.wereSomeMissing,
        () => `${name} is pending though no server was missing`,
      );
    }
  }

  /** Right after its start a main server cannot know who has not come back. */
  #checkGrace({ asked, answer, nowMs }: Answered): void {
    const { main, process } = asked;
    if (main.expect.length > 0 || answer.unknown.length === 0) return;
    const ageMs = nowMs - process.directory.bornMs;
    this.#scene.checks.hold(
      "S2",
      ageMs >= REJOIN_GRACE_MS - SOONER_MS_MAX,
      () => `${answer.unknown} are unknown ${ageMs} ms after a start`,
    );
  }

  #checkFound(
    answered: Answered,
    holders: HolderModel,
    kinds: KindModel,
  ): void {
    const { asked, answer } = answered;
    const unreached = [...answer.unreachable, ...answer.unreadable]
      .flatMap(({ names }) => names);
    const unchecked = [...answer.unknown, ...answer.pending, ...unreached];
    const checked = asked.names.filter((name) => !unchecked.includes(name));
    this.#scene.checks.hold(
      "S1",
      (answer.slots === null) === (checked.length === 0),
      () => `${checked} were checked but slots are ${answer.slots}`,
    );
    const { kind } = kinds;
    const slots = new SlotModel(this.#cluster, { answered, holders });
    const context = { checked, holders, slots };
    this.#scene.checks.hold(
      "T2",
      kind === null || (answer.times ?? kind) === kind,
      () => `${kind} of ${asked.names} are told as ${answer.times}`,
    );
    if (kind) this.#terms.check(answered, { ...context, kind });
    // Nobody is asked about a window that ends before it begins.
    const windows = windowsOf(answered, kind ?? "numbers");
    if (windows.some(({ from, to }) => from >= to)) return;
    this.#unreadable.check(answered, context);
    if (answer.slots === null) return;
    const keys = checked.map(modelKey);
    this.#company.checkTold(keys, answered, holders);
    const isSure = kind !== null || answer.slots.length > 0;
    if (!asked.terms && isSure && !keys.every(isLiar)) {
      const times = kind ?? answer.times ?? "numbers";
      this.#slots.check(answered, { checked: keys, times, holders, slots });
    }
  }

  /**
   * After a main server stood still, more may wait than it can answer; and
   * those who ask more than one thing are refused in a crowd, where answers
   * are so long that a few fill the socket, or where hardly anything gets
   * through: nothing more is asked until some of it was answered.
   */
  #isRightlyBusy(
    { asked, answer, nowMs }: Omit<Answered, "pausedMs">,
  ): boolean {
    const { stalledUntilMs } = asked.process.clock;
    const { chokedMs } = this.#scene.network;
    const isMuch = wasCrowded(asked) || this.#cluster.population.isLong ||
      chokedMs > asked.readMs - ANSWER_MS_MAX;
    return /^busy$|too many queries/.test(answer.error) &&
      (asked.isNuisance || (!asked.isAlone && isMuch) ||
        stalledUntilMs > nowMs - 2 * ANSWER_MS_MAX);
  }

  /**
   * A liar may claim that its answer is longer than any may be; and people
   * whose time is told apart may have too much of it together.
   */
  #isRightlyTooLarge(answered: Answered, holders: HolderModel): boolean {
    const { asked: { names, terms }, answer } = answered;
    if (!/too_large|too many intervals/.test(answer.error)) return false;
    const keys = names.map(modelKey);
    if (keys.some(isLiar)) return true;
    if (terms === null) return false;
    const { axis } = this.#cluster.population;
    const [window] = windowsOf(answered, terms.times ?? "numbers");
    const ticks = windowRow(window!, axis).filter((bit) => bit === 1).length;
    const calendars = keys.flatMap((key) => holders.of(key).sometimes).length;
    // Every second tick at most begins somebody's free time.
    return Math.ceil(ticks / 2) * calendars > POOL_INTERVALS_MAX ||
      terms.coverage && ticks > COVERAGE_STEPS_MAX;
  }
}

/** What a nuisance has asked is worked on for a while after it has gone. */
function wasCrowded({ process, readMs }: Answered["asked"]): boolean {
  for (const { closedMs } of process.nuisances) {
    if (closedMs > readMs - ANSWER_MS_MAX) return true;
  }
  return false;
}

function hasNuisances({ process }: Answered["asked"]): boolean {
  for (const { isClosed } of process.nuisances) if (!isClosed) return true;
  return false;
}
