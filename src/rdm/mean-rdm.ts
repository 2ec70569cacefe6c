import { assertNumbers, notNumber } from "../base/numbers.ts";
import { OptionError, ShapeError } from "../base/errors.ts";
import { assertList } from "../base/lists.ts";
import { data, resolveOptions, type OptionSchemas } from "../base/options.ts";
import { assertRdm, rdmFrom, type Rdm } from "./rdm.ts";

/** How much each RDM counts: one number an RDM, or one an RDM and pair. */
export type RdmWeights = readonly number[] | readonly Float64Array[];

/** Options of `meanRdm`. */
export interface MeanRdmOptions {
  readonly weights?: RdmWeights | undefined;
  readonly name?: string | undefined;
}

export const meanRdmOptions = {
  weights: data<RdmWeights>(
    "a list with a weight for each RDM, or for each RDM one for each pair",
    "How much each RDM counts, from 0; NaN where it does not. If not given, all count the same.",
    Array.isArray,
  ),
  name: data<string>("a text", "Name of the mean; if not given, mean.", (value) => typeof value === "string"),
} satisfies OptionSchemas<MeanRdmOptions>;

/**
 * The mean of several RDMs of the same stimuli, pair by pair: Σ w d / Σ w over the RDMs that
 * have both the dissimilarity and its weight (not NaN). A pair that none has stays missing.
 * @throws {ShapeError} if the stimuli differ, or the weights are not as many.
 * @throws {OptionError} if there are no RDMs, or for a weight below 0.
 */
export function meanRdm(rdms: readonly Rdm[], options: MeanRdmOptions = {}): Rdm {
  const { weights, name = "mean" } = resolveOptions("meanRdm", meanRdmOptions, options);
  const first = sameStimuli(rdms, "meanRdm");
  const weightOf = weights ? weightsOf(rdms, weights) : () => 1;
  const condensed = first.condensed.map((_, pair) => {
    let [sum, total] = [0, 0];
    for (const [r, rdm] of rdms.entries()) {
      const [value, weight] = [rdm.condensed[pair]!, weightOf(r, pair)];
      if (Number.isNaN(value) || Number.isNaN(weight)) continue;
      sum += weight * value;
      total += weight;
    }
    return sum / total;
  });
  return rdmFrom({ ...first, name, condensed });
}

/** @returns the weight of RDM r for a pair */
function weightsOf(rdms: readonly Rdm[], weights: RdmWeights): (r: number, pair: number) => number {
  const pairs = rdms[0]!.condensed.length;
  assertWeights(weights);
  const fits = weights.every((one) => typeof one === "number" || one.length === pairs);
  if (weights.length !== rdms.length || !fits) {
    throw new ShapeError(
      `meanRdm: expected a weight for each of ${rdms.length} RDMs, or ${pairs} for each; got ${weights.length}${fits ? "" : " of other lengths"}.`,
    );
  }
  const below = weights.some((one) => (typeof one === "number" ? one < 0 : one.some((weight) => weight < 0)));
  if (below) throw new OptionError("meanRdm: a weight is below 0; accepted: numbers from 0, NaN for none.");
  return (r, pair) => {
    const one = weights[r]!;
    return typeof one === "number" ? one : one[pair]!;
  };
}

/** One number an RDM, or one list an RDM. */
function assertWeights(weights: RdmWeights): void {
  for (const [r, weight] of weights.entries()) {
    if (typeof weight === "number") continue;
    if (typeof weight !== "object" || weight === null)
      throw notNumber("meanRdm: weights", `for RDM ${r}`, weight);
    assertNumbers(weight, `meanRdm: weights of RDM ${r}`, (pair) => `for pair ${pair}`);
  }
}

/**
 * The first of several RDMs whose stimuli are the same.
 * @throws {ShapeError} naming the first stimulus that disagrees.
 */
export function sameStimuli(rdms: readonly Rdm[], owner: string): Rdm {
  assertList(owner, "RDMs", rdms);
  const [first] = rdms;
  if (!first) throw new OptionError(`${owner}: no RDMs were given.`);
  for (const rdm of rdms) {
    assertRdm(rdm, owner);
    if (rdm.stimuli.length !== first.stimuli.length) {
      throw new ShapeError(
        `${owner}: ${first.name} is of ${first.stimuli.length} stimuli, ${rdm.name} of ${rdm.stimuli.length}; they must be the same. overAllStimuli gives RDMs of partly different stimuli a common set.`,
      );
    }
    const differs = rdm.stimuli.findIndex((stimulus, i) => stimulus !== first.stimuli[i]);
    if (differs >= 0) {
      throw new ShapeError(
        `${owner}: stimulus ${differs} is ${JSON.stringify(first.stimuli[differs])} in ${first.name} but ${JSON.stringify(rdm.stimuli[differs])} in ${rdm.name}; the stimuli must be the same, in the same order.`,
      );
    }
  }
  return first;
}
