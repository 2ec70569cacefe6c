import { matrix, type Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import type { Block, InnerProductMetric } from "../metric.ts";
import type { Prepared } from "../prepared.ts";
import { allFeatures, placeOf } from "../kernel/all-features.ts";
import { centerRegion, gramBlocks, isMadeWhole, regionsOf } from "../kernel/gram.ts";
import { structureRegion } from "./regions.ts";
import type { PreparedStructure } from "./structure-options.ts";

/**
 * All features at once, where the matrix is there in full: half of it, which every block of every tile then copies from
 * instead of making, weighing and centring its part again.
 */
export function withFeatures(x: PreparedStructure, debiased: boolean, kernels: Kernels): PreparedStructure {
  const m = x.source.rows;
  if (!x.isGram || !isMadeWhole(m)) return x;
  const all = allFeatures(x.source, x.shift.data, debiased, kernels);
  const source = x.factor === 1 ? all : kernels.scale(all, x.factor, { overwrite: true });
  return { ...x, source, factor: 1, shift: matrix(1, 0), distinct: m };
}

/** Features of one block: entries of the matrix, centred and weighed so that inner products count all of them. */
export function structureFeatures(
  x: PreparedStructure,
  block: Block,
  debiased: boolean,
  kernels: Kernels,
): Matrix[] {
  if (!x.distinct)
    return regionsOf(block, x.source.rows).map((region) => featuresIn(x, region, debiased, kernels));
  const start = placeOf(block, x.distinct);
  return [kernels.rows(kernels.reshape(x.source, x.source.cols, 1), start, start + block.length)];
}

function featuresIn(
  x: PreparedStructure,
  region: ReturnType<typeof regionsOf>[number],
  debiased: boolean,
  kernels: Kernels,
): Matrix {
  const weighed = { ...region, weight: region.weight * x.factor };
  const entries = structureRegion(x, weighed, kernels);
  if (x.shift.cols > 0) centerRegion(entries, weighed, x.shift.data, debiased);
  return entries;
}

/** What all metrics of such features have in common. */
export const structureForm = {
  blocks: (stimuli: number): Block[] => gramBlocks(stimuli),
  isCopied: ({ distinct }: Readonly<Record<string, number>>) => distinct !== undefined,
} satisfies Pick<InnerProductMetric<Prepared, object>, "blocks" | "isCopied">;
