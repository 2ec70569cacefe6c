import { goldenArray, goldenCases, type GoldenCase } from "../../golden/golden.ts";
import type { Representation } from "../../../src/data/representation.ts";
import { rdmFrom, type Rdm } from "../../../src/rdm/rdm.ts";

/** A call in a table of the documentation, and a value that the peer gave for other inputs of these names. */
export interface Known {
  readonly page: string;
  /** As it stands in the page. */
  readonly code: string;
  readonly set: string;
  readonly id: string;
  /** The output of the case that it is to equal. */
  readonly out: string;
  /** The numbers of the result that are compared with it. */
  readonly numbers: (result: unknown) => ArrayLike<number>;
  /** The names of the page, from the inputs of the case. */
  readonly bind: (input: (name: string) => Representation) => Record<string, unknown>;
}

const single = (value: unknown) => [value as number];

const pair = (first: string, second: string) => (input: (name: string) => Representation) => ({
  x: input(first),
  y: input(second),
});
const gaussians = (input: (name: string) => Representation) => ({
  gaussian: { ...input("mX"), covariances: input("cX") },
  normal: { ...input("mY"), covariances: input("cY") },
});

/** A call of the page of rsatoolbox between two stacks of RDMs. */
const comparing = (comparator: string, id: string): Known => ({
  page: "rsatoolbox.md",
  code: `compareRdms(rdms, models, { comparator: "${comparator}" })`,
  set: "rsa_compare",
  id,
  out: "sim",
  numbers: (found) => (found as { values: Float64Array }).values,
  bind: (input) => ({ rdms: rdmsIn(input("A")), models: rdmsIn(input("B")) }),
});

const ofOne = (code: string, id: string): Known => ({
  page: "rsatoolbox.md",
  code,
  set: "rsa_calc_rdm",
  id,
  out: "rdm",
  numbers: (found) => (found as Rdm).condensed,
  bind: (input) => ({ x: input("X") }),
});

/** A call of the page of BrainIAK, whose data are times × voxels × subjects. */
const correlating = (code: string, id: string, what: "values" | "summary"): Known => ({
  page: "brainiak.md",
  code,
  set: "brainiak_isc",
  id,
  out: "iscs",
  numbers: (found) =>
    what === "summary"
      ? (found as { summary: Float64Array }).summary
      : (found as { values: { data: Float64Array } }).values.data,
  bind: (input) => ({ subjects: subjectsIn(input("data")) }),
});

const netrep = (set: string, cases: readonly (readonly [code: string, id: string])[]) =>
  cases.map(([code, id]) => ({
    page: "netrep.md",
    code,
    set,
    id,
    out: "value",
    numbers: single,
    bind: pair("X", "Y"),
  }));

const resi = (cases: readonly (readonly [code: string, id: string, out?: string])[]) =>
  cases.map(([code, id, out = "value"]) => ({
    page: "resi.md",
    code,
    set: "resi_measures",
    id,
    out,
    numbers: single,
    bind: pair("R", "Rp"),
  }));

