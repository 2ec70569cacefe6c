import { OptionError } from "../../base/errors.ts";
import { isRowsOfNumbers } from "../../base/numbers.ts";
import { resolveOptions } from "../../base/options.ts";
import { sharedAsStored } from "../../base/thread-memory.ts";
import { assertKind } from "../../data/kinds.ts";
import { toRepresentation, type Representation, type RepresentationLike } from "../../data/representation.ts";
import type { Control } from "../../run/lanes/control.ts";
import { runtimeOf } from "../../run/runtime.ts";
import { describeOptions, descriptorNames, type DescribeOptions } from "./options.ts";
import { descriptionResult, type Description } from "./result.ts";
import type { DescribePiece } from "./pieces.ts";
import { describeNetwork } from "./task.ts";

/**
 * What single networks are like: where their responses lie, in how many directions they vary, on how many dimensions
 * they lie, how sparse they are; each number with an interval for other stimuli of the same population.
 *
 * Intervals come from random halves of the stimuli (`samples`), and say what they are for (`estimands`).
 *
 * @param networks - one, or a list: matrices stimuli × units. Stimuli need not be the same ones
 * @returns NaN where a descriptor is not defined for a network, with the reason in `warnings`
 * @throws {ShapeError} for another kind of representation.
 * @throws {NumericalError} for NaN or infinity among the responses.
 *
 * Sources: `descriptors` of the result gives that of each.
 */
export async function describe(
  networks: RepresentationLike | readonly RepresentationLike[],
  options: DescribeOptions = {},
  control: Control = {},
): Promise<Description> {
  const chosen = resolveOptions("describe", describeOptions, options);
  const given = listOf(networks).map((one, k) => readable(toRepresentation(one, String(k))));
  if (given.length === 0) throw new OptionError("describe: no representations were given.");
  const [{ descriptors: all }, { judge }] = await Promise.all([
    import("../../metrics/descriptors/all.ts"),
    import("./judge.ts"),
  ]);
  const asked: readonly string[] = chosen.descriptors ?? descriptorNames;
  const descriptors = all.filter(({ name }) => asked.includes(name));
  const { tasks } = await runtimeOf(control);
  const setup = { descriptors: descriptors.map(({ name }) => name), k: chosen.k, seed: chosen.seed };
  const pieces = given.flatMap((network) => piecesOf(network, chosen.samples));
  const operations = given.reduce((sum, { shape }) => sum + operationsOf(shape, chosen.samples), 0);
  const found = await tasks.run(describeNetwork, setup, pieces, { ...control, operations });
  return descriptionResult({
    names: given.map(({ name }) => name),
    stimuli: given.map(({ shape }) => shape[0]!),
    units: given.map(({ shape }) => shape[1]!),
    descriptors: descriptors.map(({ name, title, unit, range, source, summary }) => {
      return { name, title, unit, range, source, summary };
    }),
    options: { ...chosen, descriptors: setup.descriptors },
    ...judge(given, descriptors, found, chosen),
  });
}

function listOf(networks: RepresentationLike | readonly RepresentationLike[]): readonly RepresentationLike[] {
  const isList = Array.isArray(networks) && !isRowsOfNumbers(networks);
  return isList ? (networks as readonly RepresentationLike[]) : [networks as RepresentationLike];
}

/** Its numbers where threads can read them. @throws {ShapeError} unless it is a matrix. */
function readable(representation: Representation): DescribePiece["network"] {
  assertKind(representation, "describe", "matrix");
  const { name, shape, data, stimuli, stored } = representation;
  return {
    name,
    shape,
    data: sharedAsStored(data),
    ...(stimuli && { stimuli }),
    ...(stored && { stored }),
  };
}

/** Parts into which the divisions of one network are cut, so that threads share them. */
const parts = 4;

/** One network as it is, then its divisions. */
function piecesOf(network: DescribePiece["network"], samples: number): DescribePiece[] {
  const draws = Array.from({ length: samples }, (_, draw) => draw);
  const size = Math.ceil(samples / parts);
  const cut = Array.from({ length: parts }, (_, part) => draws.slice(part * size, (part + 1) * size));
  return [{ network }, ...cut.map((some) => ({ network, draws: some }))];
}

/** Spectra and distances, once and of halves and quarters. */
function operationsOf([m = 0, n = 0]: readonly number[], samples: number): number {
  return (1 + samples / 2) * (6 * m * n * Math.min(m, n) + 4 * m * m * Math.min(m, n));
}
