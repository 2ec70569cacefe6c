import { NumericalError } from "../../base/errors.ts";
import { concatenate, type Matrix } from "../../base/matrix.ts";
import { condensedBlocks } from "../../rdm/blocks.ts";
import { pairAt } from "../../rdm/condensed.ts";
import { dissimilarities } from "../../rdm/dissimilarities/all.ts";
import type { RdmSource } from "../../rdm/dissimilarities/dissimilarity.ts";
import { levelled } from "../../rdm/level.ts";
import { rdmRows, unscale } from "../../rdm/rows.ts";
import { comparatorOf, type ComparatorName } from "../../rdm/comparators/registry.ts";
import { ranks, tiedFor } from "../../rdm/ranking/ties.ts";
import { stimulusName, type Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { dissimilaritySettings, type RowDissimilarityOptions, type RsaMetricOptions } from "./options.ts";

/** Dissimilarities of stimuli start … end − 1 to all later ones, at the scale of the rows. */
export function stretch(
  rows: Matrix,
  block: { start: number; end: number; length: number },
  options: RowDissimilarityOptions,
  kernels: Kernels,
): Float64Array {
  const dissimilarity = dissimilarities[options.dissimilarity];
  return rdmRows({ rows }, dissimilarity, block, kernels, dissimilaritySettings(options));
}

/** One network's responses as the dissimilarity wants them. @throws as its `prepare`. */
export function rdmSource(input: Responses, options: RowDissimilarityOptions, kernels: Kernels): RdmSource {
  return dissimilarities[options.dissimilarity].prepare(input, kernels, dissimilaritySettings(options));
}

/**
 * The whole condensed RDM, in the unit of the dissimilarity. If the comparator ranks, the unit is
 * any, and entries that differ by rounding alone are equal.
 * @throws {NumericalError} for a missing entry, unless the comparator deals with those of each two RDMs.
 */
export function wholeRdm(input: Responses, options: RsaMetricOptions, kernels: Kernels): Float64Array {
  const { rows, exponent } = rdmSource(input, options, kernels);
  const parts = condensedBlocks(rows.rows).map((block) => stretch(rows, block, options, kernels));
  const scaled = concatenate(parts);
  // Ranks are the same at any scale, also at one where the values themselves would overflow.
  const { dissimilarity } = options;
  const { degree, missing } = dissimilarities[dissimilarity];
  const entries = ranks(options.comparator) ? scaled : unscale(scaled, exponent, degree, dissimilarity);
  if (missing) assertComplete(input, entries, options.comparator);
  return tiedFor({ condensed: levelled(entries, dissimilarity), dissimilarity }, options.comparator)
    .condensed;
}

/** @throws {NumericalError} naming the first two stimuli without a dissimilarity. */
function assertComplete(input: Responses, entries: Float64Array, comparator: ComparatorName): void {
  const { missing } = comparatorOf(comparator);
  const at = missing === "own" ? -1 : entries.findIndex(Number.isNaN);
  if (at < 0) return;
  const [i, j] = pairAt(input.responses.rows, at);
  throw new NumericalError(
    `${input.name}: ${stimulusName(input, i)} and ${stimulusName(input, j)}, counted from 0, have no unit in common, ` +
      `so they have no dissimilarity. Leave one out, or take the comparator "nan-euclidean".`,
  );
}

/** @throws {NumericalError} for one stimulus, which makes no pair, and for two where one pair forces the value. */
export function assertPairs(input: Responses, comparator: ComparatorName): void {
  const { name, responses } = input;
  if (responses.rows === 2 && comparatorOf(comparator).leastPairs > 1) throw degenerateRdm(input, comparator);
  if (responses.rows >= 2) return;
  throw new NumericalError(`${name}: rsa needs at least 2 stimuli, got ${responses.rows}.`);
}

/** The RDM cannot be compared: says why. */
export function degenerateRdm({ name, responses }: Responses, comparator: ComparatorName): NumericalError {
  if (responses.rows < 3) {
    return new NumericalError(
      `${name}: rsa with ${comparator} needs at least 3 stimuli, got ${responses.rows}.`,
    );
  }
  const { degenerate } = comparatorOf(comparator);
  return new NumericalError(`${name}: ${degenerate} (comparator ${comparator}).`);
}
