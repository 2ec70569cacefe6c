import { exp } from "../../base/math/exp.ts";
import { log } from "../../base/math/log.ts";
import { NumericalError } from "../../base/errors.ts";
import type { Matrix } from "../../base/matrix.ts";
import { between, choice } from "../../base/options.ts";
import { scaledResponses, scaleOf, stimulusName, type Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { differenceOf, type Descriptor } from "./descriptor.ts";

export interface UniformityOptions {
  t: number;
  normalize: "none" | "rows";
}

/**
 * Logarithm of the mean of a Gaussian kernel over all m² pairs of stimuli, those of a stimulus with itself among them:
 *
 *   log (1/m²)·Σ_ij exp(−t·‖x_i − x_j‖²)
 *
 * Distances are made for some rows at a time: memory is m · rows, never m².
 */
export const uniformityOf: Descriptor<UniformityOptions> = {
  name: "uniformity",
  title: "Uniformity",
  unit: "nats",
  range: [-Infinity, 0],
  source: "Wang & Isola, ICML 2020, arXiv:2005.10242, §4.1.2 (there of rows of length 1)",
  summary:
    "Logarithm of the mean Gaussian kernel of all pairs of stimuli: 0 where all responses are the same, lower the more they spread.",
  of(input, { t, normalize }, kernels) {
    const { matrix, exponent } = scaledResponses(input, kernels);
    const rows = normalize === "rows" ? unitRowsOf(input, matrix, kernels) : matrix;
    const scale = normalize === "rows" ? t : scaleOf(t, 2 * exponent);
    return Math.min(0, log(meanKernel(rows, scale, kernels)));
  },
};

function unitRowsOf(input: Responses, scaled: Matrix, kernels: Kernels): Matrix {
  const rows = kernels.unitRows(scaled);
  if ("unit" in rows) return rows.unit;
  throw new NumericalError(
    `${input.name}: all responses to ${stimulusName(input, rows.degenerate)} are 0, so they have no direction. ` +
      `Leave that stimulus out, or set normalize to none.`,
  );
}

/** Rows whose distances to all others are made together. */
const block = 128;

/** Mean of exp(−t·‖x_i − x_j‖²) over all pairs, i = j among them. */
function meanKernel(rows: Matrix, t: number, kernels: Kernels): number {
  const m = rows.rows;
  let [once, twice] = [0, 0];
  for (let start = 0; start < m; start += block) {
    const end = Math.min(m, start + block);
    kernels.scope(() => {
      const [some, rest] = [kernels.rows(rows, start, end), kernels.rows(rows, start, m)];
      const { cols, data } = kernels.euclideanBetween(some, rest, { squared: true });
      for (let i = 0; i < end - start; i++) {
        once += sumOfKernel(data, i * cols, end - start, t);
        twice += sumOfKernel(data, i * cols + end - start, m - end, t);
      }
    });
  }
  return (once + 2 * twice) / (m * m);
}

/** Below this exp is 0. */
const underflow = -745.14;

function sumOfKernel(squares: Float64Array, from: number, count: number, t: number): number {
  let sum = 0;
  for (let k = from; k < from + count; k++) {
    // Of equal rows it is 1, also where t at the scale of the numbers is infinite.
    const power = squares[k] === 0 ? 0 : -t * squares[k]!;
    if (power > underflow) sum += exp(power);
  }
  return sum;
}

export const uniformity = differenceOf(uniformityOf, {
  title: "Difference of uniformities",
  summary: "How much more evenly the responses of one network spread than those of the other.",
  cost: "m²·n",
  blindTo:
    "Everything but the distances between stimuli, of which the smallest decide: where all are large, every network has −log m. The scale of the responses decides; normalize rows takes it away.",
  options: {
    t: between(2, 0, Infinity, "Of exp(−t·‖x − y‖²): the inverse of twice the squared width of the kernel."),
    normalize: choice(
      ["none", "rows"],
      "none: responses as they are. rows: the responses to each stimulus divided by their length first, as in the paper.",
    ),
  },
  testedWith: [{}, { t: 0.1 }, { normalize: "rows" }],
  invariantTo: ({ normalize }) => [
    "permutation",
    "orthogonal",
    ...(normalize === "rows" ? (["isotropic-scaling"] as const) : (["translation"] as const)),
  ],
});
