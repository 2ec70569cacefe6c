import { boolean, resolveOptions, type OptionSchemas } from "../../base/options.ts";
import type { Alignment } from "../../metrics/metric.ts";
import type { MetricSpecLike } from "../../metrics/registry.ts";
import { withMetric } from "../../metrics/resolve.ts";
import type { Control } from "../../run/lanes/control.ts";
import { runtimeOf } from "../../run/runtime.ts";
import { checked, operationsOf, pairOf } from "./inputs.ts";
import type { RepresentationLike } from "../../data/representation.ts";
import { workOnPair } from "./task.ts";

export interface AlignOptions {
  readonly fullMotion?: boolean | undefined;
}

export const alignOptions = {
  fullMotion: boolean(
    false,
    "The square motion of all units, also of networks with more than 1024 of them. Without it their motions and axes are those in which responses vary, at most as many as stimuli.",
  ),
} satisfies OptionSchemas<AlignOptions>;

/**
 * Both representations in common axes: the motion that a metric's value stands for, carried out.
 * Where procrustes moves networks of more than 1024 units, the axes are those in which responses vary,
 * and the motion comes in two factors as well.
 *
 * @param x - stimuli × units
 * @param y - responses to the same stimuli; the units may be others
 * @param spec - a metric that moves one network onto the other, by name or itself, with its options and those of `align` beside
 * @returns both moved, the motions and the means
 * @throws {OptionError} if the metric has no motion. @throws as `compare` otherwise.
 */
export async function align(
  x: RepresentationLike,
  y: RepresentationLike,
  spec: MetricSpecLike & AlignOptions,
  control: Control = {},
): Promise<Alignment> {
  const pair = pairOf(x, y);
  const { fullMotion: given, ...rest } = withMetric(spec) as MetricSpecLike & AlignOptions;
  const { fullMotion } = resolveOptions("align", alignOptions, { fullMotion: given });
  const resolved = await checked(pair, rest as MetricSpecLike);
  const { tasks } = await runtimeOf(control);
  const setup = { pair, spec: resolved, work: { kind: "align", full: fullMotion } } as const;
  const [found] = await tasks.run(workOnPair, setup, [null], { ...control, operations: operationsOf(pair) });
  return found as Alignment;
}
