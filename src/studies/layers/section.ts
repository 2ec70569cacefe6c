import { largestOf, smallestOf } from "../../base/lists.ts";
import { takeColumn } from "../../base/matrix.ts";
import type { Estimate } from "../../base/statistics.ts";
import { barOf, cellsOf, depthAxis, differenceFigures, tableOfDifferences } from "./section-differences.ts";
import type { LayerProfile, LayerStudy } from "./result.ts";
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
      bestBars(study),
      slopeBars(study),
      ...(differences.length > 0 ? differenceFigures(study) : []),
      ...profiles.map((profile) => heatMapOf(profile, study)),
      tableOf(study),
      ...(differences.length > 0 ? [tableOfDifferences(study)] : []),
    ],
  };
}

function curvesOf(study: LayerStudy, region: string, r: number): Figure {
  const { profiles, noiseCeilings, options } = study;
  const { lower, upper } = noiseCeilings[r]!;
  return {
    kind: "lines",
    title: region,
    caption: "Similarity of each layer with the region; bands are intervals. All regions have one scale.",
    x: depthAxis,
    networks: "items",
    y: { label: options.comparator, domain: domainOf(study) },
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

/** All curves, intervals and ceilings, and some room. */
function domainOf({ profiles, noiseCeilings }: LayerStudy): [number, number] {
  const values = [
    ...profiles.flatMap(({ lower, upper }) => [...lower.data, ...upper.data]),
    ...noiseCeilings.flatMap(({ lower, upper }) => [lower, upper]).filter((bound) => !Number.isNaN(bound)),
  ];
  const [least, most] = rangeOf(values);
  const room = 0.04 * (most - least);
  return [least - room, most + room];
}

/** Bars of every network at every region; networks differ in colour. */
function barsOf(
  { profiles, regions }: LayerStudy,
  estimates: (profile: LayerProfile) => readonly Estimate[],
) {
  const isGrouped = profiles.length > 1;
  return regions.flatMap((region, r) =>
    profiles.map((profile) => barOf(region, estimates(profile)[r]!, isGrouped ? profile.network : undefined)),
  );
}

/** The network of each bar. */
function networksOfBars({ profiles, regions }: LayerStudy): string[] {
  return regions.flatMap(() => profiles.map(({ network }) => network));
}

function bestBars(study: LayerStudy): Figure {
  return {
    kind: "bars",
    title: "Depth of the best layer",
    caption: "The layer most similar to each region; lines are percentile intervals.",
    y: { label: "relative depth", domain: [0, 1], format: "percent" },
    networks: networksOfBars(study),
    bars: barsOf(study, ({ best }) => best.map(({ depth }) => depth)),
  };
}

function slopeBars(study: LayerStudy): Figure {
  return {
    kind: "bars",
    title: "Slope over depth",
    caption: "Change of similarity from the first layer to the last, by least squares; lines are intervals.",
    y: { label: `slope of ${study.options.comparator}` },
    networks: networksOfBars(study),
    bars: barsOf(study, ({ slopes }) => slopes),
  };
}

function heatMapOf(
  { network, layers, values }: LayerProfile,
  { regions, options, profiles }: LayerStudy,
): Figure {
  return {
    kind: "heat-maps",
    title: `${network}: layers × regions`,
    panels: [{ rowNames: layers, colNames: regions, values: values.data }],
    // All values of all networks count: layers and regions are no two sides of one list.
    scale: {
      word: options.comparator,
      dark: "most",
      domain: rangeOf(profiles.flatMap((profile) => [...profile.values.data])),
    },
  };
}

function tableOf({ profiles, regions }: LayerStudy): Figure {
  return {
    kind: "table",
    title: "Best layers and slopes",
    columns: [
      "network",
      "region",
      "best layer",
      ...["depth", "value", "slope"].flatMap((word) => [word, "lower", "upper"]),
    ],
    rows: profiles.flatMap(({ network, best, slopes }) =>
      regions.map((region, r) => [
        network,
        region,
        best[r]!.name,
        ...[best[r]!.depth, best[r]!.value, slopes[r]!].flatMap(cellsOf),
      ]),
    ),
    wide: true,
  };
}

function rangeOf(values: ArrayLike<number>): [number, number] {
  const [least, most] = [smallestOf(values), largestOf(values)];
  return least < most ? [least, most] : [least - 1, most + 1];
}
