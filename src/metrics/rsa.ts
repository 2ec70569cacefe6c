import { NumericalError } from "../errors.ts";
import { concatenate, matrix, type Matrix } from "../matrix.ts";
import { condensedBlocks } from "../rdm/blocks.ts";
import { dissimilarities, dissimilarityNames, type DissimilarityName } from "../rdm/dissimilarities.ts";
import { rdmRows } from "../rdm/rows.ts";
import type { Responses } from "../responses.ts";
import type { Kernels } from "../wasm/kernels.ts";
import { defineInnerProductMetric, type Block } from "./metric.ts";
import { choice } from "./options.ts";

export interface RsaOptions {
  dissimilarity: DissimilarityName;
  comparator: "pearson" | "spearman" | "cosine";
}

/** One network's RDM: as rows from which blocks of it are made or, once ranked, in full. */
type PreparedRsa = {
  rows: Matrix;
  /** Condensed, 1 × m(m − 1)/2, for `spearman`; empty otherwise, where blocks are made when needed. */
  ranks: Matrix;
  /** What is subtracted from every entry: the mean for `pearson` and `spearman`. */
  mean: number;
};

/**
 * Representational similarity analysis between networks: the correlation of their
 * representational dissimilarity matrices (RDMs), over pairs of stimuli i < j.
 *
 *   pearson    corr(d(X), d(Y))
 *   spearman   the same of ranks, ties averaged
 *   cosine     ⟨d(X), d(Y)⟩ / (‖d(X)‖ ‖d(Y)‖)
 *
 * Each is the cosine of a feature vector of one network, so all pairs are one product.
 */
export const rsa = defineInnerProductMetric<PreparedRsa, RsaOptions>({
  title: "Representational similarity analysis",
  summary: "Correlation of the two dissimilarity matrices of the stimuli.",
  source:
    "Kriegeskorte, Mur & Bandettini, Front. Syst. Neurosci. 2:4, 2008; comparators: Nili et al., PLoS Comput. Biol. 10(4), 2014",
  accepts: "matrix",
  options: {
    dissimilarity: choice(dissimilarityNames, "Between two stimuli of one network."),
    comparator: choice(["pearson", "spearman", "cosine"], "Between two dissimilarity matrices."),
  },
  testedWith: dissimilarityNames.flatMap((dissimilarity) =>
    (["pearson", "spearman", "cosine"] as const).map((comparator) => ({ dissimilarity, comparator })),
  ),

  properties: ({ dissimilarity, comparator }) => ({
    kind: "similarity",
    symmetric: true,
    range: [comparator === "cosine" ? 0 : -1, 1],
    invariantTo: [
      "permutation",
      ...(dissimilarity === "correlation" ? [] : (["orthogonal"] as const)),
      "isotropic-scaling",
      ...(dissimilarity.endsWith("euclidean") ? (["translation"] as const) : []),
    ],
    self: 1,
    toDistance: "one-minus",
  }),

  prepare(input, { dissimilarity, comparator }, kernels) {
    const { rows } = dissimilarities[dissimilarity].prepare(input, kernels);
    const parts = condensedBlocks(rows.rows).map(
      (block) => () => rdmRows({ rows }, dissimilarity, block, kernels),
    );
    const { mean, varies, positive } = summary(parts);
    if (comparator === "cosine" ? !positive : !varies) throw degenerate(input, comparator);
    const ranks =
      comparator === "spearman" ? ranksOf(concatenate(parts.map((part) => part())), kernels) : matrix(1, 0);
    const subtracted = { pearson: mean, spearman: (ranks.cols + 1) / 2, cosine: 0 }[comparator];
    return { rows, ranks, mean: subtracted };
  },

  blocks: (stimuli) => condensedBlocks(stimuli),

  features(prepared, block, { dissimilarity, comparator }, kernels) {
    const ranked = comparator === "spearman";
    const entries = ranked ? rankedRows(prepared, block) : rdmRows(prepared, dissimilarity, block, kernels);
    const { mean } = prepared;
    return [
      matrix(
        1,
        entries.length,
        entries.map((entry) => entry - mean),
      ),
    ];
  },

  finish(inner, selfX, selfY) {
    return Math.max(-1, Math.min(1, inner / Math.sqrt(selfX * selfY)));
  },
});

/** That stretch of the condensed ranks. */
function rankedRows({ rows, ranks }: PreparedRsa, { start, end }: Block): Float64Array {
  const offset = (row: number) => (row * (2 * rows.rows - row - 1)) / 2;
  return ranks.data.subarray(offset(start), offset(end));
}

/** Mean of all entries, and whether they differ by more than rounding, and whether any is above 0. */
function summary(parts: (() => Float64Array)[]): { mean: number; varies: boolean; positive: boolean } {
  let [sum, count, smallest, largest] = [0, 0, Infinity, -Infinity];
  for (const part of parts) {
    let partial = 0;
    for (const entry of part()) {
      partial += entry;
      if (entry < smallest) smallest = entry;
      if (entry > largest) largest = entry;
      count++;
    }
    sum += partial;
  }
  return { mean: sum / count, varies: largest - smallest > 1e-14 * largest, positive: largest > 0 };
}

function degenerate({ name, responses }: Responses, comparator: RsaOptions["comparator"]): NumericalError {
  const needed = comparator === "cosine" ? 2 : 3;
  if (responses.rows < needed) {
    return new NumericalError(
      `${name}: rsa with ${comparator} needs at least ${needed} stimuli, got ${responses.rows}.`,
    );
  }
  return new NumericalError(
    comparator === "cosine"
      ? `${name}: all dissimilarities between stimuli are 0, so the RDM has no direction.`
      : `${name}: all dissimilarities between stimuli are equal, so they correlate with nothing.`,
  );
}

function ranksOf(entries: Float64Array, kernels: Kernels): Matrix {
  return kernels.ranks(matrix(1, entries.length, entries));
}
