/**
 * How much is tested: a little with every run, and all of it by
 * `deno task test:deep`, which sets `CONVENE_DEEP`.
 */

const isDeep = Deno.env.get("CONVENE_DEEP") === "1";

export function scaled<T>({ quick, deep }: {
  readonly quick: T;
  readonly deep: T;
}): T {
  return isDeep ? deep : quick;
}
