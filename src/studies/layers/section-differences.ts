/** What a report shows of the differences of networks, and what it shows in the same way of each network. */
import { takeColumn } from "../../base/matrix.ts";
import type { Estimate } from "../../base/statistics.ts";
import type { Bar, Figure } from "../../report/figures.ts";
import type { LayerStudy, ProfileDifference } from "./result.ts";

export const depthAxis = { label: "relative depth", domain: [0, 1], format: "percent" } as const;

/** A bar with its interval; `group` decides its colour. */
export function barOf(name: string, { value, lower, upper }: Estimate, group: string | undefined): Bar {
  return { name, value, low: lower, high: upper, ...(group === undefined ? {} : { group }) };
}

/** An estimate as three cells of a table. */
export const cellsOf = ({ value, lower, upper }: Estimate) => [value, lower, upper];

/** Curves of each pair of networks, and bars of what differs between them. */
export function differenceFigures(study: LayerStudy): Figure[] {
  return [
    ...study.differences.map((difference) => differenceCurves(difference, study.regions)),
    ...differenceBars(study),
  ];
}

function differenceCurves(
  { networks, depth, values, lower, upper }: ProfileDifference,
  regions: readonly string[],
): Figure {
  return {
    kind: "lines",
    title: `${networks[0]} minus ${networks[1]}`,
    caption: "Difference of the profiles; bands are intervals.",
    x: depthAxis,
    y: { label: "difference" },
    series: regions.map((name, r) => ({
      name,
      x: depth,
      y: takeColumn(values, r),
      low: takeColumn(lower, r),
      high: takeColumn(upper, r),
    })),
    references: [{ at: 0, label: "no difference" }],
  };
}

const differenceKinds = [
  ["best depth", "bestDepth"],
  ["best value", "bestValue"],
  ["slope", "slopes"],
] as const;

/** Three figures of two networks or more: depth, value and slope. */
function differenceBars({ differences, regions }: LayerStudy): Figure[] {
  const isGrouped = differences.length > 1;
  return differenceKinds.map(([word, member]) => ({
    kind: "bars",
    title: isGrouped ? `Differences: ${word}` : `${namesOf(differences[0]!)}: ${word}`,
    caption:
      "Lines are intervals, of the same resamples; one that does not reach 0 tells two networks apart.",
    y: { label: `difference of ${word}` },
    bars: regions.flatMap((region, r) =>
      differences.map((difference) =>
        barOf(region, difference[member][r]!, isGrouped ? namesOf(difference) : undefined),
      ),
    ),
  }));
}

function namesOf({ networks: [a, b] }: ProfileDifference): string {
  return `${a} minus ${b}`;
}

export function tableOfDifferences({ differences, regions }: LayerStudy): Figure {
  return {
    kind: "table",
    title: "Differences of networks",
    columns: ["networks", "region", ...differenceKinds.flatMap(([word]) => [word, "lower", "upper"])],
    rows: differences.flatMap((difference) =>
      regions.map((region, r) => [
        namesOf(difference),
        region,
        ...differenceKinds.flatMap(([, member]) => cellsOf(difference[member][r]!)),
      ]),
    ),
    wide: true,
  };
}