export const known: readonly Known[] = [
  ...netrep("netrep_linear", [
    ['compare(x, y, { metric: "procrustes" })', "linear-017"],
    ['compare(x, y, { metric: "procrustes" })', "linear-037"],
    ['compare(x, y, { metric: "procrustes", alpha: 0.5 })', "linear-009"],
    ['compare(x, y, { metric: "procrustes", alpha: 0 })', "linear-001"],
    ['compare(x, y, { metric: "procrustes", ground: "euclidean" })', "linear-019"],
    ['compare(x, y, { metric: "procrustes", center: false })', "linear-018"],
  ]),
  ...netrep("netrep_perm_cka", [
    ['compare(x, y, { metric: "permutation" })', "perm-001"],
    ['compare(x, y, { metric: "permutation", ground: "euclidean" })', "perm-002"],
    ['compare(x, y, { metric: "cka", ground: "angular" })', "cka-001"],
    ['compare(x, y, { metric: "cka", ground: "angular", center: false })', "cka-002"],
  ]),
  ...(
    [
      ['compare(gaussian, normal, { metric: "gaussian-wasserstein" })', "gaussian-002"],
      ['compare(gaussian, normal, { metric: "gaussian-wasserstein", group: "permutation" })', "gaussian-012"],
    ] as const
  ).map(([code, id]) => ({
    page: "netrep.md",
    code,
    set: "netrep_gaussian",
    id,
    out: "best_known",
    numbers: single,
    bind: gaussians,
  })),
  {
    page: "netrep.md",
    code: 'compare(trials, noisy, { metric: "energy" })',
    set: "netrep_energy",
    id: "energy-002",
    out: "best_known",
    numbers: single,
    bind: (input) => ({ trials: input("X"), noisy: input("Y") }),
  },
  ...resi([
    ['compare(x, y, { metric: "cka" })', "cka_centered_kernel_alignment_2"],
    ['compare(x, y, { metric: "cca", ground: "mean" })', "cca_get_cca_similarity_2", "mean_cca"],
    ['compare(x, y, { metric: "svcca" })', "cca_svcca_5", "by_definition"],
    ['compare(x, y, { metric: "pwcca" })', "cca_pwcca_2", "by_definition"],
    [
      'compare(x, y, { metric: "procrustes", ground: "euclidean" })',
      "procrustes_procrustes_size_and_shape_distance_3",
    ],
    [
      'compare(x, y, { metric: "procrustes", ground: "euclidean", center: false })',
      "procrustes_orthogonal_procrustes_2",
    ],
    [
      'compare(x, y, { metric: "procrustes", ground: "unit-norm" })',
      "procrustes_orthogonal_procrustes_centered_and_normalized_2",
    ],
    ['compare(x, y, { metric: "procrustes" })', "procrustes_orthogonal_angular_shape_metric_centered_2"],
    [
      'compare(x, y, { metric: "procrustes", center: false })',
      "procrustes_orthogonal_angular_shape_metric_2",
    ],
    [
      'compare(x, y, { metric: "permutation", ground: "euclidean", center: false })',
      "procrustes_permutation_procrustes_2",
    ],
    [
      'compare(x, y, { metric: "permutation", center: false })',
      "procrustes_permutation_angular_shape_metric_2",
    ],
    ['compare(x, y, { metric: "aligned-cosine" })', "procrustes_aligned_cossim_2"],
    ['compare(x, y, { metric: "permutation-aligned-cosine" })', "procrustes_permutation_aligned_cossim_2"],
    ['compare(x, y, { metric: "hard-correlation-match" })', "correlation_match_hard_correlation_match_2"],
    ['compare(x, y, { metric: "soft-correlation-match" })', "correlation_match_soft_correlation_match_2"],
    ['compare(y, x, { metric: "linear-regression" })', "linear_regression_linear_reg_2"],
    [
      'compare(x, y, { metric: "rsa", comparator: "spearman" })',
      "rsa_representational_similarity_analysis_1",
    ],
    [
      'compare(x, y, { metric: "rsa", dissimilarity: "euclidean", comparator: "spearman" })',
      "rsa_representational_similarity_analysis_2",
    ],
    [
      'compare(x, y, { metric: "rsa", comparator: "euclidean" })',
      "rsa_representational_similarity_analysis_3",
    ],
    ['compare(x, y, { metric: "rsm-difference", norm: "spectral" })', "rsm_norm_difference_rsm_norm_diff_2"],
    ['compare(x, y, { metric: "distance-correlation" })', "distance_correlation_distance_correlation_2"],
    ['compare(x, y, { metric: "eigenspace-overlap" })', "eigenspace_overlap_eigenspace_overlap_score_2"],
    ['compare(x, y, { metric: "gulp", squared: true })', "gulp_gulp_1"],
    ['compare(x, y, { metric: "knn-jaccard", k: 5 })', "nearest_neighbor_jaccard_similarity_1"],
    ['compare(x, y, { metric: "rank-similarity", k: 5 })', "nearest_neighbor_rank_similarity_1"],
  ]),
  comparing("pearson", "a_corr"),
  comparing("cosine", "a_cosine"),
  comparing("spearman", "a_spearman"),
  comparing("rho-a", "a_rho-a"),
  comparing("kendall-tau-b", "a_kendall"),
  comparing("kendall-tau-a", "a_tau-a"),
  comparing("pearson-whitened", "a_corr_cov"),
  comparing("cosine-whitened", "a_cosine_cov"),
  comparing("bures", "a_bures"),
  ofOne('rdm(x, { dissimilarity: "correlation" })', "a_corr_rows"),
  ofOne('rdm(x, { dissimilarity: "squared-euclidean", perUnit: true })', "a_euc_rows"),
  ofOne('rdm(x, { dissimilarity: "squared-euclidean", perUnit: true, removeMean: true })', "a_euc_rm_rows"),
  correlating('isc(subjects, { summary: "none" })', "isc_loo", "values"),
  correlating('isc(subjects, { method: "pairwise", summary: "none" })', "isc_pair", "values"),
  correlating("isc(subjects)", "isc_loo_mean", "summary"),
];

/** The inputs of a case under the names of the page, and the value that it is to give. */
export function inputsOf({ set, id, out, bind }: Known) {
  const golden = goldenCases(set).find((one) => one.id === id);
  if (!golden) throw new Error(`${set} has no case ${id}.`);
  const input = (name: string) => arrayOf(golden, set, name);
  const { value, file, tol } = golden.out[out]!;
  const numbers = file === undefined ? [value!] : [...goldenArray(set, file).data];
  return { names: bind(input), expected: { numbers, tol } };
}

function arrayOf(golden: GoldenCase, set: string, name: string): Representation {
  return goldenArray(set, golden.in[name] as string);
}

/** RDMs of a file that holds one a row. */
export function rdmsIn({ shape, data }: Representation): Rdm[] {
  const [count = 0, pairs = 0] = shape;
  const stimuli = Array.from({ length: (1 + Math.sqrt(1 + 8 * pairs)) / 2 }, (_, k) => String(k));
  return Array.from({ length: count }, (_, k) =>
    rdmFrom({
      name: String(k),
      dissimilarity: "given",
      stimuli,
      condensed: Float64Array.from(data.subarray(k * pairs, (k + 1) * pairs)),
    }),
  );
}

/** times × units of each subject of times × units × subjects. */
function subjectsIn({ shape, data }: Representation): Representation[] {
  const [times = 0, units = 0, count = 0] = shape;
  return Array.from({ length: count }, (_, subject) => ({
    name: String(subject),
    shape: [times, units],
    data: Float64Array.from({ length: times * units }, (__, k) => data[k * count + subject]!),
  }));
}
