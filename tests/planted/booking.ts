/** Mistakes in what is booked: who holds it, who decides, and what is kept. */

import type { PlantedBug } from "./planted_bug.ts";

export const BOOKING_BUGS: readonly PlantedBug[] = [
  {
    name: "told-before-kept",
    file: "src/protocol/booking_book.ts",
    find: "if (error instanceof LedgerFullError) return false;",
    replace: "if (error instanceof LedgerFullError) return true;",
    breaks: "a booking is told that the full ledger has not",
  },
  {
    name: "held-though-not-free",
    file: "src/protocol/claim_judge.ts",
    find: "if (people.length === 0) return held;",
    replace: "if (people.length >= 0) return held;",
    breaks: "a slot is held whether it is free or not",
  },
  {
    name: "doubts-not-asked",
    file: "src/protocol/doubts.ts",
    find: "      this.#ask((session) => encodeDoubt(session, doubt));\n",
    replace: "      void doubt;\n",
    breaks: "a backend never asks what became of a hold",
  },
  {
    name: "open-is-released",
    file: "src/protocol/coordinator.ts",
    find: 'this.#attempts.isOpen(transaction)\n      ? "open"',
    replace: 'this.#attempts.isOpen(transaction)\n      ? "release"',
    breaks: "what is not decided yet is said to have come to nothing",
  },
  {
    name: "refusals-not-kept",
    file: "src/protocol/attempts.ts",
    find: "if (known) return answer(answerToKey(known, request));",
    replace:
      'if (known?.kind === "booking") return answer(answerToKey(known, request));',
    breaks: "a key that was refused may book after all",
  },
  {
    name: "decisions-not-lasting",
    file: "src/protocol/deliveries.ts",
    find: "if (!delivery.isLasting) return this.#remove(delivery);",
    replace: "return this.#remove(delivery);",
    breaks: "a decision that is not confirmed at once is never brought again",
  },
  {
    name: "holds-forgotten",
    file: "src/protocol/hold_book.ts",
    find:
      "    for (const hold of ledger.load()) this.#set(hold.transaction, hold);\n",
    replace: "    ledger.load();\n",
    breaks: "after a restart nobody knows what was held",
  },
  {
    name: "moved-are-offered",
    file: "src/protocol/survey.ts",
    find: "const booked = timeOf(slots, holders);",
    replace: "const booked = timeOf(slots.slice(0, 0), holders);",
    breaks: "whoever is booked and moves to another server is offered again",
  },
  {
    name: "moved-are-booked-twice",
    file: "src/protocol/attempt.ts",
    find: "const moved = before === 0 ? this.#bookedElsewhere(booked) : [];",
    replace: "const moved = before < 0 ? this.#bookedElsewhere(booked) : [];",
    breaks: "whoever is booked and moves to another server is booked again",
  },
  {
    name: "moved-are-never-free-again",
    file: "src/protocol/moved_people.ts",
    find: "    kept?.slots.delete(id);\n",
    replace: "    void id;\n",
    breaks: "whoever moves stays booked, though the booking is cancelled",
  },
];
