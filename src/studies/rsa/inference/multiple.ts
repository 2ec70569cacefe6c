/** Corrections of p-values for having asked several questions at once. */

/** Bonferroni: each p times their number, at most 1. */
export function bonferroni(p: ArrayLike<number>): Float64Array {
  return Float64Array.from(p, (value) => Math.min(1, value * p.length));
}

/**
 * Benjamini–Hochberg: the least false discovery rate at which each would be accepted.
 * Source: Benjamini & Hochberg, J. R. Stat. Soc. B 57(1), 1995; adjusted as Yekutieli &
 * Benjamini, J. Stat. Plan. Inference 82, 1999.
 */
export function falseDiscoveryRate(p: ArrayLike<number>): Float64Array {
  const order = Array.from({ length: p.length }, (_, k) => k).sort((a, b) => p[b]! - p[a]!);
  const adjusted = new Float64Array(p.length);
  let least = 1;
  order.forEach((k, fromLargest) => {
    least = Math.min(least, (p[k]! * p.length) / (p.length - fromLargest));
    adjusted[k] = least;
  });
  return adjusted;
}
