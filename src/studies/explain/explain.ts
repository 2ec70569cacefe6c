import { resolveOptions } from "../../base/options.ts";
import type { RepresentationLike } from "../../data/representation.ts";
import type { MetricSpecLike } from "../../metrics/registry.ts";
import type { Control } from "../../run/lanes/control.ts";
import { runtimeOf } from "../../run/runtime.ts";
import { checked, pairOf } from "../pairwise/inputs.ts";
import { explainOptions, type ExplainOptions } from "./options.ts";
import type { Explanation } from "./result.ts";

/**
 * Which stimuli and which units carry the value of one pair: as a sum where the metric is one or has one behind it,
 * else by what the value loses without each of them (`form`; `of` says in a sentence what is shared out).
 *
 * procrustes, bures, kernel-procrustes: the squared distance over stimuli, units and common directions, of networks at norm 1
 *   where the value is an angle. nbs, cca, svcca, pwcca, kernel-cca: the similarity over stimuli, units and canonical
 *   variables. linear-regression: R² over units, 1 − R² over stimuli. permutation, soft-matching: over stimuli, units
 *   and couples. cka, rv: over stimuli, pairs of stimuli, and units with the linear kernel. rsa: over stimuli and pairs
 *   of them, as the comparator is a sum. elementwise: over stimuli and units. Others: stimuli and units left out in turn.
 *
 * Both networks come in common axes (`common`), with the singular values or canonical correlations of the pair (`spectrum`).
 *
 * @param x - stimuli × units (or the kind of input that the metric accepts)
 * @param y - responses to the same stimuli; the units may be others
 * @param spec - the metric, by name or itself, with its options beside
 * @param options - how much is left out, and how many axes are given
 * @throws as `compare`. @throws {OptionError} for an option that is not there, or a value that it does not accept.
 */
export async function explain(
  x: RepresentationLike,
  y: RepresentationLike,
  spec: MetricSpecLike,
  options: ExplainOptions = {},
  control: Control = {},
): Promise<Explanation> {
  const pair = pairOf(x, y);
  const chosen = resolveOptions("explain", explainOptions, options);
  const [resolved, runtime] = await Promise.all([checked(pair, spec), runtimeOf(control)]);
  const { explainPair } = await import("./compute.ts");
  return explainPair(pair, resolved, chosen, runtime, control);
}
