/**
 * What the RFCs say where implementations differ, one test for each; and all
 * of them on hosts of four zones, as the host's must not matter.
 */

import { assertEquals } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { failureOf } from "./calendar_case.ts";
import { CASES } from "./cases.ts";

const RUN_CASES = fromFileUrl(new URL("run_cases.ts", import.meta.url));
const HOST_ZONES = [
  "UTC",
  "Europe/Berlin",
  "Asia/Tokyo",
  "America/St_Johns",
];

for (const one of CASES) {
  Deno.test(one.name, () => assertEquals(failureOf(one), undefined));
}

for (const hostZone of HOST_ZONES) {
  Deno.test(`all cases come out the same under TZ=${hostZone}`, async () => {
    const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--no-prompt", "--allow-read", RUN_CASES],
      env: { TZ: hostZone, NO_COLOR: "1" },
    }).output();
    const decoder = new TextDecoder();
    const said = decoder.decode(stdout);
    assertEquals(
      said === "" ? decoder.decode(stderr) : JSON.parse(said),
      { hostZone, cases: CASES.length, failures: [] },
    );
  });
}
