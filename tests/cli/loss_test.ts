/**
 * Real sockets on a bad network: nothing wrong is ever answered, and as much
 * is complete as six sends can make it. The share is compared with the
 * formula of retransmission, (1 - (1 - (1 - p)²)^6)^N at loss p in each
 * direction and N backends, which catches too few retries and too many.
 */

import { assert, assertEquals } from "@std/assert";
import { Cluster } from "../support/cluster.ts";
import { isComplete, type JsonAnswer } from "../support/line_client.ts";
import { LossyProxy } from "../support/lossy_proxy.ts";

const BACKENDS = 5;
const PEOPLE = 500;
const FAULTS = {
  loss: 0.3,
  duplicate: 0.05,
  reorder: 0.1,
  corrupt: 0.01,
  truncate: 0.01,
};
const SENDS = 6;
const SEED = 20_261_124;
/** Clients that ask one question after the other. */
const CLIENTS = 64;

Deno.test("a cluster answers through 30 % loss each way", async (t) => {
  await using cluster = await Cluster.start();
  const { udpPort } = cluster.main;
  await using proxy = new LossyProxy(udpPort, { seed: SEED, faults: FAULTS });
  await t.step("its backends register", async () => {
    const main = `127.0.0.1:${proxy.port}`;
    await Promise.all(Array.from({ length: BACKENDS }, (_, server) => {
      const [name, people] = [`S${server}`, peopleOf(server)];
      return cluster.startRegistered({ name, people, main });
    }));
  });
  for (let backends = 2; backends <= BACKENDS; backends++) {
    await t.step(`${backends} of them answer as often as they can`, () => {
      return assertShare(completeness(backends), () => {
        return askEverybody(cluster, backends);
      });
    });
  }
  for (const [fault, count] of Object.entries(proxy.counts)) {
    assert(count > 20, `${fault}: ${count}`);
  }
});

/** Person `i` of server `s` is free from `s` to `i + 10`. */
function peopleOf(server: number): string {
  return Array.from({ length: PEOPLE }, (_, i) => {
    return `s${server}p${i};[[${server},${i + 10}]]\n`;
  }).join("");
}

/** What was harmed is noticed, and thus as good as lost. */
function completeness(backends: number): number {
  const { loss, corrupt, truncate } = FAULTS;
  const arrived = (1 - loss) * (1 - corrupt) * (1 - truncate);
  return (1 - (1 - arrived ** 2) ** SENDS) ** backends;
}

/**
 * Each person is asked for once, so that no two questions are the same, by
 * clients that wait for their answers. The first answer of each lets two more
 * begin: were all to begin at once, their questions would share datagrams, and
 * the luck of these.
 *
 * @returns Whether each was complete, in the order asked.
 */
async function askEverybody(
  cluster: Cluster,
  backends: number,
): Promise<boolean[]> {
  const complete: boolean[] = [];
  const clients: Promise<void>[] = [];
  let next = 0;
  const begin = () => {
    if (clients.length < CLIENTS) clients.push(askOneByOne());
  };
  const askOneByOne = async () => {
    using client = await cluster.connect();
    for (let asked = 0; next < PEOPLE; asked++) {
      const i = next++;
      const names = Array.from({ length: backends }, (_, s) => `s${s}p${i}`);
      const answer = await client.askJson(names);
      assertTrue(names, { answer, end: i + 10 });
      complete[i] = isComplete(answer);
      if (asked > 0) continue;
      begin();
      begin();
    }
  };
  begin();
  // Those who are waited for let others begin.
  for (let i = 0; i < clients.length; i++) await clients[i];
  return complete;
}

/** Complete or not, the answer is what those who were checked share. */
function assertTrue(
  names: readonly string[],
  { answer, end }: { answer: JsonAnswer; end: number },
): void {
  assertEquals(answer.unknown, [], "a name is never said not to exist");
  assertEquals(answer.pending, []);
  const missing = new Set(answer.unreachable.flatMap(({ names }) => names));
  const start = names.findLastIndex((name) => !missing.has(name));
  const slots = start < 0 ? null : [[start, end]];
  assertEquals(answer.slots, slots, `${names}`);
}

/** A run in a hundred misses three sigma by chance; hardly any does twice. */
const ROUNDS = 2;

/**
 * Three sigma; and sigma is that of the blocks' means where questions asked
 * at the same time shared their luck, which a coin's sigma would not know of.
 * Who misses it asks once more, and all answers together must be within.
 */
async function assertShare(
  want: number,
  ask: () => Promise<boolean[]>,
): Promise<void> {
  const complete: boolean[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    complete.push(...await ask());
    const share = mean(complete);
    const coin = Math.sqrt(want * (1 - want) / complete.length);
    const sigma = Math.max(coin, blockSigma(complete));
    const off = (share - want) / sigma;
    if (Math.abs(off) <= 3) return;
    const message = `complete: ${share}, by the formula: ${want}, ${off} sigma`;
    assert(round < ROUNDS, message);
  }
}

const BLOCK = 50;

function blockSigma(complete: readonly boolean[]): number {
  const means: number[] = [];
  for (let i = 0; i < complete.length; i += BLOCK) {
    means.push(mean(complete.slice(i, i + BLOCK)));
  }
  const middle = mean(means);
  const variance = mean(means.map((each) => (each - middle) ** 2));
  return Math.sqrt(variance / (means.length - 1));
}

function mean(values: readonly (number | boolean)[]): number {
  return values.reduce<number>((sum, one) => sum + Number(one), 0) /
    values.length;
}
