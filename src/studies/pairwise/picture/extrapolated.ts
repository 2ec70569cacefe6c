import type { Comparisons, Extrapolation } from "../../../data/comparisons.ts";
import type { ColourScale, Figure, LinesFigure } from "../../../report/figures.ts";
import { pairsOf } from "./cells.ts";

/** More lines than this would not be told apart. */
const mostLines = 8;

/** The limits, and how the values of smaller samples go there. */
export function extrapolationFigures(
  result: Comparisons,
  { over, limit, standardError, curve }: Extrapolation,
  scale: ColourScale,
): Figure[] {
  const { rowNames, colNames } = limit;
  const panels = [{ rowNames, colNames, values: limit.values }];
  const largest = standardError.values.reduce((most, value) => Math.max(most, value), 0);
  return [
    {
      kind: "heat-maps",
      title: `Extrapolated to endlessly many ${over.join(" and ")}`,
      caption: `Standard errors are up to ${largest.toPrecision(2)}. A limit may leave the range of the measure.`,
      networks: "items",
      panels,
      scale,
    },
    ...over.map((axis) => lines(result, axis, { limit, curve, isAlone: over.length === 1 })),
  ];
}

function lines(
  { metric, rowNames, colNames }: Comparisons,
  axis: "stimuli" | "units",
  { limit, curve, isAlone }: Pick<Extrapolation, "limit" | "curve"> & { readonly isAlone: boolean },
): LinesFigure {
  const other = axis === "stimuli" ? "units" : "stimuli";
  const places = curve.filter((one) => one[other] === 1).toSorted((a, b) => b[axis] - a[axis]);
  const all = pairsOf({ rowNames, colNames });
  const shown = all.slice(0, mostLines);
  const at = (values: Float64Array, [i, j]: readonly [number, number]) => values[i * colNames.length + j]!;
  const some = all.length > mostLines ? ` The first ${mostLines} of ${all.length} pairs.` : "";
  const end = isAlone ? "At 0 stands the limit." : "The limit for both is in the matrix.";
  return {
    kind: "lines",
    title: `Values by the number of ${axis}`,
    caption: `Means over seeded subsamples; a value whose bias falls as one over the number lies on a line. ${end}${some}`,
    x: { label: `one over the share of ${axis}`, domain: [0, 1 / places.at(-1)![axis]] },
    y: { label: metric },
    series: shown.map((pair) => ({
      name: `${rowNames[pair[0]]!} – ${colNames[pair[1]]!}`,
      x: [...(isAlone ? [0] : []), ...places.map((one) => 1 / one[axis])],
      y: [...(isAlone ? [at(limit.values, pair)] : []), ...places.map(({ values }) => at(values, pair))],
    })),
  };
}
