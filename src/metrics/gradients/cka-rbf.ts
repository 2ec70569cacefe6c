import { NumericalError } from "../../base/errors.ts";
import type { Matrix } from "../../base/matrix.ts";
import { scaleAndCenter, type Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import type { CkaOptions } from "../kernel/cka.ts";
import { gramBlocks, regionsOf } from "../kernel/gram.ts";
import { distancesIn, fullGram, rbfGram } from "../kernel/rbf.ts";
import { pull } from "./symmetric.ts";

/** One network under the radial kernel, with what its Gram matrix was made of. */
export interface RbfSide {
  /** Centred responses: stimuli × units. */
  readonly x: Matrix;
  readonly exponent: number;
  /** K less `less`: stimuli × stimuli. */
  readonly gram: Matrix;
  readonly less: number;
  /** In the unit of `x`. */
  readonly sigma: number;
}

export function rbfSide(input: Responses, options: CkaOptions, kernels: Kernels): RbfSide {
  const source = rbfGram(input, options, options.center || options.debiased, kernels);
  const { matrix: x, exponent } = scaleAndCenter(input, true, kernels);
  return { x, exponent, gram: fullGram(source, kernels), less: source.less, sigma: source.sigma };
}

/**
 * With M = ∂value/∂K and P = −M ∘ K/(2σ²) = ∂value/∂d², at constant σ
 *
 *   ∂value/∂xᵢ = 4·Σⱼ Pᵢⱼ·(xᵢ − xⱼ) = Gᵢ.
 *
 * σ is a fraction of the median distance, so it moves too: ∂value/∂σ = −⟨X, G⟩/σ, because the value depends on d/σ
 * alone, and the median moves with the one pair of stimuli that has it, or with both in the middle.
 *
 * @param m - ∂value/∂K, stimuli × stimuli; overwritten
 */
export function rbfGradient(
  m: Matrix,
  side: RbfSide,
  input: Responses,
  { bandwidth, bandwidthUnit }: CkaOptions,
  kernels: Kernels,
): Matrix {
  const { x, gram, less, sigma } = side;
  const [weights, entries] = [m.data, gram.data];
  // Divided twice: the square of σ might vanish.
  for (let k = 0; k < weights.length; k++)
    weights[k] = (((-0.5 * weights[k]!) / sigma) * (entries[k]! + less)) / sigma;
  const gradient = pull(m, x, 4, kernels);
  if (bandwidthUnit === "responses") return gradient;
  const slope = (-bandwidth * kernels.dot(x, gradient)) / sigma;
  for (const { i, j, distance, share } of middlePairs(side, sigma / bandwidth, input, kernels))
    moveApart(gradient, x, i, j, (slope * share) / distance);
  return gradient;
}

/** Adds weight · ∂(‖xᵢ − xⱼ‖²/2)/∂x. */
function moveApart(
  gradient: Matrix,
  { cols: n, data: x }: Matrix,
  i: number,
  j: number,
  weight: number,
): void {
  const to = gradient.data;
  for (let k = 0; k < n; k++) {
    const step = weight * (x[i * n + k]! - x[j * n + k]!);
    to[i * n + k]! += step;
    to[j * n + k]! -= step;
  }
}

/** A pair of stimuli that the median distance moves with. */
interface MiddlePair {
  readonly i: number;
  readonly j: number;
  readonly distance: number;
  /** ∂median/∂distance. */
  readonly share: number;
}

/** Distances that differ by less are the same up to rounding. */
const rounding = 1e-13;

/**
 * The pair whose distance is the median; of an even number of pairs, the two in the middle.
 * @throws {NumericalError} where another pair has the same distance: which of them is in the middle changes there.
 */
function middlePairs({ x }: RbfSide, median: number, { name }: Responses, kernels: Kernels): MiddlePair[] {
  const [below, above] = [new Nearest(median, -1), new Nearest(median, 1)];
  forEachDistance(x, kernels, (distance, i, j) => {
    below.offer(distance, i, j);
    above.offer(distance, i, j);
  });
  const odd = ((x.rows * (x.rows - 1)) / 2) % 2 === 1;
  const isOne = below.i === above.i && below.j === above.j;
  if (below.count === 1 && above.count === 1 && isOne === odd)
    return odd ? [below.pair(1)] : [below.pair(0.5), above.pair(0.5)];
  throw new NumericalError(
    `gradient: ${name}: several pairs of stimuli have the median distance (${below.i} and ${below.j}, ${above.i} and ${above.j}, counted from 0), ` +
      `so the median has a kink there and no gradient. Give the width itself: bandwidthUnit "responses".`,
  );
}

/** The pairs nearest to a distance from one side, up to rounding. */
class Nearest {
  i = 0;
  j = 0;
  count = 0;
  #distance: number;
  readonly #middle: number;
  readonly #side: 1 | -1;

  constructor(middle: number, side: 1 | -1) {
    this.#middle = middle;
    this.#side = side;
    this.#distance = side * Infinity;
  }

  offer(distance: number, i: number, j: number): void {
    const slack = rounding * this.#middle;
    if (this.#side * (distance - this.#middle) < -slack) return;
    const closer = this.#side * (this.#distance - distance);
    if (closer < -slack) return;
    if (closer > slack) this.count = 0;
    this.count++;
    if (closer >= 0) [this.#distance, this.i, this.j] = [distance, i, j];
  }

  pair(share: number): MiddlePair {
    return { i: this.i, j: this.j, distance: this.#distance, share };
  }
}

function forEachDistance(
  source: Matrix,
  kernels: Kernels,
  use: (distance: number, i: number, j: number) => void,
): void {
  for (const block of gramBlocks(source.rows)) {
    for (const region of regionsOf(block, source.rows)) {
      kernels.scope(() => {
        const { rows, columns, weight } = region;
        const { data, cols } = distancesIn({ source, isGram: 0 }, region, kernels);
        for (let i = rows.start; i < rows.end; i++) {
          const first = weight === 1 ? i + 1 : columns.start;
          for (let j = first; j < columns.end; j++)
            use(Math.sqrt(data[(i - rows.start) * cols + j - columns.start]!), i, j);
        }
      });
    }
  }
}
