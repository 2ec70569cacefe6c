import { NumericalError } from "../errors.ts";
import { matrix, type Matrix } from "../matrix.ts";
import { rowBlocks } from "../rdm/blocks.ts";
import type { Kernels } from "../wasm/kernels.ts";
import { defineInnerProductMetric, type Block } from "./metric.ts";
import { boolean, choice } from "./options.ts";
import { assertVaries, scaleAndCenter } from "../responses.ts";

export interface CkaOptions {
  debiased: boolean;
  center: boolean;
  ground: "similarity" | "angular";
}

/** One network, ready for any number of comparisons. */
type PreparedCka = {
  /** Responses at norm 1, stimuli × units; or their Gram matrix, stimuli × stimuli, where that is smaller. */
  source: Matrix;
  /** Whether `source` is the Gram matrix. */
  isGram: number;
  /** Debiased only: 1 × stimuli, what U-centring subtracts from row i: rᵢ/(m − 2) − s/(2(m − 1)(m − 2)). */
  rowShift: Matrix;
};

/**
 * Centered kernel alignment with the linear kernel, K = X·Xᵀ (X centred):
 *
 *   CKA(X, Y) = HSIC(K, L) / √(HSIC(K, K) · HSIC(L, L)),   HSIC(K, L) = ⟨K, L⟩_F
 *
 * `debiased` takes the unbiased estimator of HSIC (Song et al., JMLR 2012, theorem 2)
 * in all three places, as Nguyen, Raghu & Kornblith (ICLR 2021) do. It is the inner
 * product of the U-centred Gram matrices (Székely & Rizzo, 2014): zero diagonal and
 *
 *   Ũᵢⱼ = K̃ᵢⱼ − rᵢ/(m − 2) − rⱼ/(m − 2) + s/((m − 1)(m − 2)),   r = K̃·1, s = 1ᵀK̃·1,
 *
 * which no constant added to a unit changes, so `center` does not matter there.
 */
export const cka = defineInnerProductMetric<PreparedCka, CkaOptions>({
  title: "Centered kernel alignment (linear)",
  summary: "Agreement of the similarity structures of the stimuli.",
  source:
    "Kornblith, Norouzi, Lee & Hinton, ICML 2019, arXiv:1905.00414, §3; debiased: Song et al., JMLR 13, 2012, §4",
  accepts: "matrix",
  options: {
    debiased: boolean(
      false,
      "The unbiased estimator of HSIC: 0 on average for unrelated networks. Needs 4 stimuli.",
    ),
    center: boolean(true, "Subtract each unit's mean over stimuli first."),
    ground: choice(
      ["similarity", "angular"],
      "similarity: the alignment itself. angular: its arccosine in radians, which is a distance.",
    ),
  },
  testedWith: [
    {},
    { center: false },
    { ground: "angular" },
    { debiased: true },
    { debiased: true, ground: "angular" },
  ],

  properties: ({ debiased, center, ground }) => ({
    kind: ground === "angular" ? "distance" : "similarity",
    symmetric: true,
    range: ground === "angular" ? [0, debiased ? Math.PI : Math.PI / 2] : [debiased ? -1 : 0, 1],
    invariantTo: [
      "permutation",
      "orthogonal",
      "isotropic-scaling",
      ...(center || debiased ? (["translation"] as const) : []),
    ],
    self: ground === "angular" ? 0 : 1,
    ...(ground === "similarity" ? { toDistance: "arccos" as const } : {}),
  }),

  prepare(input, { debiased, center }, kernels) {
    const m = input.responses.rows;
    if (debiased && m < 4) {
      throw new NumericalError(`${input.name}: debiased CKA needs at least 4 stimuli, got ${m}.`);
    }
    const { matrix: centered } = scaleAndCenter(input, center || debiased, kernels);
    const norm = kernels.norm(centered);
    assertVaries(input, norm, center || debiased);
    const unit = kernels.scale(centered, 1 / norm);
    const isGram = 2 * unit.cols > m;
    return {
      source: isGram ? kernels.syrk(unit) : unit,
      isGram: +isGram,
      rowShift: debiased ? uCentering(unit) : matrix(1, 0),
    };
  },

  blocks: (stimuli) =>
    rowBlocks(stimuli, (start, end) => ({ start, end, length: (end - start) * (stimuli - start) })),

  features(x, { start, end }, { debiased }, kernels) {
    const these = { start, end };
    const later = { start: end, end: x.source.rows };
    // The block to the right stands for its mirror image too, in every inner product: hence √2.
    const own = gramBlock(x, these, these, 1, kernels);
    const right = gramBlock(x, these, later, Math.SQRT2, kernels);
    if (!debiased) return [own, right];
    subtractShifts(own, x.rowShift, these, these, 1);
    subtractShifts(right, x.rowShift, these, later, Math.SQRT2);
    for (let i = 0; i < own.rows; i++) own.data[i * own.cols + i] = 0;
    return [own, right];
  },

  finish(inner, selfX, selfY, { ground }) {
    const value = inner / Math.sqrt(selfX * selfY);
    const bounded = Math.max(-1, Math.min(1, value));
    return ground === "angular" ? Math.acos(bounded) : bounded;
  },

  near: {
    applies: (inner, selfX, selfY, { ground }) =>
      ground === "angular" && inner / Math.sqrt(selfX * selfY) > 1 - 1e-4,
    finish: (squaredGap) => 2 * Math.asin(Math.min(1, Math.sqrt(squaredGap) / 2)),
  },
});

/** weight · K[rows, columns]. */
function gramBlock(
  { source, isGram }: PreparedCka,
  rows: Rows,
  columns: Rows,
  weight: number,
  kernels: Kernels,
): Matrix {
  const these = kernels.rows(source, rows.start, rows.end);
  if (isGram) return kernels.scale(kernels.columns(these, columns.start, columns.end), weight);
  const those = kernels.rows(source, columns.start, columns.end);
  return kernels.gemm(these, those, { transB: true, alpha: weight });
}

type Rows = Pick<Block, "start" | "end">;

/** U-centring of such a block, in place. */
function subtractShifts(
  { data }: Matrix,
  { data: shift }: Matrix,
  rows: Rows,
  columns: Rows,
  weight: number,
): void {
  for (let i = rows.start, k = 0; i < rows.end; i++) {
    for (let j = columns.start; j < columns.end; j++) data[k++]! -= weight * (shift[i]! + shift[j]!);
  }
}

/** Row sums of K̃ without forming it: r = X·(Xᵀ1) − diag(X·Xᵀ). */
function uCentering({ rows: m, cols: n, data }: Matrix): Matrix {
  const total = new Float64Array(n);
  for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) total[j]! += data[i * n + j]!;
  const sums = Float64Array.from({ length: m }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += data[i * n + j]! * (total[j]! - data[i * n + j]!);
    return sum;
  });
  const grand = sums.reduce((a, b) => a + b, 0);
  return matrix(
    1,
    m,
    sums.map((r) => r / (m - 2) - grand / (2 * (m - 1) * (m - 2))),
  );
}
