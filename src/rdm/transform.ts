/** New values for an RDM, pair by pair. Missing entries (NaN) stay missing in all of them. */
import { NumericalError, OptionError } from "../base/errors.ts";
import { choice, number, resolveOptions, type OptionSchemas } from "../base/options.ts";
import { quantile } from "../base/statistics.ts";
import { condensedIndex, present } from "./condensed.ts";
import { ranksOf, tiesKinds, type Ties } from "./ranking/ranks.ts";
import { assertRdm, rdmFrom, type Rdm } from "./rdm.ts";
import { tiedEntries } from "./ranking/ties.ts";

/** Options of `rankTransform`. */
export interface RankTransformOptions {
  readonly ties?: Ties | undefined;
}

export const rankTransformOptions = {
  ties: choice(
    tiesKinds,
    "Ranks of equal values: average, min and max give all of them the mean, the least or the largest of the ranks that they take; dense gives them one rank and the next value the next; ordinal numbers them in the order in which they stand.",
  ),
} satisfies OptionSchemas<RankTransformOptions>;

/**
 * Ranks from 1 in place of dissimilarities; missing entries have none and do not count.
 * Dissimilarities that differ by rounding alone are equal (see docs/guarantees.md, "Ties").
 * Definition of ties: `scipy.stats.rankdata`.
 * @throws {OptionError} for other ties.
 */
export function rankTransform(rdm: Rdm, options: RankTransformOptions = {}): Rdm {
  assertRdm(rdm, "rankTransform");
  const { ties } = resolveOptions("rankTransform", rankTransformOptions, options);
  return renewed(rdm, `ranks of ${rdm.dissimilarity}`, ranksOf(tiedEntries(rdm), ties));
}

/** Dissimilarities below 0, which crossvalidated ones may be, become 0. */
export function positive(rdm: Rdm): Rdm {
  assertRdm(rdm, "positive");
  return renewed(rdm, rdm.dissimilarity, rdm.condensed.map(clipped));
}

/** Square roots; dissimilarities below 0 become 0 first. */
export function squareRoot(rdm: Rdm): Rdm {
  assertRdm(rdm, "squareRoot");
  const { dissimilarity } = rdm;
  // An RDM carries the name alone, also one from a file: squares are named by this prefix.
  const name = dissimilarity.startsWith("squared-")
    ? dissimilarity.slice("squared-".length)
    : `root of ${dissimilarity}`;
  return renewed(
    rdm,
    name,
    rdm.condensed.map((value) => Math.sqrt(clipped(value))),
  );
}

/**
 * The smallest dissimilarity at 0, the largest at 1.
 * @throws {NumericalError} if all are equal or missing.
 */
export function minmax(rdm: Rdm): Rdm {
  assertRdm(rdm, "minmax");
  const [low, high] = extent(rdm);
  return renewed(
    rdm,
    `minmax of ${rdm.dissimilarity}`,
    rdm.condensed.map((value) => (value - low) / (high - low)),
  );
}

/** Quantiles between which `geotopological` keeps distances apart. */
export interface GeotopologicalOptions {
  readonly lower?: number | undefined;
  readonly upper?: number | undefined;
}

export const geotopologicalOptions = {
  lower: number(0, 0, 1, "Dissimilarities below this quantile become 0."),
  upper: number(1, 0, 1, "Dissimilarities above this quantile become 1; above `lower`."),
} satisfies OptionSchemas<GeotopologicalOptions>;

/**
 * Keeps the geometry between two quantiles and only the topology outside them:
 * (d − low) / (high − low), clipped to [0, 1]. The quantiles are those of all RDMs
 * together, interpolated linearly, so the RDMs of one call stay comparable.
 *
 * Lin & Kriegeskorte, "The Topology and Geometry of Neural Representations", PNAS 121, 2024, arXiv:2309.11028.
 *
 * @throws {OptionError} unless 0 ≤ lower < upper ≤ 1.
 * @throws {NumericalError} if both quantiles are the same dissimilarity.
 */
export function geotopological(rdms: readonly Rdm[], options: GeotopologicalOptions = {}): Rdm[] {
  const { lower, upper } = resolveOptions("geotopological", geotopologicalOptions, options);
  if (lower >= upper) {
    throw new OptionError(
      `geotopological: lower is ${lower}, upper is ${upper}; accepted: 0 ≤ lower < upper ≤ 1.`,
      "lower",
    );
  }
  for (const rdm of rdms) assertRdm(rdm, "geotopological");
  const sorted = Float64Array.from(rdms.flatMap(({ condensed }) => [...present(condensed)])).sort();
  const [low, high] = [quantile(sorted, lower), quantile(sorted, upper)];
  if (!(high > low)) {
    throw new NumericalError(
      `geotopological: the quantiles ${lower} and ${upper} of the dissimilarities are both ${low}, which leaves nothing between them.`,
    );
  }
  const transformed = (value: number) => Math.min(Math.max((value - low) / (high - low), 0), 1);
  return rdms.map((rdm) =>
    renewed(rdm, `geotopological of ${rdm.dissimilarity}`, rdm.condensed.map(transformed)),
  );
}

/**
 * Lengths of shortest paths between stimuli over edges of `minmax` length, without the
 * longest edge. Edges of length 0 are edges. A pair that no path joins stays missing.
 *
 * Lin & Kriegeskorte, as `geotopological`; shortest paths by Floyd and Warshall, O(m³).
 *
 * @throws {NumericalError} if all dissimilarities are equal or missing, or no path joins two stimuli.
 */
export function geodesic(rdm: Rdm): Rdm {
  const m = rdm.stimuli.length;
  const paths = minmax(rdm).condensed.map((value) => (value === 1 || Number.isNaN(value) ? Infinity : value));
  const at = (i: number, j: number) => (i === j ? 0 : paths[condensedIndex(m, i, j)]!);
  for (let via = 0; via < m; via++) {
    for (let i = 0, next = 0; i < m; i++) {
      const toVia = at(i, via);
      for (let j = i + 1; j < m; j++, next++) paths[next] = Math.min(paths[next]!, toVia + at(via, j));
    }
  }
  const apart = paths.indexOf(Infinity);
  if (apart >= 0) {
    throw new NumericalError(
      `${rdm.name}: no path joins all stimuli when the longest edge is left out (pair ${apart} of the condensed matrix), so the geodesic is not defined.`,
    );
  }
  return renewed(rdm, `geodesic of ${rdm.dissimilarity}`, paths);
}

/** The same stimuli with other values. */
export function renewed({ name, stimuli }: Rdm, dissimilarity: string, condensed: Float64Array): Rdm {
  return rdmFrom({ name, dissimilarity, stimuli, condensed });
}

/** NaN stays NaN. */
const clipped = (value: number) => (value < 0 ? 0 : value);

function extent({ name, condensed }: Rdm): [low: number, high: number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of condensed) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (high > low) return [low, high];
  throw new NumericalError(`${name}: all dissimilarities are equal or missing, so they have no range.`);
}
