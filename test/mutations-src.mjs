// Lines of the library, broken on purpose, as mutations.mjs breaks those of the kernels. `file`
// is the end of the path below src/, `tests` are ends of paths below test/, as far as is needed
// to tell them from others. Each `line`, or part of one, stands exactly once in its file.

export const mutations = [
  // metrics
  {
    file: "neighbors/masked.ts",
    what: "the last term of HSIC with the first kernel's rows",
    line: "(2 * dot(x.columns, y.rows)) / (m - 2)",
    broken: "(2 * dot(x.rows, y.columns)) / (m - 2)",
    tests: ["golden-neighbors", "neighbors/neighbors"],
  },
  {
    file: "neighbors/masked.ts",
    what: "entries counted whose mirror image is not in the mask",
    line: "if (own >= starts[i]!) trace",
    broken: "if (own >= 0) trace",
    tests: ["golden-neighbors", "neighbors/neighbors"],
  },
  {
    file: "neighbors/rank-similarity.ts",
    what: "ranks from 0",
    line: "(r + s + 2)",
    broken: "(r + s + 1)",
    tests: ["golden-neighbors"],
  },
  {
    file: "gram.ts",
    what: "debiased Gram matrices centred with the divisor of the biased ones",
    line: "debiased ? [m - 2, 2 * (m - 1) * (m - 2)]",
    broken: "debiased ? [m - 1, 2 * (m - 1) * (m - 2)]",
    tests: ["golden", "cka"],
  },
  {
    file: "bandwidth.ts",
    what: "the median of an even number of distances taken for the lower one in the middle",
    line: "return (Math.sqrt(value) + Math.sqrt(next)) / 2;",
    broken: "return Math.sqrt(value);",
    tests: ["cka"],
  },
  {
    file: "whiten.ts",
    what: "whitening without keeping the total variance",
    line: "const keep = Math.sqrt(sumOfSquares(s) / sumOfSquares(relative));",
    broken: "const keep = Math.sqrt(sumOfSquares(s));",
    tests: ["golden"],
  },
  {
    file: "matching.ts",
    what: "nearly equal units matched by products that have cancelled",
    line: "const nearlyEqual = 1e-4;",
    broken: "const nearlyEqual = 0;",
    tests: ["permutation"],
  },
  // rdm
  {
    file: "crossnobis.ts",
    what: "training means that divide by the rows of all runs, the test run's among them",
    line: "const left = all[stimulus]! - counts[test]![stimulus]!;",
    broken: "const left = all[stimulus]!;",
    tests: ["crossvalidated"],
  },
  {
    file: "crossnobis.ts",
    what: "the bias of the runs' own noise taken away once too little",
    line: "const scale = 1 / Math.sqrt(runs * (runs - 1));",
    broken: "const scale = 1 / Math.sqrt(runs * runs);",
    tests: ["crossvalidated"],
  },
  {
    file: "src/rdm/rows.ts",
    what: "squared distances brought back to the scale of the responses as plain ones",
    line: "(degree === 1 ? value * factor : value * factor * factor)",
    broken: "value * factor",
    tests: ["dissimilarities"],
  },
  {
    file: "condensed.ts",
    what: "pairs in falling order looked up as they come",
    line: "const [low, high] = i < j ? [i, j] : [j, i];",
    broken: "const [low, high] = [i, j];",
    tests: ["rdm/operations"],
  },
  // pairs
  {
    file: "lanes.ts",
    what: "a queue for each lane instead of one for all",
    line: "const queue = drain(jobs);",
    broken: "const queue = jobs;",
    tests: ["lanes"],
  },
  {
    file: "compare-inner-products.ts",
    what: "partial sums added in the order in which they come",
    line: "sums.early.set(index, partial);",
    broken: "sums.early.set(sums.added, partial);",
    tests: ["bits"],
  },
  {
    file: "session.ts",
    what: "norms summed from single rows, which round differently",
    line: "Math.min(stacked.rows, row + 4)",
    broken: "Math.min(stacked.rows, row + 1)",
    tests: ["bits"],
  },
  {
    file: "residency.ts",
    what: "representations that were there forgotten with the rest",
    line: "for (const id of ids) this.#load(id, packed[id]!);",
    broken: "for (const id of missing) this.#load(id, packed[id]!);",
    tests: ["bits"],
  },
  // isc
  {
    file: "isc/courses.ts",
    what: "a subject correlated with a mean that it is in",
    line: "const rest = all[k]! - data[k]!;",
    broken: "const rest = all[k]!;",
    tests: ["isc/isc"],
  },
  {
    file: "isc/resampling/plan.ts",
    what: "a subject that was drawn twice counted once in a pair",
    line: "const subjectWeight: Weigh = (first, second) => first * second;",
    broken: "const subjectWeight: Weigh = (first, second) => Math.min(first, second);",
    tests: ["isc/isc", "golden-brainiak_isc"],
  },
  {
    file: "isc/resampling/spectrum.ts",
    what: "courses shifted backwards in phase",
    line: "to[sines + k] = a[sines + k]! * b[k]! - a[k]! * b[sines + k]!;",
    broken: "to[sines + k] = a[k]! * b[sines + k]! - a[sines + k]! * b[k]!;",
    tests: ["isc/isc", "golden-brainiak_isc"],
  },
  {
    file: "isc/resampling/anew.ts",
    what: "the others of a moved subject with the subject in them",
    line: "const rest = totals[k]! - 2 * dot[k]! - norm * norm;",
    broken: "const rest = totals[k]! - norm * norm;",
    tests: ["isc/anew"],
  },
  {
    file: "isc/resampling/judge.ts",
    what: "p without the observed value among the resamples, so that it may be 0",
    line: "permutationShare(reached, distribution.length)",
    broken: "reached / distribution.length",
    tests: ["isc/isc"],
  },
];
