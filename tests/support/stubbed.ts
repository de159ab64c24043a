/** Puts another function in the place of one, until it is disposed of. */

export function stubbed<Owner extends object, Name extends keyof Owner>(
  owner: Owner,
  name: Name,
  stub: Owner[Name],
): Disposable {
  const original = owner[name];
  owner[name] = stub;
  return {
    [Symbol.dispose]: () => {
      owner[name] = original;
    },
  };
}
