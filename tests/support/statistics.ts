/** The arithmetic of measured runs: chances, percentiles and slopes. */

/** One sample of something that may grow. */
export interface Sample {
  readonly at: number;
  readonly value: number;
}

/**
 * The straight line through samples by least squares.
 *
 * @returns Its rise for each unit of `at`; 0 for fewer than two moments.
 */
export function slope(samples: readonly Sample[]): number {
  const meanAt = mean(samples.map(({ at }) => at));
  const meanValue = mean(samples.map(({ value }) => value));
  let [product, square] = [0, 0];
  for (const { at, value } of samples) {
    product += (at - meanAt) * (value - meanValue);
    square += (at - meanAt) ** 2;
  }
  return square > 0 ? product / square : 0;
}

/**
 * The value that a share of all values does not exceed.
 *
 * @param share From 0 to 1.
 * @returns Not a number if there are no values.
 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  const rank = Math.ceil(share * sorted.length);
  return sorted[Math.max(0, rank - 1)] ?? NaN;
}

/**
 * The deviation of a mean whose neighbouring values may have shared their
 * luck: that of the means of blocks, which a coin's would not know of.
 *
 * @param values At least two blocks of them, in the order they came.
 */
export function blockSigma(values: readonly number[], block: number): number {
  const means: number[] = [];
  for (let i = 0; i + block <= values.length; i += block) {
    means.push(mean(values.slice(i, i + block)));
  }
  const middle = mean(means);
  const variance = mean(means.map((each) => (each - middle) ** 2));
  return Math.sqrt(variance / (means.length - 1));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, one) => sum + one, 0) / values.length;
}

/** How likely a count is to be as low, and as high, as it was. */
export interface Tails {
  readonly low: number;
  readonly high: number;
}

/**
 * The chances of a count of independent events, worked out exactly: where
 * next to nothing ever fails, no bell curve fits.
 *
 * @param chances Of each event, from 0 to 1.
 * @param count How many have happened.
 */
export function tailsOf(chances: readonly number[], count: number): Tails {
  const exactly = new Float64Array(chances.length + 1);
  exactly[0] = 1;
  for (const [known, chance] of chances.entries()) {
    for (let n = known + 1; n > 0; n--) {
      exactly[n] = exactly[n]! * (1 - chance) + exactly[n - 1]! * chance;
    }
    exactly[0]! *= 1 - chance;
  }
  const sum = (part: Float64Array) => part.reduce((all, one) => all + one, 0);
  return {
    low: sum(exactly.subarray(0, count + 1)),
    high: sum(exactly.subarray(count)),
  };
}

/** What lies beyond three sigma on one side of a bell curve. */
export const BEYOND_THREE_SIGMA = 0.001_35;
