/**
 * Real sockets on a bad network: nothing wrong is ever answered, and as much
 * is complete as six sends can make it. The share of complete answers is
 * compared with the formula of retransmission, (1 - (1 - (1 - p)²)^6)^N at
 * loss p in each direction and N backends, and the sends of each question are
 * counted: the first catches too few and too many that help, the second also
 * those that come too late to help.
 */

import { assert, assertEquals } from "@std/assert";
import { idKey, Kind, openDatagram, readId } from "../../src/wire/datagram.ts";
import { readQuestion } from "../../src/wire/questions.ts";
import { Cluster } from "../support/cluster.ts";
import { printFigures } from "../support/figures.ts";
import { isComplete, type JsonAnswer } from "../support/line_client.ts";
import { type Faults, LossyProxy } from "../support/lossy_proxy.ts";
import { scaled } from "../support/scale.ts";
import { below, seededRandom } from "../support/seeded_random.ts";
import {
  BEYOND_THREE_SIGMA,
  blockSigma,
  tailsOf,
} from "../support/statistics.ts";

const SEED = 20_261_124;
const BACKENDS = 5;
const SENDS = 6;
const LEVELS = scaled({
  quick: [0.3],
  deep: [0, 0.05, 0.1, 0.15, 0.2, 0.3],
});
const OTHER_FAULTS = {
  duplicate: 0.05,
  reorder: 0.1,
  corrupt: 0.01,
  truncate: 0.01,
};
/**
 * So many that at 30 % five and seven sends would be off by more than five
 * sigma. Each is about somebody else.
 */
const QUESTIONS = scaled({ quick: 1_600, deep: 6_000 });
/** Clients that ask one question after the other. */
const CLIENTS = 160;
/** Between two clients' first questions. */
const START_MS = 4;

Deno.test("a cluster answers through a network that loses", async (t) => {
  await using cluster = await Cluster.start();
  const sends = new SendCount();
  await using proxy = new LossyProxy(cluster.main.udpPort, {
    seed: SEED,
    watch: (bytes) => sends.watch(bytes),
  });
  const main = `127.0.0.1:${proxy.port}`;
  await Promise.all(Array.from({ length: BACKENDS }, (_, server) => {
    const [name, people] = [`S${server}`, peopleOf(server)];
    return cluster.startRegistered({ name, people, main });
  }));
  const shares: Record<string, number[]> = {};
  let [wrong, outside] = [0, 0];
  for (const loss of LEVELS) {
    const level = `${Math.round(100 * loss)} %`;
    await t.step(`${level} lost each way`, async () => {
      const faults = proxy.faults = { loss, ...OTHER_FAULTS };
      const outcome = await measure(cluster, { faults, sends, level });
      shares[level] = [outcome.share, outcome.want].map((share) => {
        return Math.round(1e5 * share) / 1e5;
      });
      wrong += outcome.wrong.length;
      if (outcome.isOutside) outside++;
      assertEquals(outcome.wrong.slice(0, 5), []);
      assert(!outcome.isOutside, `complete, and by formula: ${shares[level]}`);
      assert(outcome.sends <= SENDS, `${outcome.sends} sends`);
      // With less loss, luck may do with fewer.
      if (loss >= 0.2) assertEquals(outcome.sends, SENDS);
    });
  }
  for (const [fault, count] of Object.entries(proxy.counts)) {
    assert(count > 20, `${fault}: ${count}`);
  }
  await printFigures("proxy", {
    levels: LEVELS.length,
    wrong,
    outside3Sigma: outside,
    questions: QUESTIONS,
    shares,
    ...proxy.counts,
  });
});

/** Counts how often each question is sent, by what goes to the backends. */
class SendCount {
  #byToken = new Map<string, number>();

  watch(bytes: Uint8Array): void {
    const { kind, message } = openDatagram(bytes);
    if (kind !== Kind.ask) return;
    readId(message, "list");
    while (!message.done) {
      const key = idKey(readQuestion(message).token);
      this.#byToken.set(key, (this.#byToken.get(key) ?? 0) + 1);
    }
  }

