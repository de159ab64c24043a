/** How clients must not behave, each for one connection's life. */

import { LINE_BYTES_MAX } from "../../src/base/limits.ts";
import { LineClient } from "../support/line_client.ts";
import { seededRandom } from "../support/seeded_random.ts";
import { spoilLine } from "../support/spoil.ts";

/** Ends with the connection, or when it has had enough of it. */
type Misbehave = (client: LineClient) => Promise<void>;

const QUESTION = '{"names":["a1","b1"]}\n';
/** The longest timer there is. */
const FOREVER_MS = 2 ** 31 - 1;
/** How long those stay who come again and again, or ports would run out. */
const STAY_MS = 250;
/** Between two writes of those who never stop. */
const FLOOD_MS = 50;
const random = seededRandom(20_261_128);

const MISBEHAVIOURS = {
  /** Asks, and leaves the answers where they are. */
  neverReads: (client: LineClient) => flood(client, QUESTION.repeat(200)),

  saysNothing: readToEnd,

  async leavesLineUnfinished(client: LineClient) {
    await client.send('{"names":["a1"');
    await readToEnd(client);
  },

  /** Lines that mean nothing, one after the other. */
  async sendsGarbage(client: LineClient) {
    for (;;) {
      const line = spoilLine(random, `{${QUESTION}`).replaceAll(/\s/g, " ");
      if (await client.ask(`{${line}`) === null) return;
      await stay(FLOOD_MS);
    }
  },

  async sendsEndlessLine(client: LineClient) {
    await client.send("x".repeat(LINE_BYTES_MAX + 1));
    await readToEnd(client);
    await stay(STAY_MS);
  },

  /** A thousand questions a second, or what the server takes. */
  async asksWithoutEnd(client: LineClient) {
    await Promise.all([flood(client, QUESTION.repeat(50)), readToEnd(client)]);
  },

  /** Is gone before the second answer. */
  async comesAndGoes(client: LineClient) {
    await client.ask(QUESTION.trim());
    await client.send(QUESTION);
    await stay(STAY_MS);
  },
} satisfies Readonly<Record<string, Misbehave>>;

/** How many of each kind there are. */
export type Kinds = Readonly<Record<keyof typeof MISBEHAVIOURS, number>>;

/**
 * Clients that misbehave, over and over: each begins again with a new
 * connection when the server has cut the last one.
 *
 * @returns Never resolves; rejects if the server is gone.
 */
export async function misbehave(port: number, kinds: Kinds): Promise<void> {
  const all = Object.entries(MISBEHAVIOURS).flatMap(([kind, behave]) => {
    const length = kinds[kind as keyof Kinds];
    return Array.from({ length }, () => keepOn(behave, port));
  });
  await Promise.all(all);
}

async function keepOn(behave: Misbehave, port: number): Promise<void> {
  for (;;) {
    using client = await LineClient.connect(port);
    // A connection that breaks is what such clients must expect.
    await behave(client).catch(() => {});
  }
}

async function flood(client: LineClient, text: string): Promise<void> {
  for (;;) {
    await client.send(text);
    await stay(FLOOD_MS);
  }
}

async function readToEnd(client: LineClient): Promise<void> {
  while (await client.readLine(FOREVER_MS) !== null);
}

async function stay(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}
