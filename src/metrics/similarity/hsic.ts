import { NumericalError } from "../../base/errors.ts";
import { scaleAndCenter, scaleOf, assertVaries, type Responses } from "../../data/responses.ts";
import type { BandwidthOptions } from "../kernel/bandwidth-options.ts";
import { assertEnough, byUnits, innerProduct, type ByUnits } from "../kernel/by-units.ts";
import { similarityOptions } from "../kernel/cka-options.ts";
import type { CkaOptions } from "../kernel/cka-prepare.ts";
import { cheaperWay } from "../kernel/operations.ts";
import {
  defineInnerProductMetric,
  definePairMetric,
  type AnyMetric,
  type InnerProductMetric,
} from "../metric.ts";
import { isOfProducts } from "./regions.ts";
import { structureFeatures, structureForm, withFeatures } from "./features.ts";
import { kernelInvariances } from "./invariances.ts";
import { prepareStructure } from "./structure.ts";
import type { PreparedStructure } from "./structure-options.ts";

export interface HsicOptions
  extends BandwidthOptions, Pick<CkaOptions, "kernel" | "degree" | "constant" | "debiased"> {}

const described = {
  name: "hsic",
  title: "Hilbert–Schmidt independence criterion",
  summary: "Dependence of the similarity structures of the stimuli, in the unit of the responses.",
  source:
    "Gretton, Bousquet, Smola & Schölkopf, ALT 2005, definition 2; debiased: Song et al., JMLR 13, 2012, theorem 2",
  family: "Kernels and similarity structures",
  cost: { network: "m·n²", pair: "m·n², or m²" },
  blindTo:
    "Directions of little variance. Scale is not removed: a value says nothing beside one of networks with other responses; cka does.",
  accepts: "matrix",
  options: similarityOptions,
  testedWith: [
    {},
    { debiased: true },
    { kernel: "rbf" },
    { kernel: "rbf", debiased: true, bandwidthUnit: "responses", bandwidth: 20 },
    { kernel: "polynomial", degree: 3, constant: 0 },
    { kernel: "laplacian", debiased: true },
  ],

  properties: ({ debiased, ...options }) => ({
    kind: "similarity",
    symmetric: true,
    range: [debiased || options.kernel === "given" ? -Infinity : 0, Infinity],
    invariantTo: kernelInvariances(options, { centred: true, scaleFree: false }),
  }),
  smooth: () => true,
} satisfies Partial<InnerProductMetric<PreparedStructure, HsicOptions>>;

/**
 * Hilbert–Schmidt independence criterion of the kernel matrices K of X and L of Y:
 *
 *   HSIC(X, Y) = tr KHLH / (m − 1)²,   H = I − 11ᵀ/m
 *
 * `debiased`: the unbiased estimator, ⟨Ũ, Ṽ⟩ / (m(m − 3)) of the U-centred matrices (see `cka`, which is HSIC over the root
 * of that of each network with itself).
 */
export const hsic: InnerProductMetric<PreparedStructure, HsicOptions> = defineInnerProductMetric<
  PreparedStructure,
  HsicOptions
>({
  ...described,
  wayFor: (job, { kernel }) => (kernel === "linear" ? cheaperWay(job) : undefined),
  formFor: (_options, way) => (way === "units" ? hsicByUnits : undefined),

  ...structureForm,
  multiplies: ({ isGram, rule }) => (isGram || !isOfProducts(rule) ? {} : { source: "rows" }),
  prepare(input, options, kernels) {
    const made = prepareStructure(input, { ...options, center: true }, kernels);
    const factor = made.unit * weightOf(input.responses.rows, options.debiased);
    assertInRange(input, factor);
    return withFeatures({ ...made, factor }, options.debiased, kernels);
  },
  features: (x, block, { debiased }, kernels) => structureFeatures(x, block, debiased, kernels),
  finish: (inner) => inner,
});

/** What the features of each network are divided by, so that inner products are means. */
function weightOf(stimuli: number, debiased: boolean): number {
  return debiased ? 1 / Math.sqrt(stimuli * (stimuli - 3)) : 1 / (stimuli - 1);
}

/** Squares of what is between these are numbers, also summed over stimuli × stimuli. */
const [least, most] = [1e-140, 1e140];

/** @throws {NumericalError} for responses whose HSIC no double can hold. */
function assertInRange({ name }: Responses, size: number): void {
  if (size >= least && size <= most) return;
  throw new NumericalError(
    `${name}: its kernel is about ${size.toPrecision(2)}, and HSIC, which is a product of two, is beyond the range of double precision. Divide the responses by a number first, or take cka, which does not see their scale.`,
  );
}

/** For fewer units than stimuli, from ‖XᵀY‖²; see `linearByUnits`. */
const hsicByUnits: AnyMetric = definePairMetric<ByUnits, HsicOptions>({
  ...described,
  operations: ({ shape: [m = 1, n = 1] }) => m * n * n,
  losesDigits: ({ losesDigits }) => losesDigits === 1,
  multiplies: () => ({ source: "columns" }),

  prepare(input, { debiased }, kernels) {
    const { rows: m } = input.responses;
    if (debiased) assertEnough(input.name, m);
    const { matrix: centred, exponent } = scaleAndCenter(input, true, kernels);
    const norm = kernels.norm(centred);
    assertVaries(input, norm, true);
    assertInRange(input, scaleOf(norm * norm, 2 * exponent) * weightOf(m, debiased));
    const share = scaleOf(Math.sqrt(weightOf(m, debiased)), exponent);
    return byUnits(
      kernels.scale(centred, share, { overwrite: centred !== input.responses }),
      debiased,
      kernels,
    );
  },

  compare: (x, y, _options, kernels) => innerProduct(x, y, kernels),
});
