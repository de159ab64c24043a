/** What is asked for again and again and is done once. */

/**
 * @param schedule Does later what it is handed.
 * @returns Asks for `run`; as often as one likes until it is done.
 */
export function once(
  schedule: (run: () => void) => void,
  run: () => void,
): () => void {
  let isComing = false;
  return () => {
    if (isComing) return;
    isComing = true;
    schedule(() => {
      isComing = false;
      run();
    });
  };
}