  /** The most that any question was sent since the last call. */
  takeMost(): number {
    let most = 0;
    for (const sends of this.#byToken.values()) most = Math.max(most, sends);
    this.#byToken = new Map();
    return most;
  }
}

/** Person `i` of server `s` is free from `s` to `i + 10`. */
function peopleOf(server: number): string {
  return Array.from({ length: 2 * QUESTIONS }, (_, i) => {
    return `s${server}p${i};[[${server},${i + 10}]]\n`;
  }).join("");
}

/**
 * What was harmed is noticed, and thus as good as lost; a question that comes
 * twice is answered twice, so that its answer has two chances.
 */
function completeness(
  { loss = 0, corrupt = 0, truncate = 0, duplicate = 0 }: Faults,
  backends: number,
): number {
  const arrived = (1 - loss) * (1 - corrupt) * (1 - truncate);
  const answered = (1 - duplicate) * arrived +
    duplicate * (1 - (1 - arrived) ** 2);
  return (1 - (1 - arrived * answered) ** SENDS) ** backends;
}

interface Outcome {
  readonly share: number;
  readonly want: number;
  readonly isOutside: boolean;
  readonly sends: number;
  readonly wrong: string[];
}

/** What was asked, in order. */
interface Asked {
  /** The chance of each answer to be complete. */
  readonly chances: number[];
  /** 1 if it was. */
  readonly complete: number[];
  readonly wrong: string[];
}

/**
 * Asks, and compares with the formula. One run in four hundred is off by more
 * than three sigma by chance, so who is asks once more, and then all answers
 * together must be within.
 */
async function measure(
  cluster: Cluster,
  { faults, sends, level }: {
    readonly faults: Faults;
    readonly sends: SendCount;
    readonly level: string;
  },
): Promise<Outcome> {
  const asked: Asked = { chances: [], complete: [], wrong: [] };
  const { chances, complete, wrong } = asked;
  const random = seededRandom(SEED + Number.parseInt(level));
  let isOutside = true;
  for (let round = 0; round < 2 && isOutside; round++) {
    const counts = Array.from({ length: QUESTIONS }, () => {
      return 2 + below(random, BACKENDS - 1);
    });
    chances.push(...counts.map((count) => completeness(faults, count)));
    await askEverybody(cluster, { counts, asked });
    isOutside = isBeyondThreeSigma(asked);
  }
  const want = sum(chances) / chances.length;
  const share = sum(complete) / complete.length;
  return { share, want, isOutside, wrong, sends: sends.takeMost() };
}

/**
 * As many as are asked at once: where a slow machine has clients ask in step,
 * all of these may share datagrams, and so their luck.
 */
const BLOCK = CLIENTS;

/** By the chances of as many coins, and by what shared datagrams add. */
function isBeyondThreeSigma({ chances, complete }: Asked): boolean {
  const { low, high } = tailsOf(chances, sum(complete));
  if (Math.min(low, high) >= BEYOND_THREE_SIGMA) return false;
  const surplus = complete.map((one, i) => one - chances[i]!);
  const sigma = blockSigma(surplus, BLOCK);
  return Math.abs(sum(surplus) / surplus.length) > 3 * sigma;
}

function sum(values: readonly number[]): number {
  return values.reduce((sum, one) => sum + one, 0);
}

/**
 * Each person is asked for once, so that no two questions are the same, by
 * clients that begin one after the other: were all to begin at once, their
 * questions would share datagrams, and the luck of these.
 */
async function askEverybody(
  cluster: Cluster,
  { counts, asked: { complete, wrong } }: {
    /** Of each question, how many backends it needs. */
    readonly counts: readonly number[];
    readonly asked: Asked;
  },
): Promise<void> {
  const first = complete.length;
  let next = 0;
  const askOneByOne = async () => {
    using client = await cluster.connect();
    while (next < counts.length) {
      const [count, i] = [counts[next]!, first + next++];
      const names = Array.from({ length: count }, (_, s) => `s${s}p${i}`);
      const answer = await client.askJson(names);
      if (!isTrue(names, answer, i + 10)) wrong.push(JSON.stringify(answer));
      complete[i] = Number(isComplete(answer));
    }
  };
  const clients: Promise<void>[] = [];
  while (clients.length < CLIENTS && next < counts.length) {
    clients.push(askOneByOne());
    await new Promise((resolve) => setTimeout(resolve, START_MS));
  }
  await Promise.all(clients);
}

/** Complete or not, the answer is what those who were checked share. */
function isTrue(
  names: readonly string[],
  { unknown, pending, unreachable, slots }: JsonAnswer,
  end: number,
): boolean {
  const missing = new Set(unreachable.flatMap(({ names }) => names));
  const start = names.findLastIndex((name) => !missing.has(name));
  const want = start < 0 ? null : [[start, end]];
  return unknown.length === 0 && pending.length === 0 &&
    JSON.stringify(slots) === JSON.stringify(want);
}
