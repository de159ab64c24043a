/**
 * The simulator is tested too: what is wrong on purpose must be found, or it
 * is looking at nothing.
 */

import { assert, assertEquals } from "@std/assert";
import { Kind } from "../../src/wire/datagram.ts";
import { forge } from "../support/datagram_samples.ts";
import type { Invariant } from "./checks.ts";
import type { Cluster } from "./cluster.ts";
import type { Scene } from "./scene.ts";
import { MISHAPS } from "./fault_plan.ts";
import { reportOf } from "./seed_report.ts";
import { shrink } from "./shrink.ts";
import { Simulation, violationOf } from "./simulation.ts";
import { HARMS } from "./weather.ts";

/** Some seeds ask too little to notice; one of so many must. */
const SEEDS = 10;
/** Header, token, attempt and digest; then the status. */
const STATUS_AT = 12 + 8 + 1 + 4;

const CANARIES: readonly {
  readonly name: string;
  readonly invariants: readonly Invariant[];
  readonly prepare: (scene: Scene, cluster: Cluster) => void;
}[] = [
  {
    name: "a model in which somebody is free at another time",
    // Where lists changed meanwhile it looks as if two were mixed.
    invariants: ["S1", "S6", "T1"],
    prepare(_, { files }) {
      for (const { calendars } of files) {
        for (const row of calendars.rows.values()) row[0]! ^= 1;
      }
    },
  },
  {
    name: "a network that turns answers into no time at all",
    invariants: ["S1", "S5"],
    prepare({ network }) {
      network.tamper = (bytes) => {
        const hasSlots = bytes[3] === Kind.answers && bytes[STATUS_AT] === 0;
        if (!hasSlots) return bytes;
        const emptied = bytes.slice(0, STATUS_AT + 2);
        emptied[STATUS_AT + 1] = 0;
        return forge(emptied);
      };
    },
  },
  {
    name: "a network that swallows questions on the fairest day",
    invariants: ["S3", "L2", "N4"],
    prepare({ network }) {
      network.tamper = (bytes) => bytes[3] === Kind.ask ? null : bytes;
    },
  },
  {
    name: "a network that never lets anybody register",
    invariants: ["L2"],
    prepare({ network }) {
      network.tamper = (bytes) => bytes[3] === Kind.begin ? null : bytes;
    },
  },
  {
    name: "a network that swallows goodbyes",
    invariants: ["R2"],
    prepare({ network }) {
      network.tamper = (bytes) => bytes[3] === Kind.goodbye ? null : bytes;
    },
  },
  {
    name: "a model in which a list has one name less",
    // Or its bookings are seen as nobody's.
    invariants: ["S4", "S3", "S6", "B2"],
    prepare(_, { files }) {
      for (const { calendars } of files) {
        const rows = calendars.rows as Map<string, Uint8Array>;
        rows.delete([...rows.keys()][0]!);
      }
    },
  },
];

Deno.test("shrink() leaves of a failing seed what it takes to fail", async () => {
  const options = {
    prepare({ network }: Scene) {
      network.tamper = (bytes) => bytes[3] === Kind.begin ? null : bytes;
    },
  };
  const { scope, failure } = (await shrink(9, options))!;
  // Nobody can register, whatever else happens.
  assertEquals(failure.invariant, "L2");
  assertEquals(scope.servers, 1);
  assertEquals(scope.without, [...MISHAPS, ...Object.keys(HARMS)]);
  const again = await reportOf(9, { ...options, scope });
  assertEquals(again.failure?.line, failure.line);
});

for (const { name, invariants, prepare } of CANARIES) {
  Deno.test(`Simulation.run() fails with ${name}`, async () => {
    const found = new Set<string>();
    for (let seed = 1; seed <= SEEDS && found.size === 0; seed++) {
      const simulation = new Simulation(seed, { prepare });
      const violation = await violationOf(simulation);
      if (violation) found.add(violation.invariant);
    }
    const [first = "nothing"] = found;
    const isExpected = invariants.some((each) => each === first);
    assert(isExpected, `expected ${invariants}, found ${first}`);
  });
}
