// Similarity structures: what each network is prepared to once, and products of all pairs.
export const rows = [
  { metric: "distance-correlation", K: 12, m: 1000, n: 256 },
  { metric: "distance-correlation", K: 12, m: 1000, n: 256, options: { debiased: true } },
  { metric: "hsic", K: 12, m: 2000, n: 256 },
  { metric: "hsic", K: 12, m: 1000, n: 1000 },
  { metric: "hsic", K: 12, m: 1000, n: 256, options: { kernel: "laplacian", debiased: true } },
  { metric: "rsm-difference", K: 12, m: 1000, n: 256 },
  { metric: "rsm-difference", K: 4, m: 500, n: 256, options: { norm: "spectral" } },
  { metric: "eigenspace-overlap", K: 12, m: 1000, n: 256 },
  { metric: "gulp", K: 12, m: 1000, n: 256 },
  { metric: "gulp", K: 12, m: 1000, n: 256, options: { lambda: 0.01 } },
  { metric: "gulp", K: 12, m: 1000, n: 256, options: { lambda: 1e-6 } },
  { metric: "cka", K: 12, m: 1000, n: 256, options: { kernel: "polynomial" } },
  { metric: "cka", K: 12, m: 1000, n: 256, options: { kernel: "laplacian" } },
];
