// Sections of the report: the networks, and what their distances are.
import { mean as average } from "../lib/statistics.mjs";
import { table } from "./table.mjs";

export function networksSection({ table: networks, compared }) {
  const columns = [
    "network",
    "architecture",
    "depth",
    "width",
    "regularisation",
    "seed",
    "parameters",
    "training_accuracy",
    "accuracy",
  ];
  const names = networks.map(({ network }) => network);
  return {
    heading: "The networks",
    text: [
      "Ninety-six networks were trained on 400 pictures of digits, each somewhere on a field of 12 × 12 pixels, with a tenth of the labels wrong. They differ in architecture, depth, width, regularisation and seed. Accuracy is that of 1,037 pictures that no network was trained on. Distances compare the final hidden layer, for 160 other pictures.",
    ],
    figures: [
      {
        kind: "scatter",
        title: "Depth and accuracy",
        networks: "items",
        names,
        x: { label: "depth, hidden layers" },
        y: { label: "accuracy, held-out pictures", format: "percent" },
        points: { x: networks.map(({ depth }) => depth), y: networks.map(({ accuracy }) => accuracy) },
      },
      {
        kind: "heat-maps",
        title: "Distances between networks",
        networks: "items",
        wide: true,
        panels: compared
          .map(({ name, result }) => ({
            title: name,
            rowNames: result.rowNames,
            colNames: result.colNames,
            values: result.values,
          }))
          .slice(0, 1),
        scale: { word: "angle, radians", ends: ["alike", "different"] },
      },
      table(
        "All networks",
        columns,
        networks.map((row) => columns.map((column) => row[column])),
        { networks: "items", collapsed: true, wide: true },
      ),
    ],
  };
}

export function triangleSection({ found, triples, joined }) {
  return {
    heading: "1. The triangle inequality",
    text: [
      "Of every three networks, no distance may be longer than the way over the third. Angular forms (arc cosine of a similarity) are distances by a theorem. Plain forms (1 less the similarity) are not.",
      `A network that has the units of two others lies between them: the last column is the share of ${joined} such pairs whose plain dissimilarity is longer than the way over it.`,
    ],
    figures: [
      table(
        "Violations",
        [
          "measure",
          "form",
          `violations of ${triples.toLocaleString("en")}`,
          "largest excess",
          "way round over side, least",
          "over a network with the units of both",
        ],
        found.map(({ name, form, count, worst, tightest, joined: share }) => [
          name,
          form,
          count,
          worst,
          tightest,
          share,
        ]),
        { wide: true },
      ),
    ],
  };
}

export function shiftSection({ found, tables }) {
  const shown = tables.find(({ name }) => name === "convolutional-2-wide-none-1");
  const offsets = (count) => Array.from({ length: count }, (_, k) => String(k - Math.floor(count / 2)));
  return {
    heading: "2. Layers that keep positions",
    text: [
      "The last layer with positions (6 × 6 places) of 32 convolutional and residual networks, for 60 pictures. Moved around: what leaves the layer at one side enters at the other. Scrambled: the places come in one random order, the same for all pictures. Moved pictures: the same digits two pixels to the right and down, which is one place of the layer.",
    ],
    figures: [
      table(
        "Angles of a layer to itself, and to others",
        [
          "positions are",
          "moved around",
          "scrambled",
          "pictures moved by two pixels",
          "other networks",
          "nearest to its own network",
        ],
        found.map(({ name, rolled, scrambled, moved, others, recognised }) => [
          name,
          nothing(average(rolled)),
          nothing(average(scrambled)),
          average(moved),
          others,
          `${recognised} of ${moved.length}`,
        ]),
        { wide: true },
      ),
      {
        kind: "heat-maps",
        title: "Angle by shift",
        caption: `${shown.name}: its layer for moved pictures, shifted by rows and columns, against its layer for the pictures where they were. The pictures were moved by one place, so the shift −1, −1 undoes it.`,
        panels: [{ rowNames: offsets(shown.rows), colNames: offsets(shown.cols), values: shown.data }],
        scale: { word: "angle, radians", ends: ["alike", "different"] },
      },
      table(
        "Best shifts",
        ["network", "rows", "columns"],
        tables.map(({ name, shift }) => [name, ...shift]),
        { networks: "items", collapsed: true },
      ),
    ],
  };
}

/** Below it a value is rounding. */
const nothing = (value) => (value < 1e-9 ? 0 : value);
