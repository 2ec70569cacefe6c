// Sections of the report: maps, neighbours, and the mean.
import { barycenterSection, embedSection } from "repgeom/report";
import { table } from "./table.mjs";

export const mapHeading = "The map of the networks";

export function embeddingSections({ embedded, compared, table: networks }) {
  const [procrustes] = embedded;
  const plane = procrustes.maps.find(({ dimensions }) => dimensions === 2);
  const map = embedSection({ found: plane.map, distances: compared[0].result });
  const named = map.figures.map((one) => (Array.isArray(one) ? one.map(titled) : titled(one)));
  return [
    {
      heading: "3. Euclidean maps and their distortion",
      text: [
        "Points whose Euclidean distances resemble the given ones, with least stress, in more and more dimensions. An error is that of one pair, as a share of its distance.",
      ],
      figures: [
        distortionFigure(
          "Error of distances by dimensions",
          "median error of a pair",
          embedded,
          ({ median }) => median,
        ),
        distortionFigure("Stress by dimensions", "stress-1", embedded, ({ stress }) => stress),
        table(
          "Distortion",
          [
            "metric",
            "dimensions",
            "median error",
            "95 % of pairs below",
            "most stretched to most shrunk",
            "stress",
          ],
          embedded.flatMap(({ name, maps }) =>
            maps.map(({ dimensions, median, within95, factor, stress }) => [
              name,
              dimensions,
              median,
              within95,
              factor,
              stress,
            ]),
          ),
          { collapsed: true, wide: true },
        ),
        table(
          "Part of the eigenvalues below 0",
          ["metric", "share"],
          embedded.map(({ name, negative }) => [name, negative]),
        ),
      ],
    },
    {
      ...map,
      heading: mapHeading,
      figures: named,
      text: [
        `${networks.length} networks; near ones are alike. The number at a point is the accuracy. The errors of a map in the plane stand in the section before.`,
      ],
    },
  ];
}

function titled(figure) {
  return figure.kind === "map" ? { ...figure, title: "Networks by Procrustes distance" } : figure;
}

function distortionFigure(title, label, embedded, valueOf) {
  return {
    kind: "lines",
    title,
    x: { label: "dimensions" },
    y: { label },
    series: embedded.map(({ name, maps }) => ({
      name,
      x: maps.map(({ dimensions }) => dimensions),
      y: maps.map(valueOf),
    })),
  };
}

export function neighbourSection({ near }) {
  return {
    heading: "Nearest neighbours",
    text: [
      "How often the nearest network has something in common with a network. Seeds and regularisations of one configuration are alike for more than one reason, so architecture, depth and width are asked of networks of other configurations alone; for chance, these labels are permuted over configurations.",
    ],
    figures: [
      table(
        "Share of networks whose nearest one is",
        ["metric", "the nearest is", "share", "by chance", "p"],
        near.flatMap(({ name, shares }) =>
          shares.map((one) => [name, one.name, one.share, one.chance, one.p]),
        ),
        { wide: true },
      ),
    ],
  };
}

export function meanSection({ mean, table: networks }) {
  const names = networks.map(({ network }) => network);
  const { flat } = mean;
  const section = barycenterSection({
    found: mean.mean,
    tangent: mean.space,
    names,
    history: mean.mean.history,
  });
  return {
    ...section,
    heading: "The mean network, and the tangent space at it",
    text: [
      `The Fréchet mean of all networks at norm 1, up to rotations. Distances in the flat space at it are ${flat.stretch.toFixed(3)} times the true ones on average, and correlate with them by ${flat.correlation.toFixed(4)}: regression in this space is regression in the shape space.`,
    ],
  };
}
