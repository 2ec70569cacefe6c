import type { Matrix } from "../../base/matrix.ts";
import { normalizeOption, type Normalization } from "../../data/normalize.ts";
import {
  between,
  boolean,
  choice,
  data,
  either,
  number,
  optional,
  seed,
  whole,
  type Accepted,
  type OptionSchema,
  type OptionSchemas,
} from "../../base/options.ts";

/** Names of the two models of `srm`. */
export const srmKinds = ["probabilistic", "deterministic"] as const;
export type SrmKind = (typeof srmKinds)[number];

/** What every shared response model is told. */
export interface SharedSpaceOptions {
  readonly features?: number | "all" | undefined;
  readonly iterations?: number | undefined;
  readonly tolerance?: number | undefined;
  readonly seed?: number | undefined;
  readonly start?: readonly Matrix[] | undefined;
  readonly center?: boolean | undefined;
  readonly normalize?: Normalization | undefined;
}

/** Options of `srm`. */
export interface SrmOptions extends SharedSpaceOptions {
  readonly kind?: SrmKind | undefined;
  readonly center?: boolean | undefined;
  readonly perturbation?: number | undefined;
  readonly missing?: boolean | undefined;
}

/** Options of `robustSrm`. */
export interface RobustSrmOptions extends SharedSpaceOptions {
  readonly gamma?: number | undefined;
}

/** Options of `fastSrm`. */
export interface FastSrmOptions extends SharedSpaceOptions {
  readonly atlas?: ArrayLike<number> | Matrix | undefined;
  readonly components?: number | undefined;
  readonly perturbation?: number | undefined;
  readonly onMap?: ((map: Matrix, subject: number) => void | Promise<void>) | undefined;
}

/** Options of `hyperalign`. */
export interface HyperalignmentOptions {
  readonly center?: boolean | undefined;
  readonly normalize?: Normalization | undefined;
}

const count: Accepted = { type: "whole", min: 1, max: 1e9 };
const all: Accepted = { type: "choice", choices: ["all"] };
const largest = Number.MAX_VALUE;

export const sharedSpaceOptions = {
  features: either<number | "all">(
    "all",
    [count, all],
    "Shared features: at most min(least number of units, stimuli), which is what all means.",
  ),
  iterations: whole(100, 1, 1e9, "Most iterations."),
  tolerance: number(
    1e-7,
    0,
    largest,
    "Ends when an iteration gains less than this: in the share of the sum of squares that is explained, or in log-likelihood per response; 0 makes every iteration happen.",
  ),
  seed: seed("Decides the start: for each feature of each subject one of its units, or its negative."),
  start: data<readonly Matrix[]>(
    "a list of matrices",
    "A start of your own: for each subject units × features with orthonormal columns.",
    Array.isArray,
  ),
  center: boolean(false, "Subtract each unit's mean over stimuli."),
  normalize: normalizeOption,
} satisfies OptionSchemas<SharedSpaceOptions>;

const perturbation: OptionSchema<number> = number(
  0,
  0,
  largest,
  "Added on the main diagonal of XᵀS before its polar factor is taken. With 0.001 and normalize none a fit goes as in BrainIAK, step by step.",
);

export const srmOptions = {
  ...sharedSpaceOptions,
  kind: choice(
    srmKinds,
    "probabilistic: with a model of the noise, fitted by EM. deterministic: least squares.",
  ),
  center: optional(
    boolean(
      false,
      "Subtract each unit's mean over stimuli. By default kind probabilistic does, deterministic does not.",
    ),
  ),
  perturbation,
  missing: boolean(
    false,
    "Rows that are NaN throughout are stimuli (times) that a subject has not seen, and have no part in the fit; each subject shares at least as many stimuli with others as there are features.",
  ),
} satisfies OptionSchemas<SrmOptions>;

export const robustSrmOptions = {
  ...sharedSpaceOptions,
  gamma: between(
    1,
    0,
    Infinity,
    "Weight of the absolute values of the individual part: what exceeds it beside the shared part is individual. In the unit of the responses with normalize none, in standard deviations with zscore, and with frobenius in root mean squares of the responses, over all networks.",
  ),
} satisfies OptionSchemas<RobustSrmOptions>;

export const fastSrmOptions = {
  ...sharedSpaceOptions,
  atlas: data<ArrayLike<number> | Matrix>(
    "a list of labels, or a matrix { rows, cols, data }",
    "What the units are reduced to first. A label for each unit, whole numbers, 0 for none: means over labels. Or regions × units, weights of which no region is a sum of others: least squares. All subjects then have the same units. By default each subject's own principal components.",
    (value) => Array.isArray(value) || ArrayBuffer.isView(value) || isMatrix(value),
  ),
  components: optional(
    whole(1, 1, 1e9, "Own principal components to keep. By default all, which loses nothing."),
  ),
  perturbation,
  onMap: data<(map: Matrix, subject: number) => void | Promise<void>>(
    "a function",
    "Takes each map as it is found, units × features; the result then keeps none.",
    (value) => typeof value === "function",
  ),
} satisfies OptionSchemas<FastSrmOptions>;

function isMatrix(value: unknown): boolean {
  return typeof value === "object" && value !== null && "rows" in value && "cols" in value && "data" in value;
}

export const hyperalignmentOptions = {
  center: sharedSpaceOptions.center,
  normalize: sharedSpaceOptions.normalize,
} satisfies OptionSchemas<HyperalignmentOptions>;
