import { largestOf, smallestOf } from "../../base/lists.ts";
import { takeColumn } from "../../base/matrix.ts";
import type { Estimate } from "../../base/statistics.ts";
import type { LayerProfile, LayerStudy, ProfileDifference } from "./result.ts";
import type { Figure, Section } from "../../report/figures.ts";
import { madeWith } from "../../report/parts.ts";

/** Curves over depth for each region, layers × regions, best layers, and differences of networks. */
export function layersSection(study: LayerStudy): Section {
  const { profiles, regions, options, warnings, differences } = study;
  const drawn = `${options.samples} over ${options.bootstrap.join(" and ")}, seed ${options.seed}`;
  return {
    heading: "Layers and regions",
    facts: [
      { term: "Networks", text: profiles.map(({ network }) => network).join(", ") },
      { term: "Comparator", text: options.comparator },
      { term: "Bootstrap", text: `${drawn}; intervals ${100 * options.confidence} %` },
      madeWith,
    ],
    warnings,
    figures: [
      ...regions.map((region, r) => curvesOf(study, region, r)),
      ...profiles.map((profile) => heatMapOf(profile, regions, options.comparator)),
      ...differences.map((difference) => differenceCurves(difference, regions)),
      tableOf(study),
    ],
  };
}

const depthAxis = { label: "relative depth", domain: [0, 1], format: "percent" } as const;

function curvesOf({ profiles, noiseCeilings, options }: LayerStudy, region: string, r: number): Figure {
  const { lower, upper } = noiseCeilings[r]!;
  return {
    kind: "lines",
    title: region,
    caption: "Similarity of each layer with the region; bands are intervals.",
    x: depthAxis,
    y: { label: options.comparator },
    series: profiles.map(({ network, depth, values, lower, upper }) => ({
      name: network,
      x: depth,
      y: takeColumn(values, r),
      low: takeColumn(lower, r),
      high: takeColumn(upper, r),
    })),
    bands: Number.isNaN(lower) ? [] : [{ low: lower, high: upper, label: "noise ceiling" }],
  };
}

function heatMapOf(
  { network, layers, values }: LayerProfile,
  regions: readonly string[],
  word: string,
): Figure {
  return {
    kind: "heat-maps",
    title: `${network}: layers × regions`,
    panels: [{ rowNames: layers, colNames: regions, values: values.data }],
    // All values count: layers and regions are no two sides of one list.
    scale: { word, dark: "most", domain: rangeOf(values.data) },
    table: true,
  };
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

function tableOf({ profiles, regions }: LayerStudy): Figure {
  const cells = ({ value, lower, upper }: Estimate) => [value, lower, upper];
  return {
    kind: "table",
    title: "Best layers and slopes",
    columns: ["network", "region", "best layer", "depth", "lower", "upper", "slope", "lower", "upper"],
    rows: profiles.flatMap(({ network, best, slopes }) =>
      regions.map((region, r) => [
        network,
        region,
        best[r]!.name,
        ...cells(best[r]!.depth),
        ...cells(slopes[r]!),
      ]),
    ),
    wide: true,
  };
}

function rangeOf(values: Float64Array): [number, number] {
  const [least, most] = [smallestOf(values), largestOf(values)];
  return least < most ? [least, most] : [least - 1, most + 1];
}
