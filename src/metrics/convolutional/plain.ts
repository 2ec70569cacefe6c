import type { Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { permutation } from "../matching/permutation.ts";
import type { PairMetric } from "../metric.ts";
import type { Prepared } from "../prepared.ts";
import { procrustes } from "../procrustes/procrustes.ts";
import { orthogonalGroup, permutationGroup } from "./channel-groups.ts";
import type { ConvolutionalOptions } from "./options.ts";

export const groups = { orthogonal: orthogonalGroup, permutation: permutationGroup };

/** Its options, and those that only the metric of matrices has. */
interface PlainOptions extends ConvolutionalOptions {
  readonly precision: "double";
}

/** The metric of matrices that this is without shifts. It reads the options that it knows. */
export function plain({ group }: ConvolutionalOptions): PairMetric<Prepared, PlainOptions> {
  return { orthogonal: procrustes, permutation }[group] as unknown as PairMetric<Prepared, PlainOptions>;
}

export function plainOptions(options: ConvolutionalOptions): PlainOptions {
  return { ...options, precision: "double" };
}

/** (stimuli · height · width) × channels: the same numbers in the same order. */
export function channelsAsUnits(input: Responses, kernels: Kernels): Responses {
  const channels = input.shape[3]!;
  const { rows, cols } = input.responses;
  return { ...input, responses: kernels.reshape(input.responses, (rows * cols) / channels, channels) };
}
