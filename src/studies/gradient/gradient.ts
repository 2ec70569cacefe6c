import type { Matrix } from "../../base/matrix.ts";
import type { Representation, RepresentationLike } from "../../data/representation.ts";
import { loadGradient, type GradientMetricName } from "../../metrics/gradients/registry.ts";
import type { MetricSpecLike } from "../../metrics/registry.ts";
import { findMetric, withMetric, type ResolvedSpec } from "../../metrics/resolve.ts";
import type { Control } from "../../run/lanes/control.ts";
import { inCheaperWay } from "../../run/pairs/way.ts";
import { runtimeOf } from "../../run/runtime.ts";
import { checked, pairOf } from "../pairwise/inputs.ts";
import { between, valueOf } from "../pairwise/square.ts";
import { gradientOfPair } from "./task.ts";

/** A value, and how it moves with the responses of the first network. */
export interface Gradient {
  /** As `compare` gives it, bit for bit. */
  readonly value: number;
  /** ∂value/∂x, stimuli × units of x, in the unit of value per response. */
  readonly gradient: Matrix;
}

/**
 * The value of a pair and its gradient with respect to the first representation; the second one is constant. For what
 * to do with it see docs/gradients.md.
 *
 * @param x - stimuli × units
 * @param y - responses to the same stimuli; the units may be others
 * @param spec - a metric that has a gradient, by name or itself, with its options beside
 * @returns ∂value/∂x of the responses as they are given, also where the metric centres or scales them
 * @throws {OptionError} if the metric has no gradient, or none under these options, with the reason.
 * @throws {NumericalError} naming the representation and the reason, where the value has a kink and no gradient:
 *   equal networks where the value is a distance or an angle, equal stimuli where distances are rooted, a rotation
 *   that is not unique. @throws as `compare` otherwise.
 */
export async function gradient(
  x: RepresentationLike,
  y: RepresentationLike,
  spec: MetricSpecLike<GradientMetricName>,
  control: Control = {},
): Promise<Gradient> {
  const pair = pairOf(x, y);
  // A metric without a gradient says so, whatever it thinks of the inputs.
  const metric = await findMetric((withMetric(spec) as { readonly metric?: unknown }).metric);
  const differential = metric && (await loadGradient(metric.name));
  const asked = await checked(pair, spec);
  const resolved = inCheaperWay(asked, pair, between(1, 1));
  differential!.assertOptions?.(resolved.options);
  const runtime = await runtimeOf(control);
  // What is wrong with the networks is said in the words of the metric, so its value comes first.
  const known = differential!.makesValue(resolved.options, resolved.way)
    ? undefined
    : await valueOf(...pair, asked, runtime, quiet(control));
  const operations = operationsOf(pair, resolved);
  const [found] = await runtime.tasks.run(gradientOfPair, { pair, spec: resolved }, [null], {
    ...control,
    operations,
  });
  // A value in single precision is not the one that was made beside a gradient in double precision.
  const value = known ?? found!.value ?? (await valueOf(...pair, asked, runtime, quiet(control)));
  return { value, gradient: found!.gradient };
}

/** Progress is that of the gradient. */
function quiet({ engine, signal }: Control): Control {
  return { engine, signal };
}

/** Multiplications, about: of products units × units, or stimuli × stimuli. */
function operationsOf([x, y]: readonly [Representation, Representation], { way }: ResolvedSpec): number {
  const [m, n] = x.shape as [number, number];
  const other = y.shape[1]!;
  return way === "units" ? 2 * m * n * (n + other) : 2 * m * (m + n) * Math.max(n, other);
}
