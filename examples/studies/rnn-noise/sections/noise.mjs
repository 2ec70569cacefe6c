import { readings } from "../methods.mjs";

/** Distances of the noisy networks to the quiet ones, and which methods see the noise. */
export function noiseSection({ names, noisy, levels, sizes, main, noise }) {
  const lines = (title, wanted, nameOf = ({ method }) => method) => ({
    kind: "lines",
    title,
    x: { label: "noise in training (standard deviation)" },
    y: { label: "relative distance" },
    series: noise.filter(wanted).map((one) => ({ name: nameOf(one), x: levels, y: one.distances })),
    references: [{ at: 1, label: "quiet" }],
    caption: "Mean distance to the quiet networks, over their mean distance among themselves (dashed).",
  });
  const of = (data, reading) => (one) => one.data === data && one.reading === reading;
  const gallery = (reading) => ({
    kind: "gallery",
    title: `Five networks, ${readings[reading]}`,
    wide: true,
    panels: main
      .filter((one) => one.reading === reading)
      .map(({ method, square }) => ({ title: method, values: overMost(square, noisy) })),
    names: noisy.map((k) => names[k]),
    scale: { word: "distance / largest", ends: ["alike", "different"], domain: [0, 1] },
    caption: "Each matrix is divided by its largest value.",
  });
  return {
    heading: "Five networks with growing noise",
    text: [
      "Distances are means over the ten quiet networks, over the mean distance of these among themselves. A method sees the noise " +
        "if the five distances are in the order of the noise (Spearman’s ρ at least 0.9; exact p of five networks at most 0.042) and the noisiest " +
        "network is more than 2 standard deviations of the quiet ones out. Nothing is corrected for the number of methods.",
      "One network was trained at each level: a difference of noise is also one of initialisation.",
      "Sixteen trials are few for distances between distributions. The energy distance of the variation is biased: of two equal networks it is above 0.",
    ],
    figures: [
      lines("Means, of RDMs", of("means", "rdms")),
      lines("Single trials, of RDMs", of("trials", "rdms")),
      lines("Single trials, unit by unit", of("trials", "units")),
      lines(
        "Single trials, with and without their means",
        (one) => one.data === "variation" || one.reading === "rotated",
        ({ name, data }) => `${name}${data === "variation" ? ", without means" : ""}`,
      ),
      ...Object.keys(readings).map(gallery),
      tableOf(noise),
      {
        kind: "scatter",
        title: "Size of the mean responses",
        x: { label: "noise in training (standard deviation)" },
        y: { label: "root mean square" },
        points: { x: levels, y: sizes },
        names: noisy.map((k) => names[k]),
        caption: "Of the mean responses, around their mean over stimuli.",
      },
    ],
  };
}

function overMost(square, items) {
  const values = items.flatMap((i) => items.map((j) => square[i][j]));
  const most = Math.max(...values);
  return values.map((value) => value / most);
}

function tableOf(noise) {
  return {
    kind: "table",
    title: "Which methods see the noise",
    wide: true,
    columns: [
      "method",
      "reading",
      "data",
      "sees it",
      "ρ",
      "exact p",
      "noisiest (SD out)",
      "r among the noisy",
    ],
    rows: noise.map((one) => [
      one.method,
      readings[one.reading],
      one.data,
      one.sees ? "yes" : "no",
      one.rho,
      one.p,
      one.beyond,
      one.among,
    ]),
  };
}
