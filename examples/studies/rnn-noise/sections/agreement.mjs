import { leaves, linkage } from "repgeom";

/** Metric by metric: by cosine and by correlation, in the order of a tree of the correlations. */
export function agreementSection({ agreement: { cosine, pearson } }) {
  const names = cosine.rowNames;
  const order = treeOrder(pearson);
  const panel = (title, result) => ({ title, rowNames: names, colNames: names, values: [...result.values] });
  return {
    heading: "Which methods agree?",
    text: [
      "Each method has one value for each of the 105 pairs of the fifteen networks. Two methods agree as far as these values do.",
      "Distances are never negative, so the cosine of two lists of distances is high even where they have nothing in common. Correlation takes the mean away.",
    ],
    figures: [
      {
        kind: "heat-maps",
        title: "Metric by metric",
        wide: true,
        panels: [panel("cosine", cosine), panel("correlation", pearson)],
        scale: { word: "agreement", ends: ["none", "the same"], domain: [0, 1], dark: "most" },
        orders: [
          { name: "of the tree", rows: order, cols: order },
          { name: "as given", rows: names.map((_, k) => k), cols: names.map((_, k) => k) },
        ],
        caption: "Negative correlations have the colour of 0.",
      },
    ],
  };
}

function treeOrder(pearson) {
  const size = pearson.rowNames.length;
  const data = Float64Array.from({ length: size * size }, (_, at) => {
    const [i, j] = [Math.floor(at / size), at % size];
    return i === j ? 0 : 1 - pearson.at(i, j);
  });
  return [...leaves(linkage({ rows: size, cols: size, data }, "average"))];
}
