import { NumericalError } from "../../../base/errors.ts";
import { pow } from "../../../base/math/pow.ts";
import { matrix, type Matrix } from "../../../base/matrix.ts";
import { stimulusName, type Responses } from "../../../data/responses.ts";
import type { Kernels } from "../../../wasm/kernels.ts";
import { signKernels } from "../../../wasm/parts/signs.ts";
import type { RsaMetricOptions } from "../../rsa/options.ts";
import { equalStimuli, type DifferentiableRdm } from "./entries.ts";

/** Adds w · ∂d/∂a to `up` and takes it from `down`, for rows a and b. @returns whether d has a kink there. */
type Step = (
  a: Float64Array,
  b: Float64Array,
  up: Float64Array,
  down: Float64Array,
  weight: number,
  distance: number,
) => boolean;

/**
 * Of d = (Σ |aₖ − bₖ|^p)^(1/p): ∂d/∂aₖ = sign(aₖ − bₖ)·(|aₖ − bₖ|/d)^(p − 1). As the distances themselves it goes
 * through all pairs of stimuli, m²·n/2 steps: there is no product that it is.
 */
export function minkowskiGradient(
  { input, entries, rows }: DifferentiableRdm,
  weights: Float64Array,
  { p, perUnit }: RsaMetricOptions,
  kernels: Kernels,
): Matrix {
  const { rows: m, cols: n, data } = rows;
  if (p === 1) return cityblockGradient({ input, entries, rows }, weights, perUnit ? 1 / n : 1, kernels);
  const step = stepOf(p);
  const factor = perUnit ? pow(n, -1 / p) : 1;
  const gradient = matrix(m, n);
  const row = (of: Float64Array, i: number) => of.subarray(i * n, (i + 1) * n);
  const [own, pulls] = [rowsOf(data, m, row), rowsOf(gradient.data, m, row)];
  for (let i = 0, k = 0; i < m; i++) {
    for (let j = i + 1; j < m; j++, k++) {
      if (entries[k] === 0) throw equalStimuli(input, m, k);
      const isKink = step(own[i]!, own[j]!, pulls[i]!, pulls[j]!, factor * weights[k]!, entries[k]!);
      if (isKink) throw kink(input, i, j, p);
    }
  }
  return gradient;
}

/** The same where p is 1: signs, by a kernel. */
function cityblockGradient(
  { input, entries, rows }: Pick<DifferentiableRdm, "input" | "entries" | "rows">,
  weights: Float64Array,
  factor: number,
  kernels: Kernels,
): Matrix {
  const { rows: m } = rows;
  const equalPair = entries.indexOf(0);
  if (equalPair >= 0) throw equalStimuli(input, m, equalPair);
  for (let k = 0; k < weights.length; k++) weights[k]! *= factor;
  const { pulled, equal } = kernels.part(signKernels).pullSigns(rows, matrix(1, weights.length, weights));
  if (equal) throw kink(input, ...equalInAUnit(rows), 1);
  return pulled;
}

/** The first two stimuli with equal responses in a unit. */
function equalInAUnit({ rows: m, cols: n, data }: Matrix): [number, number] {
  for (let i = 0; i < m; i++)
    for (let j = i + 1; j < m; j++)
      for (let k = 0; k < n; k++) if (data[i * n + k] === data[j * n + k]) return [i, j];
  throw new Error("No two rows are equal in a unit.");
}

function rowsOf(
  data: Float64Array,
  m: number,
  row: (of: Float64Array, i: number) => Float64Array,
): Float64Array[] {
  return Array.from({ length: m }, (_, i) => row(data, i));
}

function stepOf(p: number): Step {
  return p === Infinity
    ? largest
    : (a, b, up, down, weight, distance) => powers(a, b, up, down, weight, distance, p);
}

function powers(
  a: Float64Array,
  b: Float64Array,
  up: Float64Array,
  down: Float64Array,
  weight: number,
  distance: number,
  p: number,
): boolean {
  let isKink = false;
  for (let k = 0; k < a.length; k++) {
    const gap = a[k]! - b[k]!;
    if (gap === 0) {
      isKink ||= p < 1;
      continue;
    }
    const share = Math.abs(gap) / distance;
    const size = weight * (p === 2 ? share : p === 3 ? share * share : pow(share, p - 1));
    const move = gap > 0 ? size : -size;
    up[k]! += move;
    down[k]! -= move;
  }
  return isKink;
}

const largest: Step = (a, b, up, down, weight) => {
  let [at, most, equals] = [0, -1, 0];
  for (let k = 0; k < a.length; k++) {
    const gap = Math.abs(a[k]! - b[k]!);
    if (gap === most) equals++;
    if (gap > most) [at, most, equals] = [k, gap, 0];
  }
  const move = a[at]! > b[at]! ? weight : -weight;
  up[at]! += move;
  down[at]! -= move;
  return equals > 0;
};

function kink(input: Responses, i: number, j: number, p: number): NumericalError {
  const why = p === Infinity ? "two units differ most and by the same" : "a unit responds alike";
  return new NumericalError(
    `gradient: ${input.name}: between ${stimulusName(input, i)} and ${stimulusName(input, j)} ${why}, where the distance has a kink and no gradient. ` +
      `Take a dissimilarity without kinks: euclidean, squared-euclidean, correlation or cosine.`,
  );
}
