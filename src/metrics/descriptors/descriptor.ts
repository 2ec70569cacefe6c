import type { OptionSchemas } from "../../base/options.ts";
import type { Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { definePairMetric, type Cost, type Invariance, type PairMetric } from "../metric.ts";

/** Of what is defined in one way alone. */
export type NoOptions = Record<never, never>;

/** A number that says something of one network. */
export interface Descriptor<O extends object = NoOptions> {
  /** In results, and as a column of tables. */
  readonly name: string;
  /** As in a heading. */
  readonly title: string;
  /** What one of it is: "units of the response", "bits", "directions"; "1" for a pure number. */
  readonly unit: string;
  /** Smallest and largest possible value. */
  readonly range: readonly [number, number];
  /** Paper and section of the definition. */
  readonly source: string;
  /** One sentence: what a large value says. */
  readonly summary: string;
  /** @throws {NumericalError} where it is not defined for this network. */
  of(input: Responses, options: O, kernels: Kernels): number;
}

/** What a difference of descriptors says of itself beside the descriptor. */
interface DifferenceFacts<O extends object> {
  readonly title: string;
  readonly summary: string;
  readonly cost: string;
  readonly blindTo: string;
  readonly options: OptionSchemas<O>;
  readonly testedWith: readonly Partial<O>[];
  /** As that of a metric. */
  readonly readsInPlace?: true;
  invariantTo(options: O): readonly Invariance[];
}

/** What is kept of a network: the descriptor. */
export type PreparedDescriptor = { value: number };

/**
 * The metric |d(X) − d(Y)| of a descriptor d. It obeys the triangle inequality, as differences of numbers do; networks
 * with the same d are at distance 0 however they differ.
 */
export function differenceOf<O extends object>(
  descriptor: Descriptor<O>,
  { cost, invariantTo, ...facts }: DifferenceFacts<O>,
): PairMetric<PreparedDescriptor, O> {
  const [low, high] = descriptor.range;
  const between: Cost = { network: cost, pair: "1" };
  return definePairMetric<PreparedDescriptor, O>({
    name: descriptor.name,
    source: descriptor.source,
    family: "Descriptors of one network",
    cost: between,
    accepts: "matrix",
    ...facts,
    properties: (options) => ({
      kind: "distance",
      pseudo: true,
      symmetric: true,
      range: [0, high - low],
      invariantTo: invariantTo(options),
      self: 0,
    }),
    operations: () => 1,
    prepare: (input, options, kernels) => ({ value: descriptor.of(input, options, kernels) }),
    compare: (x, y) => Math.abs(x.value - y.value),
  });
}
