// The biological half of the report. Everything in it is simulated.
import { embedSection } from "repgeom/report";
import { regionMeans } from "./numbers.mjs";
import { simulated } from "./regions.mjs";

export function regionSection(regions) {
  return {
    heading: "Simulated brain regions",
    warnings: [`Simulated: ${simulated}`],
    text: [
      "Ten simulated sessions of eight regions, each with other units. In one simulation the features of a region go over from those of the lowest level to those of the highest; in the other all regions are halfway. In both, every region also has features of its own.",
      "The level of a region is predicted from its position, with the number of units partialled out: from the other sessions, or from the other regions. From other sessions it is enough to recognise a region. Only from other regions does it take an order.",
    ],
    figures: [barsOf(regions), ...regions.map(meansOf), ...regions.map(mapOf)],
  };
}

const worded = (hierarchy) => (hierarchy ? "hierarchy put in" : "none put in");

function barsOf(regions) {
  const held = [
    { key: "sessions", name: "sessions held out" },
    { key: "regions", name: "regions held out" },
  ];
  return {
    kind: "bars",
    title: "Level of simulated regions: R²",
    caption: "Simulated. Without a hierarchy R² should be 0; it is not if sessions are held out.",
    y: { label: "R²" },
    bars: regions.flatMap(({ hierarchy, levels }) =>
      held.map(({ key, name }) => ({
        name: `${hierarchy ? "hierarchy" : "none"}, ${name}`,
        value: levels[key].r2,
        group: name,
        mark: `p ${levels[key].p}`,
      })),
    ),
  };
}

function meansOf({ hierarchy, recordings, result }) {
  const means = regionMeans(recordings, result);
  const names = means.map((_, k) => `region ${k + 1}`);
  return {
    kind: "heat-maps",
    title: `Mean distances of simulated regions, ${worded(hierarchy)}`,
    caption: "Simulated. Between sessions on the diagonal.",
    panels: [{ rowNames: names, colNames: names, values: means.flat() }],
    scale: { word: "angle, radians", ends: ["alike", "different"] },
  };
}

function mapOf({ hierarchy, recordings, result, map }) {
  const { figures } = embedSection({ found: map, distances: result });
  const figure = figures.flat().find(({ kind }) => kind === "map");
  const { networks: _, ...rest } = figure;
  return {
    ...rest,
    title: `Map of simulated recordings, ${worded(hierarchy)}`,
    caption: "Simulated. Each point is a region in a session.",
    groups: recordings.map(({ region }) => `region ${region}`),
  };
}
