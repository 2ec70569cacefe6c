// Measures of nearest neighbours. The first row is the goal of the project: 12 networks of 5,000 × 512.
export const rows = [
  { metric: "mutual-knn", K: 12, m: 5000, n: 512, goal: 5 },
  { metric: "mutual-knn", K: 12, m: 1000, n: 256 },
  { metric: "cycle-knn", K: 12, m: 1000, n: 256 },
  { metric: "lcs-knn", K: 6, m: 1000, n: 256 },
  { metric: "edit-distance-knn", K: 6, m: 1000, n: 256 },
  { metric: "cknna", K: 12, m: 1000, n: 256 },
  { metric: "knn-jaccard", K: 12, m: 1000, n: 256 },
  { metric: "rank-similarity", K: 12, m: 1000, n: 256 },
  { metric: "joint-rank-jaccard", K: 12, m: 1000, n: 256 },
  { metric: "second-order-cosine", K: 12, m: 1000, n: 256 },
];
