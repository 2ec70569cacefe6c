import { indexNames } from "../../../src/base/lists.ts";
import { rdmFrom, type Rdm } from "../../../src/rdm/rdm.ts";
import { createRandom, type Random } from "../../../src/base/random.ts";

/** Points of so many stimuli, standard normal. */
export function points(random: Random, stimuli: number, units: number): number[][] {
  return Array.from({ length: stimuli }, () => Array.from({ length: units }, () => random.normal()));
}

/** Squared Euclidean RDM of points, over the number of units. */
export function rdmOf(name: string, x: readonly (readonly number[])[]): Rdm {
  const condensed = x.flatMap((a, i) =>
    x.slice(i + 1).map((b) => a.reduce((sum, value, u) => sum + (value - b[u]!) ** 2, 0) / a.length),
  );
  return rdmFrom({
    name,
    dissimilarity: "squared-euclidean",
    stimuli: indexNames(x.length),
    condensed: Float64Array.from(condensed),
  });
}

/** Points with noise on each coordinate. */
export function noisy(random: Random, x: readonly (readonly number[])[], level: number): number[][] {
  return x.map((row) => row.map((value) => value + level * random.normal()));
}

/** Subjects that share a geometry, a model of it that is right, and models that are less so. */
export function simulate(seed: number, { stimuli = 14, subjects = 6, noise = 1, units = 8 } = {}) {
  const random = createRandom(seed);
  const truth = points(random, stimuli, units);
  return {
    truth,
    data: Array.from({ length: subjects }, (_, t) => rdmOf(`subject ${t}`, noisy(random, truth, noise))),
    models: [
      rdmOf("true", truth),
      rdmOf("near", noisy(random, truth, 1)),
      rdmOf("other", points(random, stimuli, units)),
    ],
  };
}
