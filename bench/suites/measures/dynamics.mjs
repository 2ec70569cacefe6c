/** The script does the same number of starts, with SciPy's L-BFGS. */
export const rows = [
  { metric: "dsa", K: 3, m: 2000, n: 20, shape: [20, 1, 100], options: { delays: 3, rank: 10 } },
  { metric: "dsa", K: 2, m: 2000, n: 50, shape: [20, 1, 100], options: { delays: 2, rank: 30 } },
];
