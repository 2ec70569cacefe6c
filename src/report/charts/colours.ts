import type { ScaleOptions } from "@observablehq/plot";
import type { ReportResult } from "../data.ts";

/**
 * Viridis: perceptually uniform, and told apart with every kind of colour vision.
 * Dark is alike, in distances and in similarities. The scale spans the values
 * off the diagonal, whose differences are what a reader looks for; a diagonal beyond is clamped.
 */
export function colourScale(result: ReportResult): ScaleOptions & { domain: [number, number] } {
  return {
    type: "linear",
    scheme: "viridis",
    reverse: result.kind === "similarity",
    clamp: true,
    domain: spread(extent(result, isOffDiagonal) ?? extent(result, () => true) ?? [0, 1]),
  };
}

type Pick = (result: ReportResult, row: number, col: number) => boolean;

const isOffDiagonal: Pick = ({ rowNames, colNames }, row, col) => rowNames[row] !== colNames[col];

function extent(result: ReportResult, pick: Pick): [number, number] | undefined {
  const cols = result.colNames.length;
  let [least, most] = [Infinity, -Infinity];
  result.values.forEach((value, at) => {
    if (value === null || !pick(result, Math.floor(at / cols), at % cols)) return;
    least = Math.min(least, value);
    most = Math.max(most, value);
  });
  return least <= most ? [least, most] : undefined;
}

/** A scale needs two ends: a single value, as of one pair, stands in the middle of its own. */
function spread([least, most]: [number, number]): [number, number] {
  if (least < most) return [least, most];
  const half = Math.abs(least) / 2 || 0.5;
  return [least - half, most + half];
}
