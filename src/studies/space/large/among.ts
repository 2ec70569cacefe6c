import { OptionError } from "../../../base/errors.ts";
import {
  toInputs,
  type RepresentationLike,
  type UnreadRepresentation,
} from "../../../data/representation.ts";
import { conversionOf, convertedBy } from "../../../geometry/to-distances.ts";
import type { MetricSpecLike } from "../../../metrics/registry.ts";
import { metricOf, resolveSpec } from "../../../metrics/resolve.ts";
import type { Control } from "../../../run/lanes/control.ts";
import { runtimeOf } from "../../../run/runtime.ts";
import { cross } from "../../pairwise/pairwise.ts";
import type { DistancesOnDemand } from "./sources.ts";

/**
 * Distances among networks, each computed when `embed` asks for it: with method landmark those of the landmarks, and
 * of some pairs for the error. Similarities are converted as their metric declares.
 *
 * @param networks - stimuli × units each (or the kind of input that the metric accepts); those of `readLazily`
 *   are read when they are compared
 * @param spec - the metric, by name or itself, with its options beside
 * @throws {OptionError} for an asymmetric metric, or a similarity without a conversion.
 * @throws {ShapeError} for networks that the metric does not take.
 */
export async function distancesAmong(
  networks: readonly (RepresentationLike | UnreadRepresentation)[],
  spec: MetricSpecLike,
  control: Control = {},
): Promise<DistancesOnDemand> {
  const [resolved] = await Promise.all([resolveSpec(spec), runtimeOf(control)]);
  control.signal?.throwIfAborted();
  const { metric, options } = resolved;
  const { kind, symmetric, toDistance } = metricOf(resolved).properties(options);
  if (!symmetric)
    throw new OptionError(
      `distancesAmong: ${metric} is asymmetric under these options, and a map has one distance for both directions. Use pairwise, whose directions embed averages.`,
    );
  const convert = convertedBy(conversionOf({ kind, metric, ...(toDistance && { toDistance }) }));
  const inputs = toInputs(networks, "distancesAmong");
  return {
    size: inputs.length,
    names: inputs.map(({ name }) => name),
    async between(from, to, own) {
      const others = to.map((k) => inputs[k]!);
      const engine = own.engine ?? control.engine;
      const { values } = await cross([inputs[from]!], others, spec, { ...own, engine });
      return convert ? values.map(convert) : values;
    },
  };
}
