import type { Matrix } from "../../base/matrix.ts";
import type { MetricSpecLike } from "../../metrics/registry.ts";
import type { Control } from "../../run/lanes/control.ts";
import { runtimeOf } from "../../run/runtime.ts";
import { checked, operationsOf, pairOf } from "./inputs.ts";
import type { RepresentationLike } from "../../data/representation.ts";
import { workOnPair } from "./task.ts";

/**
 * Every candidate whose minimum `compare` returns: for `convolutional` height × width, one for each
 * circular shift of x, no shift at ⌊height / 2⌋, ⌊width / 2⌋.
 *
 * @param x - of the kind that the metric accepts
 * @param y - responses to the same stimuli
 * @throws {OptionError} if the metric is a single number for a pair. @throws as `compare` otherwise.
 */
export async function table(
  x: RepresentationLike,
  y: RepresentationLike,
  spec: MetricSpecLike,
  control: Control = {},
): Promise<Matrix> {
  const pair = pairOf(x, y);
  const resolved = await checked(pair, spec);
  const { tasks } = await runtimeOf(control);
  const setup = { pair, spec: resolved, work: { kind: "table" } } as const;
  const [found] = await tasks.run(workOnPair, setup, [null], { ...control, operations: operationsOf(pair) });
  return found as Matrix;
}
