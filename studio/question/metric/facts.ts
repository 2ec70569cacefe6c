/** What a metric promises, in words. */
import type { MetricName, MetricSpec } from "repgeom";
import { metrics } from "../../own/metrics.ts";
import { resolveOptions, type AnySchemas } from "repgeom/options";

interface MetricFacts {
  /** "A distance from 0 to 1.571; of x to y as of y to x." */
  readonly value: string;
  /** "Unchanged by rotation, scaling, …". */
  readonly invariances: string;
  readonly blindTo: string;
  readonly source: string;
}

const words: Readonly<Record<string, string>> = {
  permutation: "reordered units",
  orthogonal: "rotation",
  "isotropic-scaling": "scaling",
  translation: "a constant added to a unit",
  "invertible-linear": "any invertible linear map",
  "circular-shift": "shifted images",
};

/** Under these options, where they are accepted; else under the defaults. */
export function factsOf({ metric, ...options }: MetricSpec): MetricFacts {
  const { properties, source, blindTo } = metrics[metric];
  const { kind, range, symmetric, invariantTo } = properties.call(metrics[metric], chosen(metric, options));
  const ends = range.map((end) => (Number.isFinite(end) ? String(Number(end.toPrecision(4))) : "∞"));
  return {
    value: `A ${kind} from ${ends[0]} to ${ends[1]}${symmetric ? "" : "; x to y is another value than y to x"}.`,
    invariances:
      invariantTo.length === 0
        ? "Every change of a network changes it."
        : `Unchanged by ${invariantTo.map((one) => words[one] ?? one).join(", ")}.`,
    blindTo: `Blind to: ${blindTo}`,
    source,
  };
}

function chosen(name: MetricName, options: object): never {
  const schemas = metrics[name].options as AnySchemas;
  try {
    return resolveOptions(name, schemas, options) as never;
  } catch {
    return resolveOptions(name, schemas, {}) as never;
  }
}

/** The one or two options that people change first; they stand in the bar. */
export function mainOptions(name: MetricName): string[] {
  const first = ["alpha", "kernel", "dissimilarity", "comparator", "variance", "ridge", "ground", "group"];
  return first.filter((option) => option in metrics[name].options).slice(0, 2);
}

/**
 * A few words that tell a metric from the others of the question: `rsa · pearson`, `procrustes · alpha 0.5`.
 * Options in which all with this name agree are left out.
 */
export function shortText({ metric, ...options }: MetricSpec, among: readonly MetricSpec[]): string {
  const alike = among.filter((other) => other.metric === metric) as readonly Readonly<
    Record<string, unknown>
  >[];
  const differs = ([name, value]: [string, unknown]) => alike.some((other) => other[name] !== value);
  const given = Object.entries(options);
  const telling = alike.length > 1 ? given.filter(differs) : given;
  const words = telling.map(([name, value]) =>
    typeof value === "string" ? value : `${name} ${String(value)}`,
  );
  return [metric, ...words].join(" · ");
}

/** `Procrustes shape distance`, with the options that were given: `alpha = 0.5`. */
export function specText({ metric, ...options }: MetricSpec): string {
  const given = Object.entries(options).map(([name, value]) => `${name} = ${String(value)}`);
  return [metrics[metric]?.title ?? metric, ...given].join(", ");
}
