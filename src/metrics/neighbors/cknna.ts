import { NumericalError } from "../../base/errors.ts";
import type { Matrix } from "../../base/matrix.ts";
import { boolean, number } from "../../base/options.ts";
import { scaleOf, type Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { neighborKernels } from "../../wasm/parts/neighbors.ts";
import { definePairMetric } from "../metric.ts";
import { hsic, maskedBoth, type Masked, type NeighborKernel } from "./masked.ts";
import { invariancesOf, neighborOptions, type NeighborOptions } from "./options.ts";
import { neighborRows, tableOf } from "./table.ts";

export interface CknnaOptions extends NeighborOptions {
  debiased: boolean;
  epsilon: number;
}

/** One network. */
type PreparedCknna = {
  /** Numbers of the k nearest stimuli of each, nearest first: stimuli × k. */
  table: Matrix;
  /** The kernel there: stimuli × k. */
  values: Matrix;
  /** HSIC of the kernel with itself, under its own mask. */
  self: number;
  /** The kernel and its HSIC are those of responses · 2^−exponent. */
  exponent: number;
};

/**
 * Centred kernel nearest-neighbour alignment: CKA of kernels that are kept only where stimuli are near,
 *
 *   HSIC(M ∘ K, M ∘ L) / (√(HSIC(M_K ∘ K, M_K ∘ K) · HSIC(M_L ∘ L, M_L ∘ L)) + epsilon)
 *
 * K and L are the inner products of responses, of length 1 for cosines and centred for correlations. The mask M_K has
 * entry (i, j) where j is one of the k nearest neighbours of i; M = M_K ∘ M_L, and no mask is made symmetric. HSIC is
 * that of `hsic`; the debiased one leaves the diagonal out, under the biased one a stimulus may be among its own
 * neighbours. With all neighbours, and inner products, it is CKA without a centre.
 *
 * Masked kernels have k entries a stimulus, and a pair costs as many steps.
 */
export const cknna = definePairMetric<PreparedCknna, CknnaOptions>({
  name: "cknna",
  title: "Centred kernel nearest-neighbour alignment",
  summary: "Centred kernel alignment of the similarities of near stimuli alone.",
  source:
    "Huh, Cheung, Wang & Isola, ICML 2024, arXiv:2405.07987, appendix A; HSIC: Song et al., JMLR 13, 2012, equation 5",
  family: "Neighbours of stimuli",
  cost: { network: "m²·n", pair: "m·k" },
  blindTo:
    "All beyond the k nearest neighbours. Few shared neighbours and much of a kernel outside of them both make it small; it has no fixed bounds.",
  accepts: "matrix",
  options: {
    ...neighborOptions,
    debiased: boolean(
      true,
      "The unbiased form of HSIC, without diagonal. Without it, a stimulus may be its own neighbour. Needs 4 stimuli.",
    ),
    epsilon: number(0, 0, 1, "Added to the denominator; platonic-rep adds 1e-6."),
  },
  testedWith: [
    {},
    { debiased: false },
    { k: 16, neighbors: "euclidean" },
    { k: 4, neighbors: "correlation", epsilon: 1e-6 },
    { k: 7, neighbors: "inner-product", debiased: false },
  ],
  properties: ({ neighbors, debiased, epsilon }) => ({
    kind: "similarity",
    // Of masks that are not symmetric, the debiased form takes 1ᵀKL1 alone.
    symmetric: !debiased,
    range: [-Infinity, Infinity],
    invariantTo: invariancesOf(neighbors).filter(
      (what) =>
        what !== "translation" && (what !== "isotropic-scaling" || epsilon === 0 || hasUnitRows(neighbors)),
    ),
    ...(epsilon === 0 ? { self: 1 } : {}),
  }),
  operations: ({ shape: [m = 1] }, { k }) => 40 * m * k,

  prepare(input, options, kernels) {
    const kernel = kernelOf(input, options, kernels);
    const masked = maskedBoth(kernel, kernel);
    const self = hsic(masked, options.debiased);
    assertPositive(input, self, masked, options);
    return { table: kernel.table, values: kernel.values, self, exponent: kernel.exponent };
  },

  compare(x, y, { debiased, epsilon }) {
    const shared = hsic(maskedBoth(x, y), debiased);
    const scale = Math.sqrt(x.self) * Math.sqrt(y.self);
    return shared / (scale + (epsilon === 0 ? 0 : scaleOf(epsilon, -2 * (x.exponent + y.exponent))));
  },
});

function hasUnitRows(neighbors: CknnaOptions["neighbors"]): boolean {
  return neighbors === "cosine" || neighbors === "correlation";
}

function kernelOf(
  input: Responses,
  { k, neighbors, debiased }: CknnaOptions,
  kernels: Kernels,
): NeighborKernel & { readonly exponent: number } {
  if (debiased && input.shape[0]! < 4)
    throw new NumericalError(
      `${input.name} has ${input.shape[0]} stimuli; the debiased form needs at least 4. Give more, or debiased: false.`,
    );
  const found = neighborRows(input, neighbors, kernels);
  const table = tableOf(input, found, k, kernels, !debiased);
  const values = kernels.part(neighborKernels).alongTable(found.rows, table, "products");
  return { table, values, exponent: found.exponent };
}

/** Below this part of the sum of squares, HSIC is what rounding left. */
const rounding = 1e-12;

/** @throws {NumericalError} where there is no root of HSIC: a kernel is constant, or its mask far from symmetric. */
function assertPositive(
  { name }: Responses,
  self: number,
  { x }: Masked,
  { debiased, k }: CknnaOptions,
): void {
  let size = 0;
  for (const value of x) size += value * value;
  const m = x.length / k;
  if (self > (rounding * size) / (debiased ? m * (m - 3) : 1)) return;
  throw new NumericalError(
    `${name}: HSIC of its similarities to near stimuli with themselves is ${self > 0 ? "0 up to rounding" : self}, not above 0, so there is nothing to align. Take a larger k, ${debiased ? "debiased: false, " : ""}or other neighbours.`,
  );
}
