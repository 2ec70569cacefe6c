/** Alignment, matching and regression: `peers/measures/alignment.py`. */
export const rows = [
  { metric: "aligned-cosine", K: 12, m: 1000, n: 256 },
  { metric: "aligned-cosine", K: 8, m: 300, n: 1000 },
  { metric: "permutation-aligned-cosine", K: 12, m: 1000, n: 256 },
  { metric: "hard-correlation-match", K: 12, m: 1000, n: 256 },
  { metric: "soft-correlation-match", K: 12, m: 1000, n: 256 },
  { metric: "max-match", K: 8, m: 1000, n: 256, options: { epsilon: 0.86 } },
  { metric: "procrustes", K: 12, m: 1000, n: 256, options: { ground: "unit-norm" } },
  { metric: "procrustes", K: 12, m: 1000, n: 256, options: { group: "rotation" } },
  { metric: "linear-predictivity", K: 6, m: 1000, n: 256 },
  { metric: "linear-predictivity", K: 6, m: 1000, n: 256, options: { ridge: 1 } },
  { metric: "linear-predictivity", K: 4, m: 300, n: 1000 },
  { metric: "linear-predictivity", K: 2, m: 400, n: 128, options: { fit: "pls" } },
];
