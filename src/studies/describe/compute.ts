import { takeRows, type Matrix } from "../../base/matrix.ts";
import { createRandom, shuffled } from "../../base/random.ts";
import { placeResponses, scaledResponses, type Responses } from "../../data/responses.ts";
import { descriptors, type Described } from "../../metrics/descriptors/all.ts";
import { sampleOf, type Sample } from "../../metrics/descriptors/sample.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import type { DescribePiece, DescribeSetup, Found } from "./pieces.ts";

/** The values of one network, or of halves and quarters of its stimuli. */
export function describePiece(
  { network, draws }: DescribePiece,
  setup: DescribeSetup,
  kernels: Kernels,
): Found[] {
  const given = placeResponses(network, kernels);
  const chosen = descriptors.filter(({ name }) => setup.descriptors.includes(name));
  if (!draws) return [valuesOf(chosen, sampleOf(given, given, setup.k, kernels))];
  const turned = withoutSpareUnits(given, kernels);
  const of = (rows: readonly number[], some: readonly Described[]) =>
    kernels.scope(() => {
      const own = taken(given, rows, kernels);
      const other = turned === given ? own : taken(turned, rows, kernels);
      return valuesOf(chosen, sampleOf(own, other, setup.k, kernels), some);
    });
  return draws.flatMap((draw) => {
    const debiased = chosen.filter(({ bias }) => bias === "inverse");
    const uncertain = chosen.filter(({ bias }) => bias !== "none");
    const { halves, quarters } = divided(given.responses.rows, setup.seed, draw);
    return [...halves.map((rows) => of(rows, uncertain)), ...quarters.map((rows) => of(rows, debiased))];
  });
}

/** Numbers of the stimuli of two disjoint halves, and of two quarters of each. */
function divided(stimuli: number, seed: number, draw: number) {
  const order = shuffled(stimuli, createRandom(seed, draw));
  const half = Math.floor(stimuli / 2);
  const quarter = Math.floor(half / 2);
  const from = (start: number, length: number) => order.slice(start, start + length);
  return {
    halves: [from(0, half), from(half, half)],
    quarters: [0, quarter, half, half + quarter].map((start) => from(start, quarter)),
  };
}

/** Values in the order of `chosen`; NaN for those that are not asked for, and for those that are not defined, which say why. */
function valuesOf(chosen: readonly Described[], sample: Sample, some: readonly Described[] = chosen): Found {
  const problems: string[] = [];
  const values = chosen.map((descriptor) => {
    if (!some.includes(descriptor)) return NaN;
    try {
      return sample.kernels.scope(() => descriptor.of(sample));
    } catch (error) {
      if ((error as Error).name !== "NumericalError") throw error;
      problems.push(`${descriptor.name} is not defined: ${(error as Error).message}`);
      return NaN;
    }
  });
  return { values: Float64Array.from(values), problems };
}

/** The responses to these stimuli. */
function taken(of: Responses, rows: readonly number[], kernels: Kernels): Responses {
  const { data } = takeRows(of.responses, rows);
  return {
    ...of,
    responses: kernels.place(rows.length, of.responses.cols, data),
    shape: [rows.length, of.responses.cols],
    stimuli: undefined,
  };
}

/** L of X = L·Qᵀ in place of a wide X: the same products of stimuli with as many units as stimuli. */
function withoutSpareUnits(given: Responses, kernels: Kernels): Responses {
  const { rows, cols }: Matrix = given.responses;
  if (cols <= rows || scaledResponses(given, kernels).exponent !== 0) return given;
  return { ...given, responses: kernels.lq(given.responses), shape: [rows, rows] };
}
