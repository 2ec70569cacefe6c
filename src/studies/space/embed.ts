import { toRows, type Matrix } from "../../base/matrix.ts";
import { choice, resolveOptions, type OptionSchemas } from "../../base/options.ts";
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

export const embedMethods = ["pcoa", "smacof"] as const;
export type EmbedMethod = (typeof embedMethods)[number];

/** What a map is made by. The first start of smacof is principal coordinates. */
export interface EmbedOptions extends Omit<SmacofOptions, "starts"> {
  readonly method?: EmbedMethod | undefined;
  readonly names?: readonly string[] | undefined;
}

const { starts: _, ...searchOptions } = smacofOptions;

export const embedOptions = {
  method: choice(
    embedMethods,
    "pcoa: principal coordinates (classical MDS). smacof: least stress (metric MDS).",
  ),
  ...searchOptions,
  restarts: { ...searchOptions.restarts, doc: "smacof: random starts besides principal coordinates." },
  names: namesOption,
} satisfies OptionSchemas<EmbedOptions>;

/** Points for a map. Which members there are depends on the method. */
export interface EmbedResult
  extends
    Fit,
    Provenance,
    Written,
    Partial<Pick<Embedding, "eigenvalues" | "varianceExplained">>,
    Partial<Pick<SmacofEmbedding, "rawStress" | "iterations" | "converged">> {
  readonly method: EmbedMethod;
  /** n × dimensions, in the unit of the distances, centred. */
  readonly coordinates: Matrix;
  /** What a reader of the map must know, a sentence each. */
  readonly warnings: readonly string[];
}

/**
 * A map: points whose Euclidean distances resemble given ones.
 *
 * @param distances - of `pairwise`, similarities converted as their metric declares; or n × n,
 *   symmetric, zero diagonal; or condensed
 * @throws {OptionError} naming the option and what it accepts; for similarities without a conversion.
 * @throws {ShapeError} if the distances are neither square nor condensed.
 * @throws {NumericalError} if a distance is negative, infinite or NaN, or they are not symmetric.
 *
 * Source: Gower, Biometrika 53, 1966 (pcoa); de Leeuw, 1977 (smacof).
 */
export async function embed(
  distances: DistancesLike,
  options: EmbedOptions = {},
  control: Control = {},
): Promise<EmbedResult> {
  const { method, names: own, ...search } = resolveOptions("embed", embedOptions, options);
  const { square, names, changes } = distancesOf(distances, own);
  assertDimensions("embed", search.dimensions, square.rows);
  if (method === "pcoa")
    return embedded({ method, ...(await principal(square, search.dimensions, control)), names, changes });
  const unit = powerOfTwoNear(square.data);
  const { coordinates } = await principal(scaled(square, 1 / unit), search.dimensions, control);
  const starts = [scaled(coordinates, unit)];
  const found = await onThreads(leastStress(square, { ...search, starts }), control);
  return embedded({ method, ...found, names, changes });
}

/** Facts with their writers; the worst pair is named in the document. */
function embedded(found: Omit<EmbedResult, keyof Written | "warnings">): EmbedResult {
  const unfinished = found.converged === false ? ["not converged: raise iterations"] : [];
  const facts = { ...found, warnings: [...stressNotes(found.stress), ...unfinished] };
  const { coordinates, worstPair, eigenvalues, varianceExplained, names } = facts;
  const document = () => ({
    ...facts,
    ...(eigenvalues ? { eigenvalues: [...eigenvalues] } : {}),
    ...(varianceExplained ? { varianceExplained: [...varianceExplained] } : {}),
    coordinates: toRows(coordinates),
    ...(worstPair
      ? { worstPair: { ...worstPair, names: [names[worstPair.row], names[worstPair.col]] } }
      : {}),
  });
  return { ...facts, ...written({ document, table: () => coordinateTable(coordinates, names) }) };
}
