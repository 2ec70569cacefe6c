import { NumericalError, ShapeError } from "../../base/errors.ts";
import type { Matrix } from "../../base/matrix.ts";
import { dropMeanDirection, scaleAndCenter, type Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { bandwidthOptions, type BandwidthOptions } from "./bandwidth.ts";
import { gramRegion } from "./gram.ts";
import { boolean, choice } from "../../base/options.ts";
import { rbfGram } from "./rbf.ts";
import type { Directions } from "../linear/reduce.ts";

export interface KernelOptions extends BandwidthOptions {
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
};

/**
 * Features F with F·Fᵀ = HKH (K itself if not `center`): F = U·diag(values), where values²
 * are its eigenvalues above m·eps of the largest. Gram matrices of lower numerical rank
 * than that determine √K to half of the digits only.
 * @throws {ShapeError} if a given Gram matrix is not square.
 * @throws {NumericalError} if it is not symmetric or not positive semi-definite, or centring leaves nothing.
 */
export function kernelDirections(input: Responses, options: KernelOptions, kernels: Kernels): Directions {
  const { gram, exponent } =
    options.kernel === "rbf" ? rbfIn(input, options, kernels) : given(input, kernels);
  const m = input.responses.rows;
  if (options.center && m < 2) throw nothingLeft(input);
  const { values, vectors } = kernels.eigh(options.center ? centerBoth(gram, kernels) : gram);
  const largest = values.at(-1)!;
  const rounding = m * Number.EPSILON * kernels.norm(gram);
  if (Math.max(largest, -values[0]!) <= rounding) throw nothingLeft(input);
  assertPositive(input, values);
  const first = values.findIndex((value) => value > m * Number.EPSILON * largest);
  const kept = values.slice(first).reverse();
  return { u: columnsFromRows(vectors, kept.length, kernels), values: kept.map(Math.sqrt), exponent };
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
}

function rbfIn(input: Responses, options: KernelOptions, kernels: Kernels): ScaledGram {
  const gram = rbfGram(input, options, options.center, kernels);
  const all = { start: 0, end: input.responses.rows };
  const full = gram.isGram ? gram.source : gramRegion(gram, { rows: all, columns: all, weight: 1 }, kernels);
  return { gram: full, exponent: 0 };
}

function given(input: Responses, kernels: Kernels): ScaledGram {
  const { name, responses } = input;
  if (responses.rows !== responses.cols) {
    throw new ShapeError(
      `${name} is ${responses.rows} × ${responses.cols}; a given Gram matrix is stimuli × stimuli. For responses, take another kernel than "given".`,
    );
  }
  const { matrix: scaled, exponent } = scaleAndCenter(input, false, kernels);
  const gap = kernels.maxAbs(kernels.subtract(scaled, kernels.transpose(scaled)));
  if (gap > 1e-10 * kernels.maxAbs(scaled)) {
    throw new NumericalError(
      `${name}: a given Gram matrix must be symmetric; mirrored entries differ by up to ${gap}.`,
    );
  }
  const isOdd = exponent % 2 !== 0;
  return {
    gram: isOdd ? kernels.scale(scaled, 2) : scaled,
    exponent: isOdd ? (exponent - 1) / 2 : exponent / 2,
  };
}

/** HKH without the direction in which it is 0: (m − 1) × (m − 1). */
function centerBoth(gram: Matrix, kernels: Kernels): Matrix {
  const centered = kernels.centerRows(kernels.centerColumns(gram).centered);
  return dropMeanDirection(kernels.transpose(dropMeanDirection(centered, kernels)), kernels);
}

/** Eigenvalues below −1e-8 of the largest are no rounding. */
function assertPositive({ name }: Responses, values: Float64Array): void {
  const [smallest, largest] = [values[0]!, values.at(-1)!];
  if (smallest >= -1e-8 * largest) return;
  throw new NumericalError(
    `${name}: a Gram matrix must be positive semi-definite; the eigenvalues of this one run from ${smallest.toPrecision(3)} to ${largest.toPrecision(3)} (scaled).`,
  );
}

/** The last `count` rows as columns, the last first. */
function columnsFromRows(vectors: Matrix, count: number, kernels: Kernels): Matrix {
  const { rows, cols } = vectors;
  const columns = kernels.uninitialized(cols, count);
  const [from, to] = [vectors.data, columns.data];
  for (let i = 0; i < cols; i++) {
    for (let j = 0; j < count; j++) to[i * count + j] = from[(rows - 1 - j) * cols + i]!;
  }
  return columns;
}
