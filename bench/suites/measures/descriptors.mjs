// Differences of descriptors: all work is that of one network.
export const rows = [
  { metric: "magnitude", K: 12, m: 5000, n: 512 },
  { metric: "concentricity", K: 12, m: 5000, n: 512 },
  { metric: "uniformity", K: 6, m: 2000, n: 512 },
  { metric: "intrinsic-dimension", K: 6, m: 2000, n: 512 },
  { metric: "intrinsic-dimension", K: 6, m: 2000, n: 512, options: { method: "mackay" } },
  { metric: "effective-rank", K: 6, m: 1000, n: 256 },
  { metric: "effective-rank", K: 6, m: 1000, n: 256, options: { spectrum: "eigenvalues" } },
  { metric: "participation-ratio", K: 6, m: 2000, n: 512 },
  { metric: "participation-ratio", K: 6, m: 2000, n: 512, options: { estimator: "few-stimuli" } },
];
