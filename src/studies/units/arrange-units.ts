import { eventLoopTurns } from "../../base/host/event-loop.ts";
import { OptionError } from "../../base/errors.ts";
import { resolveOptions } from "../../base/options.ts";
import {
  toRepresentation,
  toRepresentations,
  type Representation,
  type RepresentationLike,
} from "../../data/representation.ts";
import { arrangeUnitsOptions, fitUnits, type ArrangeUnitsOptions } from "../../metrics/units/fit.ts";
import type { Control } from "../../run/lanes/control.ts";
import { runtimeOf } from "../../run/runtime.ts";

/**
 * Units of representations as a comparison is to have them: some of them, without constant ones, z-scored, as
 * principal components, normalized; in this order. Each representation is fitted on itself, or on its training stimuli.
 *
 * @param representations - stimuli × units (pca), or any with units as its last axis
 * @param options - `train`: for each representation responses to the stimuli that means, scales and components are
 *   fitted on, in the same order; without it each is fitted on itself
 * @returns stimuli × units that are left, or × components; what was done stands in `arranged`
 * @throws {ShapeError | NumericalError} naming the representation; {OptionError} for bad options.
 */
export async function arrangeUnits(
  representations: readonly RepresentationLike[],
  options: ArrangeUnitsOptions & { readonly train?: readonly RepresentationLike[] | undefined },
  control: Control = {},
): Promise<Representation[]> {
  const { train, ...how } = options;
  const chosen = resolveOptions("arrangeUnits", arrangeUnitsOptions, how);
  const given = toRepresentations(representations, "arrangeUnits");
  if (train && train.length !== given.length)
    throw new OptionError(
      `arrangeUnits: ${given.length} representations, and train has ${train.length}; it needs one for each.`,
      "train",
    );
  const fitted = given.map((one, k) => (train ? toRepresentation(train[k]!, one.name) : one));
  return fittedOn(fitted, chosen, (arrange, k) => arrange(given[k]!), control);
}

/**
 * Training and held-out stimuli of the same networks, in the same order, both by what one fit to the first says.
 * @throws as `arrangeUnits`.
 */
export function arrangeHeldOut(
  trains: readonly Representation[],
  tests: readonly Representation[],
  options: ArrangeUnitsOptions,
  control: Control,
): Promise<[train: Representation, test: Representation][]> {
  const chosen = resolveOptions("arrangeUnits", arrangeUnitsOptions, options);
  return fittedOn(trains, chosen, (arrange, k) => [arrange(trains[k]!), arrange(tests[k]!)], control);
}

type Arrange = (given: Representation) => Representation;

/** What `use` makes of each fit, one after the other. */
async function fittedOn<T>(
  trains: readonly Representation[],
  options: ArrangeUnitsOptions,
  use: (arrange: Arrange, k: number) => T,
  control: Control,
): Promise<T[]> {
  const runtime = await runtimeOf(control);
  const made: T[] = [];
  const turn = eventLoopTurns();
  for (const [k, train] of trains.entries()) {
    await turn();
    control.signal?.throwIfAborted();
    made.push(await runtime.alone(async () => use(fitUnits(train, options, runtime.kernels), k)));
  }
  return made;
}
