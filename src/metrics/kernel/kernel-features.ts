import { square } from "../../base/math/powers.ts";
import { NumericalError } from "../../base/errors.ts";
import type { Matrix } from "../../base/matrix.ts";
import { assertStimuli, dropMeanDirection, scaleAndCenter, type Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { bandwidthOptions, type BandwidthOptions } from "./bandwidth-options.ts";
import { boolean, choice, number, optional } from "../../base/options.ts";
import { fullGram, rbfGram } from "./rbf.ts";
import { symmetricMatrix } from "./symmetric.ts";
import { roundingFloor, type RankOptions } from "../linear/rank.ts";
import type { Directions } from "../linear/reduce.ts";

export interface KernelOptions extends BandwidthOptions, RankOptions {
  kernel: "rbf" | "given";
  center: boolean;
}

/** The kernel of a network, as options of several metrics. */
export const kernelOptions = {
  kernel: choice(
    ["rbf", "given"],
    "rbf: exp(−d²/2σ²) of the distances d between responses. given: each representation is a Gram matrix already, stimuli × stimuli.",
  ),
  ...bandwidthOptions,
  center: boolean(true, "Centre the Gram matrix, which subtracts the mean over stimuli from its features."),
  tolerance: optional(
    number(
      0,
      0,
      1,
      "Eigenvalues of the Gram matrix up to this share of the largest count as zero. Left out: what rounding of the stored numbers can make.",
    ),
  ),
};

/**
 * Features F with F·Fᵀ = HKH (K itself if not `center`): F = U·diag(values), where values²
 * are its eigenvalues above m·eps of the largest. Gram matrices of lower numerical rank
 * than that determine √K to half of the digits only.
 * @throws {ShapeError} if a given Gram matrix is not square.
 * @throws {NumericalError} if it is not symmetric or not positive semi-definite, or centring leaves nothing.
 */
export function kernelDirections(input: Responses, options: KernelOptions, kernels: Kernels): Directions {
  const { gram, exponent, size, scale, sigma } =
    options.kernel === "rbf" ? rbfIn(input, options, kernels) : given(input, kernels);
  const m = input.responses.rows;
  if (options.center) assertStimuli(input.name, m);
  const { values, vectors } = kernels.eigh(options.center ? centerBoth(gram, kernels) : gram);
  const norm = kernels.norm(gram);
  const rank = rankOfGram(input, values, { norm, size, scale, sigma }, options);
  if (rank === 0) throw nothingLeft(input);
  const kept = values.slice(values.length - rank).reverse();
  const facts = { rank, rows: values.length, cut: values.length - rank };
  return { u: columnsFromRows(vectors, rank, kernels), values: kept.map(Math.sqrt), exponent, facts };
}

/** What the rounding of a Gram matrix is relative to. */
interface GramScale {
  /** ‖K‖ before centring. */
  readonly norm: number;
  /** ‖X‖ · 2^−exponent of the stored numbers: responses, or K itself. */
  readonly size: number;
  readonly scale: number;
  /** Of the RBF kernel, at that scale; 0 for a given K. */
  readonly sigma: number;
}

/**
 * How many eigenvalues of a Gram matrix are more than rounding: above m·eps of the largest, and
 * above what rounding of the stored numbers can make. A response that is off by δ moves its RBF
 * feature by at most δ/σ; a given matrix is rounded itself.
 * @param values - rising
 * @returns 0 if centring left nothing
 * @throws {NumericalError} if it is not positive semi-definite.
 */
export function rankOfGram(
  input: Responses,
  values: Float64Array,
  { norm, size, scale, sigma }: GramScale,
  { tolerance }: Pick<KernelOptions, "tolerance">,
): number {
  const { rows: m, cols: n } = input.responses;
  const largest = values.at(-1)!;
  if (Math.max(largest, -values[0]!) <= m * Number.EPSILON * norm) return 0;
  const rounding = roundingFloor(m, n, size, scale, input.stored);
  const floor = sigma > 0 ? square(rounding / sigma) : rounding;
  assertPositive(input, values, floor);
  const threshold =
    tolerance === undefined ? Math.max(m * Number.EPSILON * largest, floor) : tolerance * largest;
  const first = values.findIndex((value) => value > threshold && value > 0);
  return first < 0 ? 0 : values.length - first;
}

function nothingLeft({ name }: Responses): NumericalError {
  return new NumericalError(
    `${name}: its stimuli are all equally similar, so nothing of its Gram matrix is left to compare.`,
  );
}

/** K, and the power of two that its features were divided by. */
interface ScaledGram {
  gram: Matrix;
  exponent: number;
  /** ‖stored numbers‖ · 2^−scale, and that power: of responses, or of K itself. */
  size: number;
  scale: number;
  /** Of the RBF kernel, at that scale; 0 for a given K. */
  sigma: number;
}

function rbfIn(input: Responses, options: KernelOptions, kernels: Kernels): ScaledGram {
  const gram = rbfGram(input, options, options.center, kernels);
  const { size, exponent } = scaleAndCenter(input, false, kernels);
  return { gram: fullGram(gram, kernels), exponent: 0, size, scale: exponent, sigma: gram.sigma };
}

function given(input: Responses, kernels: Kernels): ScaledGram {
  const { scaled, exponent, size } = symmetricMatrix(input, kernels);
  const isOdd = exponent % 2 !== 0;
  return {
    gram: isOdd ? kernels.scale(scaled, 2) : scaled,
    exponent: isOdd ? (exponent - 1) / 2 : exponent / 2,
    size: isOdd ? 2 * size : size,
    scale: isOdd ? exponent - 1 : exponent,
    sigma: 0,
  };
}

/** HKH without the direction in which it is 0: (m − 1) × (m − 1). */
function centerBoth(gram: Matrix, kernels: Kernels): Matrix {
  const centered = kernels.centerRows(kernels.centerColumns(gram).centered);
  return dropMeanDirection(kernels.transpose(dropMeanDirection(centered, kernels)), kernels);
}

/** Eigenvalues below −1e-8 of the largest, and below what rounding of stored numbers makes, are no rounding. */
function assertPositive({ name }: Responses, values: Float64Array, floor: number): void {
  const [smallest, largest] = [values[0]!, values.at(-1)!];
  if (smallest >= -Math.max(1e-8 * largest, floor)) return;
  throw new NumericalError(
    `${name}: a Gram matrix must be positive semi-definite; the eigenvalues of this one run from ${smallest.toPrecision(3)} to ${largest.toPrecision(3)} (scaled).`,
  );
}

/** The last `count` rows as columns, the last first. */
export function columnsFromRows(vectors: Matrix, count: number, kernels: Kernels): Matrix {
  const { rows, cols } = vectors;
  const columns = kernels.uninitialized(cols, count);
  const [from, to] = [vectors.data, columns.data];
  for (let i = 0; i < cols; i++) {
    for (let j = 0; j < count; j++) to[i * count + j] = from[(rows - 1 - j) * cols + i]!;
  }
  return columns;
}
