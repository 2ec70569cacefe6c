import type * as Arcs from "../../base/math/arc.ts";
import { matrix, type Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import {
  defineInnerProductMetric,
  type AnyMetric,
  type Block,
  type InnerProductMetric,
  type Way,
} from "../metric.ts";
import { notePrecision } from "../precision.ts";
import { kernelInvariances } from "../similarity/invariances.ts";
import { allFeatures, placeOf } from "./all-features.ts";
import { linearByUnits } from "./by-units.ts";
import { ckaOptions } from "./cka-options.ts";
import { prepareLinear, type CkaOptions, type PreparedCka } from "./cka-prepare.ts";
import { centerRegion, gramBlocks, gramRegion, isMadeWhole, regionsOf } from "./gram.ts";
import { cheaperWay } from "./operations.ts";

export type { CkaOptions } from "./cka-prepare.ts";

/**
 * Centered kernel alignment of the Gram matrices K of X and L of Y:
 *
 *   CKA(X, Y) = HSIC(K, L) / √(HSIC(K, K) · HSIC(L, L)),   HSIC(K, L) = ⟨HKH, HLH⟩_F
 *
 * with H = I − 11ᵀ/m and the kernel linear, K = X·Xᵀ (then HKH is that of centred
 * responses), or one of those in `../similarity`, which also has the form without a confounder.
 *
 * `debiased` takes the unbiased estimator of HSIC (Song et al., JMLR 2012, theorem 2)
 * in all three places, as Nguyen, Raghu & Kornblith (ICLR 2021) do. It is the inner
 * product of the U-centred Gram matrices (Székely & Rizzo, 2014): zero diagonal and
 *
 *   Ũᵢⱼ = K̃ᵢⱼ − rᵢ/(m − 2) − rⱼ/(m − 2) + s/((m − 1)(m − 2)),   r = K̃·1, s = 1ᵀK̃·1,
 *
 * which no constant added to a unit changes, so `center` does not matter there.
 */
export const cka: InnerProductMetric<PreparedCka, CkaOptions> = defineInnerProductMetric<
  PreparedCka,
  CkaOptions
>({
  name: "cka",
  title: "Centered kernel alignment",
  summary: "Agreement of the similarity structures of the stimuli.",
  source:
    "Kornblith, Norouzi, Lee & Hinton, ICML 2019, arXiv:1905.00414, §3; debiased: Song et al., JMLR 13, 2012, §4",
  family: "Kernels and similarity structures",
  cost: { network: "m·n²", pair: "m·n², or m²" },
  blindTo:
    "Directions of little variance: a few large components decide. With few stimuli and many units every biased value is high.",
  accepts: "matrix",
  options: ckaOptions,
  testedWith: [
    {},
    { center: false },
    { ground: "angular" },
    { debiased: true },
    { debiased: true, ground: "angular" },
    { precision: "single" },
    { precision: "single", debiased: true, ground: "angular" },
    { kernel: "rbf" },
    { kernel: "rbf", ground: "angular" },
    { kernel: "rbf", debiased: true, bandwidth: 0.5 },
    { kernel: "rbf", center: false, bandwidth: 3 },
    { kernel: "rbf", bandwidthUnit: "responses", bandwidth: 20 },
    { kernel: "polynomial" },
    { kernel: "polynomial", degree: 3, constant: 0, debiased: true, precision: "single" },
    { kernel: "laplacian", ground: "angular" },
    { kernel: "laplacian", center: false, bandwidthUnit: "responses", bandwidth: 20 },
    { epsilon: 1 },
    { epsilon: 1e-6, kernel: "rbf", debiased: true },
    { estimator: "units" },
    { estimator: "units", debiased: true },
  ],

  properties({ debiased, center, ground, confound, epsilon, estimator, ...options }) {
    const isPlugIn = estimator === "plug-in";
    const isSigned = debiased || confound !== undefined || options.kernel === "given";
    const how = { centred: center || debiased, scaleFree: epsilon === 0 };
    return {
      kind: ground === "similarity" ? "similarity" : epsilon === 0 ? "distance" : "dissimilarity",
      symmetric: true,
      range: rangeOf(ground === "angular", isSigned, isPlugIn),
      // What a single unit has depends on the axes.
      invariantTo: kernelInvariances(options, how).filter((one) => isPlugIn || one !== "orthogonal"),
      ...(epsilon === 0 && isPlugIn && { self: ground === "angular" ? 0 : 1 }),
      ...(ground === "similarity" ? { toDistance: "arccos" as const } : {}),
    };
  },

  async loadFor(options) {
    if (options.ground === "angular") arcs = await import("../../base/math/arc.ts");
    if (options.estimator !== "plug-in")
      corrected = (await import("./cka-few-units.ts")).correctedFor(options, cka);
    if (!isRare(options)) return undefined;
    const { ckaOf, withConfound } = await import("../similarity/cka-of.ts");
    rareForm ??= ckaOf(cka);
    return withConfound(options);
  },

  prepare: (input, options, kernels) =>
    withFeatures(prepareLinear(input, options, kernels), options, kernels),

  wayFor: (job, options) => (isRare(options) ? undefined : cheaperWay(job)),
  formFor(options, way) {
    if (options.estimator !== "plug-in") return corrected!(way);
    return isRare(options) ? rareForm!(options) : way === "units" ? ckaByUnits : undefined;
  },

  smooth: () => true,
  warn: (_prepared, options) => notePrecision(options),

  multiplies: ({ isGram }) => (isGram ? {} : { source: "rows" }),
  isCopied: ({ distinct }) => distinct !== undefined,

  blocks: gramBlocks,

  features(x, block, { debiased }, kernels) {
    if (!x.distinct) return featuresOf(x, block, debiased, kernels);
    const start = placeOf(block, x.distinct);
    return [kernels.rows(kernels.reshape(x.source, x.source.cols, 1), start, start + block.length)];
  },

  finish(inner, selfX, selfY, { ground }) {
    const value = inner / Math.sqrt(selfX * selfY);
    const bounded = Math.max(-1, Math.min(1, value));
    return ground === "angular" ? arcs!.acos(bounded) : bounded;
  },

  resampling: async () => (await import("./cka-resampling.ts")).ckaResampling,

  near: {
    applies: (inner, selfX, selfY, { ground, precision }) =>
      ground === "angular" && inner / Math.sqrt(selfX * selfY) > 1 - nearest[precision],
    finish: (squaredGap) => 2 * arcs!.asin(Math.min(1, Math.sqrt(squaredGap) / 2)),
  },
});

/** What few ask for is loaded when it is. */
function isRare({ kernel, confound, epsilon }: CkaOptions): boolean {
  return kernel !== "linear" || confound !== undefined || epsilon > 0;
}

/** For angles, once one was asked for. */
let arcs: typeof Arcs | undefined;

/** The forms for networks of few units, once they were asked for. */
let corrected: ((way: Way | undefined) => AnyMetric) | undefined;

function rangeOf(isAngle: boolean, isSigned: boolean, isBounded: boolean): [number, number] {
  if (isAngle) return [0, isSigned ? Math.PI : Math.PI / 2];
  const bound = isBounded ? 1 : Infinity;
  return [isSigned ? -bound : 0, bound];
}

let rareForm: ((options: CkaOptions) => AnyMetric) | undefined;

/** What is missing to 1 where an arccosine would lose half of the digits. */
const nearest = { double: 1e-4, single: 1e-2 } as const;

const ckaByUnits: AnyMetric = linearByUnits(cka, (options) => options);

/** Entries of a Gram matrix of one block, weighed and centred. */
function featuresOf(x: PreparedCka, block: Block, debiased: boolean, kernels: Kernels): Matrix[] {
  return regionsOf(block, x.source.rows).map((region) => {
    const entries = gramRegion(x, region, kernels);
    if (x.shift.cols > 0) centerRegion(entries, region, x.shift.data, debiased);
    return entries;
  });
}

/**
 * All features at once, where a Gram matrix was made: half of it, which every block of every tile then copies from
 * instead of making, weighing and centring its part again.
 */
function withFeatures(x: PreparedCka, { debiased, precision }: CkaOptions, kernels: Kernels): PreparedCka {
  const m = x.source.rows;
  if (!x.isGram || !isMadeWhole(m)) return x;
  const all = allFeatures(x.source, x.shift.data, debiased, kernels);
  const source = precision === "single" ? kernels.singles(all) : all;
  return { ...x, source, shift: matrix(1, 0), distinct: m };
}
