import { OptionError } from "../../../base/errors.ts";
import { cos } from "../../../base/math/circular.ts";
import { powerOfTwo } from "../../../base/math/powers.ts";
import { definePairMetric, type AnyMetric, type PairMetric } from "../../metric.ts";
import {
  angleOf,
  estimateCosine,
  prepareFewStimuli,
  type CosineEstimate,
  type FewStimuliOptions,
  type PreparedFewStimuli,
} from "./estimate.ts";

/** What a metric of the Procrustes family makes of the cosine. */
export type Value = "angle" | "cosine" | "chord" | "length";

/**
 * A metric of the Procrustes family by the moment estimator. Lengths are those of as many stimuli as there are, so that they
 * can be set beside plug-in values: √((m − 1) · (tr Σx + tr Σy − 2‖C‖_*)).
 */
export function fewStimuliForm<O extends FewStimuliOptions>(
  metric: PairMetric<never, O>,
  valueOf: (options: O) => Value,
): AnyMetric {
  const {
    form: _form,
    heldOut: _heldOut,
    align: _align,
    warn: _warn,
    multiplies: _multiplies,
    ...described
  } = metric;
  const compared = (x: PreparedFewStimuli, y: PreparedFewStimuli, options: O, found: CosineEstimate) =>
    inWords(valueOf(options), x, y, found);
  return definePairMetric<PreparedFewStimuli, O>({
    ...described,
    prepare: (input, _options, kernels) => prepareFewStimuli(input, kernels),
    operations: ({ shape: [m = 1] }) => 50 * m * m * m,
    compare: (x, y, options, kernels) => compared(x, y, options, estimateCosine(x, y, options, kernels)),
    estimate(x, y, options, kernels) {
      const found = estimateCosine(x, y, options, kernels);
      const value = compared(x, y, options, found);
      const { standardError, maxBias, powers, cosine } = found;
      // To first order, from the two ends of one standard error.
      const [low, high] = [-1, 1].map((sign) =>
        compared(x, y, options, { ...found, cosine: cosine + sign * standardError }),
      );
      return { value, standardError: Math.abs(high! - low!) / 2, maxBias, powers };
    },
  });
}

/** @throws {OptionError} for options of the plug-in that the estimator does not have. */
export function assertEstimable(
  name: string,
  { alpha = 1, center, group = "orthogonal", precision = "double" }: EstimableOptions,
): void {
  const wrong = [
    alpha !== 1 && `alpha ${alpha}: it needs alpha 1`,
    !center && "no centring",
    group !== "orthogonal" && `group ${group}`,
    precision !== "double" && `precision ${precision}`,
  ].find((one) => one !== false);
  if (wrong) throw new OptionError(`${name}: estimator moments does not go with ${wrong}.`, "estimator");
}

interface EstimableOptions {
  readonly alpha?: number;
  readonly center: boolean;
  readonly group?: string;
  readonly precision?: string;
}

function inWords(value: Value, x: PreparedFewStimuli, y: PreparedFewStimuli, found: CosineEstimate): number {
  if (value === "cosine") return found.cosine;
  if (value === "angle") return angleOf(found);
  if (value === "chord") return Math.sqrt(Math.max(0, 2 - 2 * cos(angleOf(found))));
  return lengthOf(x, y, found);
}

/** At the scale of the larger network, so that no square overflows. */
function lengthOf(
  x: PreparedFewStimuli,
  y: PreparedFewStimuli,
  { cosine, varianceX, varianceY }: CosineEstimate,
): number {
  const exponent = Math.max(x.exponent, y.exponent);
  const [a, b] = [
    Math.sqrt(varianceX) * powerOfTwo(x.exponent - exponent),
    Math.sqrt(varianceY) * powerOfTwo(y.exponent - exponent),
  ];
  const squared = Math.max(0, a * a + b * b - 2 * cosine * a * b);
  return Math.sqrt((x.gram.rows - 1) * squared) * powerOfTwo(exponent);
}
