import { NumericalError } from "../../base/errors.ts";
import type { Matrix } from "../../base/matrix.ts";
import { boolean, choice } from "../../base/options.ts";
import { assertVaries, scaleAndCenter, type Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { differenceOf, type Descriptor } from "./descriptor.ts";

export interface ParticipationRatioOptions {
  estimator: "plug-in" | "few-stimuli";
  center: boolean;
}

/**
 * Participation ratio of the eigenvalues λ of the covariance C:
 *
 *   (Σλ)² / Σλ² = (tr C)² / tr C²
 *
 * Both traces are sums of products of responses, so no eigenvalue is computed. `few-stimuli` takes unbiased estimates of
 * (tr C)² and of tr C² of the population, whatever its distribution; the plug-in value is at most the number of stimuli.
 */
export const participationRatioOf: Descriptor<ParticipationRatioOptions> = {
  name: "participation-ratio",
  title: "Participation ratio",
  unit: "directions",
  range: [0, Infinity],
  source:
    "Rajan, Abbott & Sompolinsky, NeurIPS 2010; Gao et al., bioRxiv 214262, 2017; few-stimuli: Himeno & Yamada, Journal of Multivariate Analysis 130, 2014, §2",
  summary: "How many directions the responses vary in, each counted as its variance is large.",
  of(input, { estimator, center }, kernels) {
    const { matrix } = scaleAndCenter(input, center, kernels);
    const { trace, squares } = tracesOf(matrix, kernels);
    assertVaries(input, trace, center);
    if (estimator === "plug-in") return (trace * trace) / squares;
    const sums = { trace, squares, fourth: fourthOf(matrix), m: matrix.rows };
    return ratioOf(input, center ? centeredTraces(sums) : plainTraces(sums), center);
  },
};

/** Of the rows x_i: tr = Σ‖x_i‖², tr² = Σ_ij ⟨x_i, x_j⟩², and Σ‖x_i‖⁴; and how many there are. */
interface Sums {
  readonly trace: number;
  readonly squares: number;
  readonly fourth: number;
  readonly m: number;
}

/** Both are in XᵀX as in X·Xᵀ: the smaller one is made. */
function tracesOf(x: Matrix, kernels: Kernels): Pick<Sums, "trace" | "squares"> {
  const products = kernels.syrk(x, { trans: x.cols < x.rows });
  const squares = kernels.dot(products, products);
  const { rows, data } = products;
  let trace = 0;
  for (let i = 0; i < rows; i++) trace += data[i * (rows + 1)]!;
  return { trace, squares };
}

function fourthOf({ rows, cols, data }: Matrix): number {
  let fourth = 0;
  for (let i = 0; i < rows; i++) {
    let own = 0;
    for (let k = i * cols; k < (i + 1) * cols; k++) own += data[k]! * data[k]!;
    fourth += own * own;
  }
  return fourth;
}

/**
 * Unbiased estimates of (tr C)² and tr C², times one number. Both are means of squares over sets of four (two, if not
 * centred) stimuli, so neither is below 0.
 */
interface Traces {
  readonly squareOfTrace: number;
  readonly traceOfSquare: number;
  /** What was subtracted: rounding is relative to it. */
  readonly rest: number;
}

/** From rows whose mean was subtracted. */
function centeredTraces({ trace, squares, fourth, m }: Sums): Traces {
  const d = m - 1;
  const rest = (m / d) * fourth;
  return {
    squareOfTrace: (2 * squares + (m * m - 3 * m + 1) * trace * trace) / (d * d) - rest,
    traceOfSquare: (d * (m - 2) * squares + trace * trace) / (d * d) - rest,
    rest,
  };
}

/** From rows as they are: of the second moments. */
function plainTraces({ trace, squares, fourth }: Sums): Traces {
  return { squareOfTrace: trace * trace - fourth, traceOfSquare: squares - fourth, rest: fourth };
}

/** Up to this share of what was subtracted, a difference is rounding. */
const rounding = 1e-12;

function ratioOf(input: Responses, { squareOfTrace, traceOfSquare, rest }: Traces, center: boolean): number {
  const least = center ? 4 : 2;
  const m = input.responses.rows;
  if (m < least)
    throw new NumericalError(
      `${input.name} has ${m} stimuli; the estimator for few stimuli needs ${least} at least.`,
    );
  if (traceOfSquare > rounding * rest) return squareOfTrace / traceOfSquare;
  throw new NumericalError(
    `${input.name}: its ${m} stimuli differ in directions that are all orthogonal, so they say of the participation ratio only ` +
      `that it is large. Take more stimuli, or estimator plug-in.`,
  );
}

export const participationRatio = differenceOf(participationRatioOf, {
  title: "Difference of participation ratios",
  summary: "In how many more directions the responses of one network vary, by their variances.",
  cost: "m·n·r",
  blindTo:
    "Which directions these are, and all of little variance. With few stimuli the plug-in value is mostly their number.",
  options: {
    estimator: choice(
      ["plug-in", "few-stimuli"],
      "plug-in: of the covariance of these stimuli, which is too low where they are few. few-stimuli: from unbiased estimates of both traces of the population's covariance; it may lie outside 1 … units.",
    ),
    center: boolean(true, "Subtract each unit's mean over stimuli first."),
  },
  testedWith: [
    {},
    { center: false },
    { estimator: "few-stimuli" },
    { estimator: "few-stimuli", center: false },
  ],
  invariantTo: ({ center }) => [
    "permutation",
    "orthogonal",
    "isotropic-scaling",
    ...(center ? (["translation"] as const) : []),
  ],
});
