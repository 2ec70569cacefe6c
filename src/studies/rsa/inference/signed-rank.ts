import { normalTail } from "../../../base/student.ts";

/** Up to so many differences the distribution is counted out; beyond, it is normal for every purpose. */
const exactUpTo = 50;

/**
 * Two-sided p-value of Wilcoxon's signed-rank test that differences are symmetric about 0.
 * Zeros are left out, ties share their mean rank. Up to 50 differences the p-value is
 * exact, ties included: all 2ⁿ signs are counted.
 *
 * Source: Wilcoxon, Biometrics Bulletin 1(6), 1945.
 * @returns 1 if no difference is left.
 */
export function signedRank(differences: ArrayLike<number>): number {
  const kept = Array.from(differences).filter((value) => value !== 0);
  if (kept.length === 0) return 1;
  const doubled = doubledRanks(kept.map(Math.abs));
  const positive = doubled.reduce((sum, rank, k) => sum + (kept[k]! > 0 ? rank : 0), 0);
  const total = doubled.reduce((sum, rank) => sum + rank, 0);
  const smaller = Math.min(positive, total - positive);
  return kept.length <= exactUpTo ? exact(doubled, smaller) : approximate(doubled, smaller);
}

/** Twice the ranks, ties averaged, so that they are whole numbers. */
function doubledRanks(values: readonly number[]): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  return values.map((value) => {
    const first = sorted.indexOf(value);
    return first + sorted.lastIndexOf(value) + 2;
  });
}

/** Share of all choices of signs whose positive ranks sum to at most `smaller`, twice. */
function exact(ranks: readonly number[], smaller: number): number {
  const total = ranks.reduce((sum, rank) => sum + rank, 0);
  let share = new Float64Array(total + 1);
  share[0] = 1;
  for (const rank of ranks) {
    share = share.map((value, sum) => (value + (sum >= rank ? share[sum - rank]! : 0)) / 2);
  }
  let tail = 0;
  for (let sum = 0; sum <= smaller; sum++) tail += share[sum]!;
  return Math.min(1, 2 * tail);
}

function approximate(ranks: readonly number[], smaller: number): number {
  const mean = ranks.reduce((sum, rank) => sum + rank, 0) / 2;
  const variance = ranks.reduce((sum, rank) => sum + rank * rank, 0) / 4;
  return Math.min(1, 2 * normalTail((mean - smaller) / Math.sqrt(variance)));
}
