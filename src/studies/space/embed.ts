import type { Matrix } from "../../base/matrix.ts";
import type { Comparisons } from "../../data/comparisons.ts";
import { embed as embedBy, type EmbedOptions, type EmbedResult } from "../../geometry/embed.ts";
import type { Control } from "../../run/control.ts";
import { eigh } from "../../run/eigh.ts";
import { distancesOf } from "./given.ts";

/**
 * A map: points whose distances resemble those of a result or a matrix.
 *
 * @param distances - of `pairwise`, similarities converted as their metric declares; or n × n, symmetric, zero diagonal
 * @throws {OptionError | ShapeError | NumericalError} if there are no distances in it, or for bad options.
 */
export function embed(
  distances: Comparisons | Matrix,
  options: EmbedOptions = {},
  control: Control = {},
): Promise<EmbedResult> {
  return embedBy(distancesOf(distances), options, (a) => eigh(a, control));
}
