import { cube } from "../../base/math/powers.ts";
import type { Invariance, Properties } from "../metric.ts";
import type { Representation } from "../../data/representation.ts";
import type { GaussianOptions } from "./options.ts";
import type { PreparedGaussians } from "./prepare.ts";

const motionsOf: Readonly<Record<GaussianOptions["group"], readonly Invariance[]>> = {
  orthogonal: ["permutation", "orthogonal"],
  permutation: ["permutation"],
  identity: [],
};

/** What holds of Gaussian stochastic shape distances. */
export function gaussianProperties({ group }: GaussianOptions): Properties {
  return {
    kind: "distance",
    symmetric: true,
    range: [0, Infinity],
    invariantTo: motionsOf[group],
    self: 0,
  };
}

/** Steps that a search takes, and products of units × units that a step takes for each stimulus: about. */
const [steps, products] = [30, 10];

/** Operations of one pair. */
export function gaussianOperations(
  input: Pick<Representation, "shape" | "repeats">,
  { group, restarts }: GaussianOptions,
): number {
  const { shape } = input;
  const units = shape.at(-1)!;
  const searches = group === "identity" ? 1 : steps * (restarts + 1);
  return (input.repeats?.length ?? shape[0]!) * products * cube(units) * searches;
}

/** Covariances without full rank are legal; this says what they mean. */
export function warnOfSingular(
  prepared: readonly Pick<PreparedGaussians, "singular">[],
  { alpha }: GaussianOptions,
): string | undefined {
  const count = prepared.filter(({ singular }) => singular).length;
  if (count === 0 || alpha === 2) return undefined;
  return (
    `The covariances of ${count} of ${prepared.length} networks are singular: fewer independent repeats than units (and times). ` +
    `Directions without an estimate count as free of noise, and they differ between networks, so distances come out too large; ` +
    `give more repeats, or shrinkage "ledoit-wolf", or epsilon above 0.`
  );
}
