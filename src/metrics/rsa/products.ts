import { matrix, type Matrix } from "../../base/matrix.ts";
import { condensedBlocks } from "../../rdm/blocks.ts";
import { leastDifference } from "../../rdm/level.ts";
import { comparatorOf, type InnerProductComparator } from "../../rdm/comparators/registry.ts";
import type { Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import type { Block, InnerProductMetric } from "../metric.ts";
import { comparison, type RsaMetricOptions } from "./options.ts";
import { assertPairs, degenerateRdm, rdmSource, stretch, wholeRdm } from "./rdm.ts";

/** One network's RDM: as rows from which stretches of it are made when needed, or as features in full. */
type Prepared = {
  rows: Matrix;
  /** 1 × m(m − 1)/2; empty where features are made from `rows`. */
  features: Matrix;
  /** What is subtracted from every entry made from `rows`. */
  mean: number;
};

/** `rsa` under comparators that are inner products of features of one RDM. */
export const productForm: Pick<
  InnerProductMetric<Prepared, RsaMetricOptions>,
  "form" | "prepare" | "blocks" | "features" | "finish"
> = {
  form: "inner-product",

  prepare(input, options, kernels) {
    assertPairs(input, options.comparator);
    return isStreamed(options) ? streamed(input, options, kernels) : inFull(input, options, kernels);
  },

  blocks: (stimuli) => condensedBlocks(stimuli),

  features({ rows, features, mean }, block, options, kernels) {
    if (features.cols > 0) return [part(features, block)];
    const entries = stretch(rows, block, options, kernels);
    for (let k = 0; k < entries.length; k++) entries[k]! -= mean;
    return [matrix(1, entries.length, entries)];
  },

  finish: (inner, selfX, selfY, options) => productComparatorOf(options).finish(inner, selfX, selfY),
};

/** Whether an entry of the RDM makes its feature alone, but for the mean: memory is then that of the responses. */
function isStreamed({ comparator }: RsaMetricOptions): boolean {
  return comparatorOf(comparator).cosineOf !== undefined;
}

function streamed(input: Responses, options: RsaMetricOptions, kernels: Kernels): Prepared {
  const { rows } = rdmSource(input, options, kernels);
  const parts = condensedBlocks(rows.rows).map((block) => () => stretch(rows, block, options, kernels));
  const { mean, varies, positive } = summary(parts, leastDifference(options.dissimilarity));
  if (Number.isNaN(mean)) wholeRdm(input, options, kernels); // throws for the missing entry
  const centred = comparatorOf(options.comparator).cosineOf === "centred-entries";
  if (centred ? !varies : !positive) throw degenerateRdm(input, options.comparator);
  return { rows, features: matrix(1, 0), mean: centred ? mean : 0 };
}

function inFull(input: Responses, options: RsaMetricOptions, kernels: Kernels): Prepared {
  const entries = wholeRdm(input, options, kernels);
  const rdm = matrix(1, entries.length, entries);
  const comparator = productComparatorOf(options);
  const features = comparator.features(rdm, comparison(input.responses.rows, options), kernels);
  if (!isUsable(features, comparator)) throw degenerateRdm(input, options.comparator);
  return { rows: matrix(0, 0), features, mean: 0 };
}

/** Features of too few entries are NaN; features that are all 0 are for the comparator to judge. */
function isUsable({ data }: Matrix, { zeroFeatures }: InnerProductComparator): boolean {
  return zeroFeatures === "zero" ? !data.some(Number.isNaN) : data.some((value) => value !== 0);
}

function productComparatorOf({ comparator: name }: RsaMetricOptions): InnerProductComparator {
  const comparator = comparatorOf(name);
  if (comparator.form === "inner-product") return comparator;
  throw new Error(`${name} is not an inner product.`);
}

/** The features of that stretch: as many as entries of the RDM in it. */
function part(features: Matrix, { start, end }: Block): Matrix {
  const m = (1 + Math.sqrt(1 + 8 * features.cols)) / 2;
  const offset = (row: number) => (row * (2 * m - row - 1)) / 2;
  const data = features.data.subarray(offset(start), offset(end));
  return matrix(1, data.length, data);
}

/**
 * Mean of all entries, and whether they differ by more than rounding, and whether any is above 0.
 * @param least - differences that are not larger are rounding
 */
function summary(
  parts: (() => Float64Array)[],
  least: number,
): { mean: number; varies: boolean; positive: boolean } {
  let [sum, count, smallest, largest] = [0, 0, Infinity, -Infinity];
  for (const part of parts) {
    let partial = 0;
    for (const entry of part()) {
      partial += entry;
      if (entry < smallest) smallest = entry;
      if (entry > largest) largest = entry;
      count++;
    }
    sum += partial;
  }
  const varies = largest - smallest > Math.max(1e-14 * largest, least);
  return { mean: sum / count, varies, positive: largest > least };
}
