import { OptionError, ShapeError } from "../../base/errors.ts";
import { assertComparable, assertSameLength, acceptedKinds } from "../../data/kinds.ts";
import { metricOf, type ResolvedSpec } from "../../metrics/resolve.ts";
import { createRandom, shuffled } from "../../base/random.ts";
import type { Representation } from "../../data/representation.ts";

/** One way to divide the stimuli. */
export interface Fold {
  readonly train: readonly number[];
  readonly test: readonly number[];
}

/**
 * Divides stimuli 0 … m − 1 into `folds` parts of nearly equal size, in an order that
 * the seed decides; each part is held out once.
 * @throws {OptionError} unless folds is a whole number from 2 to the number of stimuli.
 */
export function foldsOf(stimuli: number, folds: number, seed: number): Fold[] {
  if (!Number.isInteger(folds) || folds < 2 || folds > stimuli) {
    throw new OptionError(
      `folds is ${folds}; accepted: a whole number from 2 to the number of stimuli, ${stimuli}.`,
    );
  }
  const order = shuffled(stimuli, createRandom(seed));
  return Array.from({ length: folds }, (_, fold) => {
    const inFold = (position: number) => position % folds === fold;
    const pick = (held: boolean) => order.filter((_stimulus, position) => inFold(position) === held);
    return { train: pick(false).toSorted((a, b) => a - b), test: pick(true).toSorted((a, b) => a - b) };
  });
}

/**
 * Checks that `tests` are held-out responses of the same networks.
 * @throws {OptionError} if the metric is not fitted on stimuli, or networks are missing or in another order.
 * @throws {ShapeError} if a network has another number of units there.
 */
export async function assertHeldOut(
  trains: readonly Representation[],
  tests: readonly Representation[],
  spec: ResolvedSpec,
): Promise<void> {
  const metric = metricOf(spec);
  if (metric.form !== "pair" || !metric.heldOut) {
    throw new OptionError(
      `${spec.metric} fits nothing on the stimuli that could be tried on held-out ones; compare those directly. ` +
        `Metrics that fit: ${(await metricsThatFit()).join(", ")}.`,
    );
  }
  if (trains.length !== tests.length) {
    throw new OptionError(
      `${trains.length} representations to fit on, ${tests.length} held-out ones; there must be one for each.`,
    );
  }
  assertComparable(tests, spec.metric, metric.accepts, metric.sharedAxes?.(spec.options));
  for (const [k, train] of trains.entries()) {
    const test = { ...tests[k]!, name: `${tests[k]!.name} (held out)` };
    for (const axis of ["time", "height", "width"] as const)
      assertSameLength(train, test, axis, acceptedKinds(metric.accepts));
    assertSameUnits(train, tests[k]!);
  }
}

/** Every metric that can be tried on held-out stimuli: those that say how. */
async function metricsThatFit(): Promise<string[]> {
  const { metrics } = await import("../../metrics/all.ts");
  return Object.entries(metrics)
    .filter(([, metric]) => "heldOut" in metric)
    .map(([name]) => name);
}

/** All axes but stimuli and repeats; the last is units or channels. */
function assertSameUnits(train: Representation, test: Representation): void {
  if (train.shape.at(-1) === test.shape.at(-1)) return;
  throw new ShapeError(
    `${train.name} is ${train.shape.join(" × ")}, held out ${test.shape.join(" × ")}; the units (columns) must be the same.`,
  );
}
