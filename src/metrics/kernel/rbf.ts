import type { Matrix } from "../../base/matrix.ts";
import { assertVaries, scaleAndCenter, type Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { sigmaOf, type BandwidthOptions, type SquaredDistances } from "./bandwidth.ts";
import { distancesIn, gramRegion, rbf, type GramSource } from "./gram.ts";

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
  return gramRegion(gram, { rows: all, columns: all, weight: 1 }, kernels);
}

/** Of the norms of rows. */
function largestSquare({ rows, cols, data }: Matrix): number {
  let largest = 0;
  for (let i = 0; i < rows; i++) {
    let square = 0;
    for (let k = i * cols; k < (i + 1) * cols; k++) square += data[k]! * data[k]!;
    if (square > largest) largest = square;
  }
  return largest;
}
