/**
 * Whatever comes over the network is read or refused, and never anything
 * else: a decoder that throws another error would end the server.
 */

import { assert } from "@std/assert";
import { WireError } from "../../src/base/errors.ts";
import { parseAnswer } from "../../src/wire/client_answers.ts";
import { formatRefusal, parseRequest } from "../../src/wire/client_lines.ts";
import {
  contentOf,
  forge,
  readDatagram,
  sampleDatagrams,
} from "../support/datagram_samples.ts";
import { below, pick, seededRandom } from "../support/seeded_random.ts";
import { noise, spoil, spoilLine } from "../support/spoil.ts";

const INPUTS = 200_000;
const SEED = 20_261_123;

/** What fills a datagram, so that a cut one may be a shorter one. */
const OPEN_ENDED = new Set(["chunk", "ask", "answers"]);

for (const [kind, sample] of Object.entries(sampleDatagrams())) {
  Deno.test(`readDatagram() takes a datagram of kind ${kind}, whole`, () => {
    readDatagram(sample);
  });

  Deno.test(`readDatagram() refuses each cut and each flip of ${kind}`, () => {
    for (let length = 0; length < sample.length; length++) {
      assert(!survives(sample.slice(0, length)), `${kind} cut to ${length}`);
    }
    for (const flipped of eachFlip(sample)) assert(!survives(flipped));
  });

  Deno.test(`readDatagram() survives each cut and flip of a forged ${kind}`, () => {
    const content = contentOf(sample);
    for (let length = 0; length < content.length; length++) {
      const isRead = survives(forge(content.slice(0, length)));
      assert(!isRead || OPEN_ENDED.has(kind), `${kind} cut to ${length}`);
    }
    for (const flipped of eachFlip(content)) survives(forge(flipped));
    for (const [at, value] of product(content.length, [0, 0x7f, 0x80, 0xff])) {
      survives(forge(content.with(at, value)));
    }
  });
}

function* eachFlip(bytes: Uint8Array): Generator<Uint8Array> {
  for (let bit = 0; bit < 8 * bytes.length; bit++) {
    yield bytes.with(bit >> 3, bytes[bit >> 3]! ^ (1 << (bit & 7)));
  }
}

function* product(
  end: number,
  values: readonly number[],
): Generator<[number, number]> {
  for (let i = 0; i < end; i++) for (const value of values) yield [i, value];
}

/** @returns Whether it was read; anything but a refusal goes through. */
function survives(datagram: Uint8Array): boolean {
  try {
    readDatagram(datagram);
    return true;
  } catch (error) {
    if (error instanceof WireError) return false;
    throw new Error(`Broken by ${datagram}`, { cause: error });
  }
}

Deno.test(`readDatagram() survives ${INPUTS} spoilt datagrams that are forged`, () => {
  const random = seededRandom(SEED);
  const contents = Object.values(sampleDatagrams()).map(contentOf);
  let readCount = 0;
  for (let i = 0; i < INPUTS; i++) {
    const pair = [pick(random, contents), pick(random, contents)] as const;
    if (survives(forge(spoil(random, pair)))) readCount++;
  }
  assert(readCount > INPUTS / 100, "most of a datagram is free to change");
});

Deno.test(`readDatagram() survives ${INPUTS} random datagrams that are forged`, () => {
  const random = seededRandom(SEED);
  for (let i = 0; i < INPUTS; i++) {
    const datagram = noise(random, below(random, 80));
    // Beyond the frame, or hardly any would get far.
    datagram.set(
      [0xc0, 0x4e, 1, 1 + below(random, 15)].slice(0, datagram.length),
    );
    survives(forge(datagram));
  }
});

const LINES = [
  '{"id":1,"names":["lilith","Zo\\u00eb"]}',
  '{"id":"x","names":[]}',
  '{"names":["a","a","b c"],"id":1e400}',
  "lilith, zein\tcallie \ud83d\ude00",
  '{"slots":[[1,3]],"unknown":[],"unreachable":[],"pending":["x"]}',
  '{"slots":null,"unknown":["q"],"unreachable":[{"server":"B","names":["a"]}],' +
  '"pending":[],"waitingFor":[]}',
  '{"id":-0,"error":{"code":"busy","message":"later"}}',
];

Deno.test(`parseRequest() and parseAnswer() survive ${INPUTS} spoilt lines`, () => {
  const random = seededRandom(SEED);
  for (let i = 0; i < INPUTS; i++) {
    const line = spoilLine(random, pick(random, LINES));
    const request = parseRequest(line);
    if (request?.kind === "refusal") formatRefusal(request);
    try {
      parseAnswer(line, ["lilith", "a"]);
    } catch (error) {
      if (error instanceof WireError) continue;
      throw new Error(`Broken by ${line}`, { cause: error });
    }
  }
});
