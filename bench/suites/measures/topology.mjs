// `geometry-score` has no row: a script would need a package for witness complexes. That of `rtd` reduces a boundary matrix, so it is
// small; Ripser, in C++, takes ten times as long as this library for 500 stimuli.
export const rows = [
  { metric: "rtd", K: 4, m: 20, n: 16 },
  { metric: "imd", K: 8, m: 1000, n: 256 },
  { metric: "imd", K: 4, m: 3000, n: 256 },
  { metric: "imd", K: 8, m: 400, n: 64, options: { spectrum: "exact" } },
];
