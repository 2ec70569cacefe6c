import { questionOf } from "../base/suggest.ts";
import { OptionError } from "../base/errors.ts";
import { bures } from "./procrustes/bures.ts";
import { cca } from "./linear/cca.ts";
import { cka } from "./kernel/cka.ts";
import { convolutional } from "./convolutional/convolutional.ts";
import { elementwise } from "./elementwise.ts";
import { energy } from "./energy/energy.ts";
import { gaussianProcess } from "./gaussian/gaussian-process.ts";
import { gaussianWasserstein } from "./gaussian/gaussian-wasserstein.ts";
import { kernelCca } from "./kernel/kernel-cca.ts";
import { kernelProcrustes } from "./kernel/kernel-procrustes.ts";
import { linearRegression } from "./linear/linear-regression.ts";
import type { AnyMetric, Way } from "./metric.ts";
import { nbs } from "./procrustes/nbs.ts";
import { resolveOptions } from "../base/options.ts";
import { permutation } from "./matching/permutation.ts";
import { procrustes } from "./procrustes/procrustes.ts";
import { pwcca } from "./linear/pwcca.ts";
import { rsa } from "./rsa/rsa.ts";
import { rv } from "./kernel/rv.ts";
import { softMatching } from "./matching/soft-matching.ts";
import { svcca } from "./linear/svcca.ts";

/** Every metric, by the name that the API, the command line and the page share. */
export const metrics = {
  procrustes,
  permutation,
  "soft-matching": softMatching,
  convolutional,
  cca,
  svcca,
  pwcca,
  "kernel-procrustes": kernelProcrustes,
  "kernel-cca": kernelCca,
  cka,
  rv,
  nbs,
  bures,
  "linear-regression": linearRegression,
  rsa,
  elementwise,
  "gaussian-wasserstein": gaussianWasserstein,
  energy,
  "gaussian-process": gaussianProcess,
} as const;

export type MetricName = keyof typeof metrics;

/** The options of a metric. */
export type OptionsOf<Name extends MetricName> = (typeof metrics)[Name] extends {
  properties(options: infer O): unknown;
}
  ? O
  : never;

/** `{ metric: "procrustes", alpha: 0.5 }`: the name selects the options that may stand beside it. */
export type MetricSpec<Name extends MetricName = MetricName> = {
  [N in Name]: { metric: N } & Partial<OptionsOf<N>>;
}[Name];

/** A metric with its options complete: plain data, so that it can be posted to a worker. */
export interface ResolvedSpec {
  readonly metric: MetricName;
  readonly options: Readonly<Record<string, unknown>>;
  /** Fitted on one set of stimuli, measured on another. */
  readonly heldOut?: boolean;
  /** How the whole job is computed, where the metric has two ways; chosen once for it. */
  readonly way?: Way | undefined;
}

/** The metric of a resolved spec, in the form that it has under those options. */
export function metricOf(spec: ResolvedSpec): AnyMetric {
  const metric: AnyMetric = metrics[spec.metric];
  return metric.formFor?.(spec.options, spec.way) ?? metric;
}

/**
 * Checks a spec and fills in defaults.
 * @throws {OptionError} for an unknown metric or option, or a value outside the accepted set.
 */
export function resolveSpec(spec: {
  readonly metric: string;
  readonly [option: string]: unknown;
}): ResolvedSpec {
  if (typeof spec !== "object" || spec === null) {
    throw new OptionError(
      `Expected a metric as { metric: "cka" } with its options beside; got ${JSON.stringify(spec) ?? "nothing"}.`,
    );
  }
  const { metric: name, ...options } = spec;
  if (!isMetricName(name)) {
    throw new OptionError(
      `There is no metric ${JSON.stringify(name)}.${questionOf(String(name), Object.keys(metrics))} There are ${Object.keys(metrics).join(", ")}.`,
      "metric",
    );
  }
  return { metric: name, options: resolveOptions(name, metrics[name].options, options) as never };
}

/** Names of the options of a metric; none where there is no such metric. */
export function metricOptionNames(metric: unknown): string[] {
  return isMetricName(metric) ? Object.keys(metrics[metric].options) : [];
}

export function isMetricName(name: unknown): name is MetricName {
  return typeof name === "string" && Object.hasOwn(metrics, name);
}
