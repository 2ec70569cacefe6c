import { OptionError } from "../base/errors.ts";
import { matrix } from "../base/matrix.ts";
import type { Matrix } from "../base/matrix.ts";
import type { Fit } from "./goodness.ts";
import { squareOf } from "./linkage.ts";
import { centeredSquares, pcoa } from "./pcoa.ts";
import type { Eigh, Embedding } from "./pcoa.ts";
import { powerOfTwoNear, smacof } from "./smacof.ts";
import type { SmacofEmbedding, SmacofOptions } from "./smacof.ts";

export const embedMethods = ["pcoa", "smacof"] as const;
export type EmbedMethod = (typeof embedMethods)[number];

/** The options of `smacof` count for that method alone; its first start is principal coordinates. */
export interface EmbedOptions extends Omit<SmacofOptions, "starts"> {
  /** @default "pcoa" */
  readonly method?: EmbedMethod;
}

/** Points for a map; what else there is to tell depends on the method. */
export interface EmbedResult
  extends
    Fit,
    Partial<Pick<Embedding, "eigenvalues" | "varianceExplained">>,
    Partial<Pick<SmacofEmbedding, "rawStress" | "iterations" | "converged">> {
  readonly method: EmbedMethod;
  /** n × dimensions, in the unit of the distances, centred. */
  readonly coordinates: Matrix;
}

/** A solver that answers later: that of an engine. */
export type EighLater = (a: Matrix) => Promise<ReturnType<Eigh>>;

/**
 * A map of items from their distances.
 *
 * @param distances - n × n, symmetric, zero diagonal; or condensed
 * @throws as `pcoa` and `smacof`.
 */
export async function embed(
  distances: Matrix | Float64Array,
  { method = "pcoa", dimensions = 2, ...search }: EmbedOptions,
  eigh: EighLater,
): Promise<EmbedResult> {
  if (!embedMethods.includes(method)) {
    throw new OptionError(`embed: method must be one of ${embedMethods.join(", ")}; got "${method}".`);
  }
  const d = squareOf(distances);
  if (method === "pcoa") return { method, ...(await principal(d, dimensions, eigh)) };
  const unit = powerOfTwoNear(d.data);
  const { coordinates } = await principal(scaled(d, 1 / unit), dimensions, eigh);
  return { method, ...smacof(d, { ...search, dimensions, starts: [scaled(coordinates, unit)] }) };
}

async function principal(d: Matrix, dimensions: number, eigh: EighLater): Promise<Embedding> {
  const solution = await eigh(centeredSquares(d));
  return pcoa(d, dimensions, () => solution);
}

function scaled({ rows, cols, data }: Matrix, factor: number): Matrix {
  return matrix(
    rows,
    cols,
    data.map((value) => value * factor),
  );
}
