import { square } from "../../base/math/powers.ts";
import { number, whole, type OptionSchemas } from "../../base/options.ts";
import { rankOptions, type RankOptions } from "./rank.ts";

export interface SvccaOptions extends RankOptions {
  variance: number;
  maxDirections: number;
}

/** More directions than any matrix here has. */
const unlimited = 2 ** 31;

export const svccaOptions: OptionSchemas<SvccaOptions> = {
  variance: number(
    0.99,
    0,
    1,
    "Share of the variance to keep: the fewest principal directions that reach it, at least one.",
  ),
  maxDirections: whole(
    unlimited,
    1,
    unlimited,
    "Never keep more principal directions than these; with variance 1, exactly these where there are so many.",
  ),
  ...rankOptions,
};

/** How many leading directions are kept. @param values - singular values, falling */
export function keptDirections(values: Float64Array, { variance, maxDirections }: SvccaOptions): number {
  return Math.min(directionsFor(values, variance), Math.floor(maxDirections));
}

/** The fewest leading directions whose squares sum to that share of all. */
function directionsFor(values: Float64Array, share: number): number {
  const squares = values.map((s) => square(s / values[0]!));
  const needed = share * squares.reduce((sum, square) => sum + square, 0);
  let carried = 0;
  const last = squares.findIndex((square) => (carried += square) >= needed);
  return share < 1 && last >= 0 ? last + 1 : values.length;
}
