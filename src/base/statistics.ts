/** Bounds between which so much of a distribution lies. */
export interface Interval<T = number> {
  readonly lower: T;
  readonly upper: T;
}

/**
 * The value that a share of the values lies below, linear between order statistics (Hyndman &
 * Fan's type 7).
 *
 * @param rising - sorted; infinities have their place
 * @returns NaN if there are no values
 */
export function quantile(rising: ArrayLike<number>, share: number): number {
  if (rising.length === 0) return Number.NaN;
  const at = share * (rising.length - 1);
  const [below, weight] = [Math.floor(at), at % 1];
  const low = rising[below]!;
  return weight === 0 || low === -Infinity ? low : low + weight * (rising[below + 1]! - low);
}
