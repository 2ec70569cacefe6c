// Soft agreement of neighbours against a plain NumPy script: rows of exponentials, and one product over all of them.
export const rows = [
  { metric: "soft-knn", K: 12, m: 1000, n: 256, options: {}, goal: 1 },
  { metric: "soft-knn", K: 12, m: 1000, n: 256, options: { neighbors: "euclidean" }, goal: 1 },
];
