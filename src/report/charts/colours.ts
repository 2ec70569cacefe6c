import type { ScaleOptions } from "@observablehq/plot";
import type { ReportResult } from "../data.ts";

/**
 * Viridis: perceptually uniform, and told apart with every kind of colour vision.
 * Dark is alike, in distances and in similarities.
 */
export function colourScale(result: ReportResult): ScaleOptions & { domain: [number, number] } {
  return {
    type: "linear",
    scheme: "viridis",
    reverse: result.kind === "similarity",
    clamp: true,
    domain: colourSpan(result).domain,
  };
}

/**
 * The values from the first to the last colour: those off the diagonal, whose differences
 * are what a reader looks for; a diagonal beyond is clamped. With one pair, all values.
 */
export function colourSpan(result: ReportResult): { domain: [number, number]; clamped: boolean } {
  const [off, all] = [extent(result, isOffDiagonal), extent(result, () => true)];
  if (off && off[0] < off[1]) return { domain: off, clamped: off.join() !== all?.join() };
  return { domain: spread(all ?? [0, 1]), clamped: false };
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

/** A scale needs two ends: a single value stands in the middle of its own. */
function spread([least, most]: [number, number]): [number, number] {
  if (least < most) return [least, most];
  const half = Math.abs(least) / 2 || 0.5;
  return [least - half, most + half];
}
