import { readings } from "../methods.mjs";

const labels = { units: "unit by unit", rdms: "of RDMs", rotated: "after rotation" };

/** The distance matrices of the quiet networks, each over its distance by chance. */
export function initialisationSection({ names, quiet, main, apart }) {
  const order = Object.keys(readings).flatMap((reading) =>
    apart.flatMap((one, k) => (one.reading === reading ? [k] : [])),
  );
  const gallery = (reading) => ({
    kind: "gallery",
    title: `Ten networks, ${labels[reading]}`,
    wide: true,
    panels: order
      .filter((k) => apart[k].reading === reading)
      .map((k) => ({
        title: apart[k].method,
        values: quiet.flatMap((i) => quiet.map((j) => main[k].square[i][j] / apart[k].chance)),
      })),
    names: quiet.map((k) => names[k]),
    scale: { word: "distance / chance", ends: ["alike", "strangers"], domain: [0, 1] },
  });
  return {
    heading: "Ten networks that differ in their initialisation only",
    text: [
      "All ten solve the task without an error. Each distance is divided by its value by chance: the mean distance to networks " +
        "whose units stand in a random order, or for RDMs and rotations whose stimuli do. At 1 two networks are strangers.",
      "“Gaussian” and “energy” compare the distributions of 16 single trials at 24 moments; the others compare means of 64 trials at 200 moments. " +
        "“Of RDMs” takes the Euclidean RDM of each network, and for the two stochastic methods the RDM of each trial.",
    ],
    figures: [
      ...Object.keys(labels).map(gallery),
      {
        kind: "bars",
        title: "Mean distance of two networks",
        wide: true,
        y: { label: "distance / chance" },
        bars: order.map((k) => ({
          name: apart[k].name,
          value: apart[k].share,
          low: apart[k].interval.lower,
          high: apart[k].interval.upper,
          group: labels[apart[k].reading],
        })),
        references: [{ at: 1, label: "chance" }],
        caption: "Intervals of 95 % over networks (bootstrap).",
      },
    ],
  };
}
