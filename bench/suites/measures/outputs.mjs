// Class scores of K networks.
export const rows = [
  { metric: "disagreement", K: 12, m: 10000, n: 100 },
  { metric: "jensen-shannon", K: 12, m: 10000, n: 100 },
  { metric: "cohen-kappa", K: 12, m: 10000, n: 100 },
];
