import type { OptionSchemas } from "../base/options.ts";
import type { Kind } from "../data/kinds.ts";
import type { Properties } from "./metric.ts";

/** Every metric by the name that the API, the command line and the page share, and how it is loaded. */
export const registry = {
  procrustes: async () => (await import("./procrustes/procrustes.ts")).procrustes,
  permutation: async () => (await import("./matching/permutation.ts")).permutation,
  "soft-matching": async () => (await import("./matching/soft-matching.ts")).softMatching,
  convolutional: async () => (await import("./convolutional/convolutional.ts")).convolutional,
  cca: async () => (await import("./linear/cca.ts")).cca,
  svcca: async () => (await import("./linear/svcca.ts")).svcca,
  pwcca: async () => (await import("./linear/pwcca.ts")).pwcca,
  "kernel-procrustes": async () => (await import("./kernel/kernel-procrustes.ts")).kernelProcrustes,
  "kernel-cca": async () => (await import("./kernel/kernel-cca.ts")).kernelCca,
  cka: async () => (await import("./kernel/cka.ts")).cka,
  rv: async () => (await import("./kernel/rv.ts")).rv,
  nbs: async () => (await import("./procrustes/nbs.ts")).nbs,
  bures: async () => (await import("./procrustes/bures.ts")).bures,
  "linear-regression": async () => (await import("./linear/linear-regression.ts")).linearRegression,
  rsa: async () => (await import("./rsa/rsa.ts")).rsa,
  elementwise: async () => (await import("./elementwise.ts")).elementwise,
  "gaussian-wasserstein": async () =>
    (await import("./gaussian/gaussian-wasserstein.ts")).gaussianWasserstein,
  energy: async () => (await import("./energy/energy.ts")).energy,
  "gaussian-process": async () => (await import("./gaussian/gaussian-process.ts")).gaussianProcess,
} as const;

export type MetricName = keyof typeof registry;

/** The metric that a name stands for. */
export type MetricNamed<Name extends MetricName> = Awaited<ReturnType<(typeof registry)[Name]>>;

/** The options of a metric. */
export type OptionsOf<Name extends MetricName> =
  Awaited<ReturnType<(typeof registry)[Name]>> extends { properties(options: infer O): unknown } ? O : never;

/** What is known of a metric before anything is computed. */
export interface MetricDescription<O extends object = object, Name extends string = string> {
  /** By which it may be asked for. */
  readonly name: Name;
  /** As in a heading. */
  readonly title: string;
  /** One sentence: what the value says. */
  readonly summary: string;
  /** Paper and section of the definition. */
  readonly source: string;
  /** The kind of input it is defined for; or kinds, the usual one first. */
  readonly accepts: Kind | readonly Kind[];
  /** Axes whose lengths all representations share, besides stimuli: ["units"] for a metric unit by unit. */
  sharedAxes?(options: O): readonly string[];
  /** Meaning, range and default of every option. */
  readonly options: OptionSchemas<O>;
  /** Option sets for which the properties are tested. */
  readonly testedWith: readonly Partial<O>[];
  /** What it promises under these options, defaults filled in: kind of value, range, invariances. */
  properties(options: O): Properties;
}

/** Every metric by the name that the API, the command line and the page share. */
export type MetricDescriptions = {
  readonly [Name in MetricName]: MetricDescription<OptionsOf<Name> & object, Name>;
};

/** `{ metric: "procrustes", alpha: 0.5 }`: the name selects the options that may stand beside it. */
export type MetricSpec<Name extends MetricName = MetricName> = {
  [N in Name]: { metric: N } & Partial<OptionsOf<N>>;
}[Name];

/** The same, or the metric itself in place of its name: `import { procrustes } from "repgeom/metrics/procrustes"`. */
export type MetricSpecLike<Name extends MetricName = MetricName> =
  MetricSpec<Name> | { [N in Name]: { metric: MetricDescriptions[N] } & Partial<OptionsOf<N>> }[Name];

export function isMetricName(name: unknown): name is MetricName {
  return typeof name === "string" && Object.hasOwn(registry, name);
}
