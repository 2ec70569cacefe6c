import { exp, expm1 } from "../../base/math/exp.ts";
import type { Matrix } from "../../base/matrix.ts";
import { assertVaries, scaleAndCenter, type Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { sigmaOf, type SquaredDistances } from "./bandwidth.ts";
import type { BandwidthOptions } from "./bandwidth-options.ts";
import { gramRegion, partOf, type GramSource, type Region } from "./gram.ts";

/**
 * The RBF Gram matrix of one network, Kᵢⱼ = exp(−‖xᵢ − xⱼ‖²/2σ²): in full where it is
 * smaller than twice the responses, otherwise as what its blocks are made from.
 * @param centred - whether it will be centred, so that a constant may be subtracted
 * @throws {NumericalError} if all stimuli have equal responses, or the bandwidth is not defined.
 */
export function rbfGram(
  input: Responses,
  options: BandwidthOptions,
  centred: boolean,
  kernels: Kernels,
): GramSource {
  // Distances do not see the means; smaller responses keep more of their digits.
  const { matrix: x, exponent } = scaleAndCenter(input, true, kernels);
  const norm = kernels.norm(x);
  assertVaries(input, norm, true);
  const isGram = 2 * x.cols > x.rows;
  const source = isGram ? kernels.euclideanBetween(x, x, { squared: true }) : x;
  const distances = { source, isGram: +isGram };
  const squares: SquaredDistances = {
    kept: isGram,
    bound: isGram ? kernels.maxAbs(source) : 4.1 * largestSquare(x),
    within: (region, use) => kernels.scope(() => use(distancesIn(distances, region, kernels))),
  };
  const sigma = sigmaOf(input, exponent, squares, options);
  const meanSquare = (2 * norm * norm) / (x.rows - 1);
  const less = +(centred && sigma * sigma > meanSquare);
  if (isGram) rbf(source, { sigma, less }, 1);
  return { ...distances, sigma, less };
}

/** The whole of it, stimuli × stimuli. */
export function fullGram(gram: GramSource, kernels: Kernels): Matrix {
  if (gram.isGram) return gram.source;
  const all = { start: 0, end: gram.source.rows };
  return rbfRegion(gram, { rows: all, columns: all, weight: 1 }, kernels);
}

/** weight · K[rows, columns]. */
export function rbfRegion(gram: GramSource, region: Region, kernels: Kernels): Matrix {
  if (gram.isGram) return gramRegion(gram, region, kernels);
  return rbf(distancesIn(gram, region, kernels), gram, region.weight);
}

/** Squared distances between rows of `source`; or that part of it, where it is they in full. */
export function distancesIn(
  { source, isGram }: Pick<GramSource, "source" | "isGram">,
  region: Region,
  kernels: Kernels,
): Matrix {
  if (isGram) return partOf(source, region, kernels);
  const { rows, columns } = region;
  const these = kernels.rows(source, rows.start, rows.end);
  const those = kernels.rows(source, columns.start, columns.end);
  return kernels.euclideanBetween(these, those, { squared: true });
}

/** weight · (exp(−d²/2σ²) − less), in place of d². */
export function rbf(
  squares: Matrix,
  { sigma, less }: Pick<GramSource, "sigma" | "less">,
  weight: number,
): Matrix {
  const { data } = squares;
  const value = less === 1 ? expm1 : exp;
  // Divided twice: the square of σ might vanish.
  for (let k = 0; k < data.length; k++) data[k] = weight * value((-0.5 * (data[k]! / sigma)) / sigma);
  return squares;
}

/** Of the norms of rows. */
export function largestSquare({ rows, cols, data }: Matrix): number {
  let largest = 0;
  for (let i = 0; i < rows; i++) {
    let square = 0;
    for (let k = i * cols; k < (i + 1) * cols; k++) square += data[k]! * data[k]!;
    if (square > largest) largest = square;
  }
  return largest;
}
