/** What CKA keeps of one network. */
import { NumericalError } from "../../base/errors.ts";
import { matrix, type Matrix } from "../../base/matrix.ts";
import type { RepresentationLike } from "../../data/representation.ts";
import { assertVaries, scaleAndCenter, scaleOf, type Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import type { Precision } from "../precision.ts";
import type { BandwidthOptions } from "./bandwidth-options.ts";
import { assertEnough } from "./by-units.ts";
import {
  gramSums,
  isMadeWhole,
  linearSums,
  shiftsOf,
  vanishes,
  type GramSource,
  type GramSums,
  type RegionOf,
} from "./gram.ts";
import { isDrawnFrom } from "./operations.ts";

export interface CkaOptions extends BandwidthOptions {
  kernel: "linear" | "rbf" | "polynomial" | "laplacian" | "given";
  degree: number;
  constant: number;
  debiased: boolean;
  center: boolean;
  ground: "similarity" | "angular";
  estimator: "plug-in" | "units";
  precision: Precision;
  epsilon: number;
  /** What `loadFor` made of a representation or a similarity matrix. */
  confound: RepresentationLike | undefined;
}

/** One network, ready for any number of comparisons. */
export type PreparedCka = GramSource & {
  /** What centring subtracts from entry (i, j): shift[i] + shift[j]; 1 × stimuli, empty for nothing. */
  shift: Matrix;
  /** Where the features are made: the different stimuli that they are of, and `source` is the features. */
  distinct?: number;
};

/** What a Gram matrix is made for. */
export interface Use {
  /** Whether it is made for so few units; for more than half as many as stimuli it always is. */
  isWanted(stimuli: number, units: number): boolean;
  /** Whether its upper triangle is enough for so many stimuli. */
  isHalf(stimuli: number): boolean;
}

/** Half a Gram matrix takes at most twice the memory of the responses. */
export const forFeatures: Use = {
  isWanted: (stimuli, units) => isMadeWhole(stimuli) && stimuli <= 4 * units,
  isHalf: isMadeWhole,
};

export const forResamples: Use = { isWanted: isDrawnFrom, isHalf: () => false };

/**
 * With the linear kernel.
 * @param use - what the Gram matrix will serve
 */
export function prepareLinear(
  input: Responses,
  options: Pick<CkaOptions, "debiased" | "center" | "precision">,
  kernels: Kernels,
  use: Use = forFeatures,
): PreparedCka {
  return linearWithUnit(input, options, kernels, use).made;
}

/** The same, and ‖X‖² of the responses, centred where asked: what its entries are multiplied by to be in their unit. */
export function linearWithUnit(
  input: Responses,
  { debiased, center, precision }: Pick<CkaOptions, "debiased" | "center" | "precision">,
  kernels: Kernels,
  use: Use,
): { readonly made: PreparedCka; readonly unit: number } {
  if (debiased) assertEnough(input.name, input.responses.rows);
  const { matrix: centered, exponent } = scaleAndCenter(input, center || debiased, kernels);
  const norm = kernels.norm(centered);
  assertVaries(input, norm, center || debiased);
  const unit = kernels.scale(centered, 1 / norm, { overwrite: centered !== input.responses });
  const { rows: m, cols: n } = unit;
  const isGram = 2 * n > m || use.isWanted(m, n);
  const upper = !debiased && use.isHalf(m); // sums read both triangles
  const factor = precision === "single" ? kernels.singles(unit) : unit;
  const gram = {
    source: isGram ? kernels.syrk(factor, { upper }) : factor,
    isGram: +isGram,
    sigma: 0,
    less: 0,
  };
  const squared = scaleOf(norm * norm, 2 * exponent);
  if (!debiased) return { made: { ...gram, shift: matrix(1, 0) }, unit: squared };
  const sums = isGram ? gramSums(gram, false, kernels) : linearSums(unit, kernels);
  const rounding = precision === "single" ? 1e-8 : undefined;
  return { made: withShift(input, gram, sums, debiased, kernels, rounding), unit: squared };
}

/** @throws {NumericalError} if centring leaves nothing but rounding. */
export function withShift<G extends GramSource>(
  input: Responses,
  gram: G,
  sums: GramSums,
  debiased: boolean,
  kernels: Kernels,
  rounding?: number,
  regionOf?: RegionOf<G>,
): G & { shift: Matrix } {
  const shift = shiftsOf(sums.rows, debiased);
  if (!vanishes(gram, sums, shift, debiased, kernels, rounding, regionOf)) return { ...gram, shift };
  throw new NumericalError(
    `${input.name}: its stimuli are all equally similar to each other, but perhaps for one or two, ` +
      `so centring leaves nothing of its ${debiased ? "Gram matrix without diagonal (debiased)" : "Gram matrix"}.`,
  );
}
