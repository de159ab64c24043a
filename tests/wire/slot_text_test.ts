import { assert } from "@std/assert";
import { fromFileUrl } from "@std/path";

const PROGRAM = fromFileUrl(new URL("held_slot_texts.ts", import.meta.url));

Deno.test("formatJsonSlots() gives a text that takes its own bytes and no more", async () => {
  // An answer may have to wait for those before it, and is bounded in bytes.
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--v8-flags=--expose-gc", PROGRAM],
  }).output();
  const ratio = Number(new TextDecoder().decode(stdout));
  assert(ratio > 0.9 && ratio < 2, `${ratio} bytes are held for each`);
});
