import type { BarsFigure, MapFigure } from "../../report/figures.ts";
import { numbered, rowsOf } from "../../report/parts.ts";
import { showShare } from "../pairwise/picture/facts.ts";
import type { TangentSpace } from "./result.ts";

/** Networks in the plane of their strongest components, or in space. */
export function tangentMap(
  { coordinates, varianceExplained }: Pick<TangentSpace, "coordinates" | "varianceExplained">,
  names: readonly string[],
): MapFigure {
  const share = (k: number) => ` ${showShare(varianceExplained[k]!)} of the variance`;
  const shown = Math.min(3, coordinates.cols);
  return {
    kind: "map",
    title: "Tangent space at the mean",
    caption: "Principal components of the ways in which the networks differ from their mean.",
    networks: "items",
    names,
    points: rowsOf(coordinates).map((row) => row.slice(0, shown)),
    axes: numbered("component", shown).map((axis, k) => `${axis},${share(k)}`),
  };
}

const mostComponents = 20;

/** The share of the variance of each component. */
export function varianceBars(shares: ArrayLike<number>, shown: number): BarsFigure {
  const all = Array.from(shares).slice(0, mostComponents);
  const cut = all.length < shares.length ? `The first ${all.length} of ${shares.length}. ` : "";
  return {
    kind: "bars",
    title: "Variance explained",
    caption: `${cut}Shares of the variance of the networks about their mean.`,
    y: { label: "share of the variance", domain: [0, 1], format: "percent" },
    bars: all.map((value, k) => ({
      name: String(k + 1),
      value,
      group: k < shown ? "shown" : "not shown",
    })),
  };
}
