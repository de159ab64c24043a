/** Those who judge an ordeal's ledgers are judged by what is known. */

import { assertEquals } from "@std/assert";
import { Tale } from "./booking_tales.ts";
import {
  type BookingRow,
  heldIn,
  type HoldRow,
  judge,
  type Ledgers,
} from "./booking_verdict.ts";

const ROW = { transaction_id: "01", key: "k", start_time: 5, end_time: 7 };
const BOOKING: BookingRow = { ...ROW, state: "booked", names: '["b0","a1"]' };
const AT_A: HoldRow = { ...ROW, state: "booked", people: '["a1"]' };
const AT_B: HoldRow = { ...ROW, state: "booked", people: '["b0"]' };
const GOOD: Ledgers = {
  bookings: [BOOKING],
  refused: ["r"],
  holds: { A: [AT_A], B: [AT_B] },
};

function tale(key: string, rest: Partial<Tale>): Tale {
  const wanted = { key, names: ["b0", "a1"], slot: [5, 7] as const };
  return Object.assign(new Tale(wanted), rest);
}

const BOOKED = tale("k", { told: "booked" });

/** How many of each, for what the ledgers have and what was told. */
const CASES: [
  what: string,
  ledgers: Partial<Ledgers>,
  tales: Tale[],
  counts: [lost: number, doubled: number, torn: number, held: number],
][] = [
  [
    "what was told",
    {},
    [BOOKED, tale("r", { told: "not_free" }), tale("n", { told: "nothing" })],
    [0, 0, 0, 0],
  ],
  ["who was told nothing", {}, [tale("k", {})], [0, 0, 0, 0]],
  ["a booking that is gone", { bookings: [], holds: { A: [], B: [] } }, [
    BOOKED,
  ], [1, 0, 0, 0]],
  [
    "another slot",
    {
      bookings: [{ ...BOOKING, end_time: 8 }],
      holds: { A: [{ ...AT_A, end_time: 8 }], B: [{ ...AT_B, end_time: 8 }] },
    },
    [BOOKED],
    [1, 0, 0, 0],
  ],
  ["a cancelled one that is booked", {}, [
    tale("k", { told: "booked", cancel: "told" }),
  ], [1, 0, 0, 0]],
  ["one that may be cancelled", {}, [
    tale("k", { told: "booked", cancel: "asked" }),
  ], [0, 0, 0, 0]],
  ["a refused one that is booked", {}, [tale("k", { told: "not_free" })], [
    1,
    0,
    0,
    0,
  ]],
  ["a refusal that is forgotten", {}, [tale("f", { told: "not_free" })], [
    1,
    0,
    0,
    0,
  ]],
  ["one that was told not to be booked", {}, [tale("k", { told: "nothing" })], [
    1,
    0,
    0,
    0,
  ]],
  ["a server without it", { holds: { A: [AT_A], B: [] } }, [], [0, 0, 1, 0]],
  [
    "a server that knows nothing of what is cancelled",
    {
      bookings: [{ ...BOOKING, state: "cancelled" }],
      holds: { A: [{ ...AT_A, state: "cancelled" }], B: [] },
    },
    [],
    [0, 0, 1, 0],
  ],
  [
    "a server that still holds it",
    {
      holds: { A: [AT_A], B: [{ ...AT_B, state: "held" }] },
    },
    [],
    [0, 0, 1, 1],
  ],
  [
    "a server with others in it",
    {
      holds: { A: [AT_A], B: [{ ...AT_B, people: '["b1"]' }] },
    },
    [],
    [0, 0, 2, 0],
  ],
  ["a server alone", { bookings: [] }, [], [0, 0, 2, 0]],
  [
    "two at once for one person",
    {
      bookings: [BOOKING, {
        ...BOOKING,
        transaction_id: "02",
        names: '["a1"]',
        start_time: 6,
      }],
      holds: {
        A: [{ ...AT_A, transaction_id: "02", start_time: 6 }, AT_A],
        B: [AT_B],
      },
    },
    [],
    [0, 1, 0, 0],
  ],
];
for (const [what, ledgers, tales, counts] of CASES) {
  Deno.test(`judge() counts lost, doubled and torn for ${what}`, () => {
    const all = { ...GOOD, ...ledgers };
    const { lost, doubled, torn } = judge(all, tales);
    const found = [lost.length, doubled.length, torn.length, heldIn(all)];
    assertEquals(found, counts);
  });
}
