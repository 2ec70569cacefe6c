import { toRows, type Matrix } from "../../base/matrix.ts";
import { choice, type Chosen, resolveOptions, seed, type OptionSchemas } from "../../base/options.ts";
import { written, type Written } from "../../data/written.ts";
import { assertDimensions, coordinateTable } from "../../geometry/coordinates.ts";
import { stressNotes, type Fit } from "../../geometry/goodness.ts";
import type { Embedding } from "../../geometry/pcoa.ts";
import {
  leastStress,
  smacofOptions,
  type SmacofEmbedding,
  type SmacofOptions,
} from "../../geometry/smacof.ts";
import { powerOfTwoNear, scaled } from "../../geometry/square.ts";
import type { Control } from "../../run/lanes/control.ts";
import { onThreads, principal } from "../geometry/on-threads.ts";
import { distancesOf, namesOption, type DistancesLike, type Provenance } from "./given.ts";
import type { LandmarkEmbedding } from "./large/landmark.ts";
import { type LargeOptions, largeOptions } from "./large/options.ts";
import type { AxisErrors } from "./large/randomised.ts";
import type { DistanceRows, DistancesOnDemand, DistanceSource } from "./large/sources.ts";

export const embedMethods = ["pcoa", "smacof", "randomised", "landmark"] as const;
export type EmbedMethod = (typeof embedMethods)[number];

/** What a map is made by. The first start of smacof is principal coordinates. */
export interface EmbedOptions extends Omit<SmacofOptions, "starts">, LargeOptions {
  readonly method?: EmbedMethod | undefined;
  readonly names?: readonly string[] | undefined;
}

const { starts: _, ...searchOptions } = smacofOptions;

export const embedOptions = {
  method: choice(
    embedMethods,
    "pcoa: principal coordinates (classical MDS). smacof: least stress (metric MDS). For many items, with their errors: randomised: the leading principal coordinates from a few passes through the matrix; landmark: items are placed by their distances to a few.",
  ),
  ...searchOptions,
  seed: seed("smacof: decides the random starts. randomised and landmark: decides all that is drawn."),
  restarts: { ...searchOptions.restarts, doc: "smacof: random starts besides principal coordinates." },
  ...largeOptions,
  names: namesOption,
} satisfies OptionSchemas<EmbedOptions>;

/** Points for a map. Which members there are depends on the method. */
export interface EmbedResult
  extends
    Fit,
    Provenance,
    Written,
    Partial<Pick<Embedding, "eigenvalues" | "varianceExplained">>,
    Partial<Pick<SmacofEmbedding, "rawStress" | "iterations" | "converged">>,
    Partial<AxisErrors>,
    Partial<Pick<LandmarkEmbedding, "landmarks" | "sample">> {
  /** pcoa of many items is done as by randomised, and so is called. */
  readonly method: EmbedMethod;
  /** n × dimensions, in the unit of the distances, centred. */
  readonly coordinates: Matrix;
  /** What a reader of the map must know, a sentence each. */
  readonly warnings: readonly string[];
}

/**
 * A map: points whose Euclidean distances resemble given ones.
 *
 * The methods for many items say how far they are off: `randomised` gives the residuals of its axes, computed from
 * the matrix; `landmark` the stress over all pairs, or over a sample with its standard error.
 *
 * @param distances - of `pairwise`, similarities converted as their metric declares; or n × n,
 *   symmetric, zero diagonal; or condensed; or what is read by rows (`DistanceRows`), for `randomised` and `landmark`;
 *   or computed on demand (`distancesAmong`), for `landmark`
 * @throws {OptionError} naming the option and what it accepts; for similarities without a conversion.
 * @throws {ShapeError} if the distances are neither square nor condensed.
 * @throws {NumericalError} if a distance is negative, infinite or NaN, or they are not symmetric.
 *
 * Source: Gower, Biometrika 53, 1966 (pcoa); de Leeuw, 1977 (smacof); Halko, Martinsson & Tropp, SIAM Review 53, 2011,
 * algorithms 4.4 and 5.3 (randomised); de Silva & Tenenbaum, technical report, Stanford 2004 (landmark).
 */
export async function embed(
  distances: DistancesLike | DistanceSource,
  options: EmbedOptions = {},
  control: Control = {},
): Promise<EmbedResult> {
  const { names: own, ...chosen } = resolveOptions("embed", embedOptions, options);
  const { given, names, changes } = isElsewhere(distances)
    ? (await import("./large/given.ts")).sourceOf(distances, own, chosen.method)
    : inMemory(distances, own);
  const size = "data" in given ? given.rows : given.size;
  assertDimensions("embed", chosen.dimensions, size);
  const { method, notes } = methodFor(chosen.method, size, "data" in given ? chosen.exactUpTo : 0);
  if (method === "randomised" || method === "landmark") {
    const { largeEmbedding } = await import("./large/embed.ts");
    const { found, raised, notes: more } = await largeEmbedding(given, method, chosen, control);
    return embedded({ method, ...found, names, changes: [...changes, ...raised] }, [...notes, ...more]);
  }
  return embedded({ method, ...(await small(given as Matrix, method, chosen, control)), names, changes });
}

/** Whether they are read or computed later, and not in memory. */
function isElsewhere(distances: DistancesLike | DistanceSource): distances is DistanceSource {
  const { rows, between } = (distances ?? {}) as Partial<DistanceRows & DistancesOnDemand>;
  return typeof rows === "function" || typeof between === "function";
}

function inMemory(distances: DistancesLike, own: readonly string[] | undefined) {
  const { square, names, changes } = distancesOf(distances, own);
  return { given: square, names, changes };
}

/** Exact eigenvectors of many items take too long, and need them in memory: what is done instead is said. */
function methodFor(method: EmbedMethod, size: number, exactUpTo: number) {
  if (method !== "pcoa" || size <= exactUpTo) return { method, notes: [] };
  const note = `the axes of ${size} items are computed by method randomised, whose residuals are told`;
  return { method: "randomised" as const, notes: [note] };
}

async function small(
  square: Matrix,
  method: "pcoa" | "smacof",
  chosen: Omit<Chosen<typeof embedOptions>, "names">,
  control: Control,
) {
  const { dimensions } = chosen;
  if (method === "pcoa") return principal(square, dimensions, control);
  const unit = powerOfTwoNear(square.data);
  const { coordinates } = await principal(scaled(square, 1 / unit), dimensions, control);
  const starts = [scaled(coordinates, unit)];
  return onThreads(leastStress(square, { ...chosen, starts }), control);
}

/** Facts with their writers; the worst pair is named in the document. */
function embedded(
  found: Omit<EmbedResult, keyof Written | "warnings">,
  notes: readonly string[] = [],
): EmbedResult {
  const unfinished = found.converged === false ? ["not converged: raise iterations"] : [];
  const facts = { ...found, warnings: [...notes, ...stressNotes(found.stress), ...unfinished] };
  const { coordinates, worstPair, eigenvalues, varianceExplained, axisResiduals, names } = facts;
  const document = () => ({
    ...facts,
    ...(eigenvalues ? { eigenvalues: [...eigenvalues] } : {}),
    ...(varianceExplained ? { varianceExplained: [...varianceExplained] } : {}),
    ...(axisResiduals ? { axisResiduals: [...axisResiduals] } : {}),
    coordinates: toRows(coordinates),
    ...(worstPair
      ? { worstPair: { ...worstPair, names: [names[worstPair.row], names[worstPair.col]] } }
      : {}),
  });
  return { ...facts, ...written({ document, table: () => coordinateTable(coordinates, names) }) };
}
