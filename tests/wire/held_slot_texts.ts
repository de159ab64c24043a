/**
 * A program: how many bytes of memory a held text of slots takes for each of
 * its own. `--v8-flags=--expose-gc` lets it count what is really held.
 */

import { formatJsonSlots } from "../../src/wire/slot_text.ts";
import { slotsOfBytes } from "../support/slots_of_bytes.ts";

const { gc } = globalThis as unknown as { readonly gc: () => void };
const slots = slotsOfBytes(20_000);
const held: string[] = [];

gc();
const before = Deno.memoryUsage().heapUsed;
for (let i = 0; i < 20; i++) held.push(formatJsonSlots(slots, "numbers"));
gc();
const grown = Deno.memoryUsage().heapUsed - before;
const bytes = held.reduce((sum, { length }) => sum + length, 0);
await Deno.stdout.write(new TextEncoder().encode(`${grown / bytes}`));
