/**
 * A process full of clients that misbehave until it is killed, so that those
 * who measure are not held up by them: `nuisances.ts PORT KINDS`, KINDS being
 * JSON, how many there are of each kind.
 */

import { fromFileUrl } from "@std/path";
import { type Kinds, misbehave } from "./misbehaviours.ts";

if (import.meta.main) {
  const [port = "", kinds = ""] = Deno.args;
  await misbehave(Number(port), JSON.parse(kinds));
}

/** Starts that process; it ends with `await using`. */
export function startNuisances(port: number, kinds: Kinds): AsyncDisposable {
  const path = fromFileUrl(import.meta.url);
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-net", path, `${port}`, JSON.stringify(kinds)],
    stdin: "null",
    stdout: "null",
  }).spawn();
  return {
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await child.status;
    },
  };
}
