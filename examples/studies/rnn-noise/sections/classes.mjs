const labels = { units: "unit by unit", rdms: "of RDMs" };

/** The 40 × 40 matrices, and what is farther apart in them. */
export function classesSection({ classes }) {
  return {
    heading: "Four sensory classes and ten networks",
    text: [
      "Each item is one network in one class: 50 moments × 100 units. Both matrices are L2, of the responses and of the Euclidean RDMs of the moments.",
      "R² is the share of squared distances that a factor accounts for (PERMANOVA); its p permutes all items freely. " +
        "The classes ++ and +− differ only from the second stimulus on.",
    ],
    figures: [...classes.map(heatMap), bars(classes), sharesOf(classes)],
  };
}

function heatMap({ reading, names, values }) {
  const blocks = ["++", "+−", "−+", "−−"].map((name) => ({ name, size: names.length / 4 }));
  return {
    kind: "heat-maps",
    title: `Four classes × ten networks: L2 ${labels[reading]}`,
    panels: [{ rowNames: names, colNames: names, values }],
    scale: { word: "L2", ends: ["alike", "different"] },
    blocks,
  };
}

function bars(classes) {
  const kinds = [
    ["betweenClasses", "classes"],
    ["betweenNetworks", "networks"],
    ["both", "both"],
  ];
  return {
    kind: "bars",
    title: "Which are farther apart?",
    y: { label: "mean L2" },
    bars: classes.flatMap((one) =>
      kinds.map(([key, name]) => ({
        name: `${name}, ${labels[one.reading]}`,
        value: one[key].value,
        low: one[key].interval.lower,
        high: one[key].interval.upper,
        group: labels[one.reading],
      })),
    ),
    caption:
      "Two classes of one network, two networks in one class, and items that differ in both. Intervals of 95 % over networks (bootstrap). The two readings have different units.",
  };
}

function sharesOf(classes) {
  return {
    kind: "table",
    title: "Shares of the squared distances",
    columns: ["reading", "factor", "R²", "pseudo-F", "p"],
    rows: classes.flatMap(({ reading, byNetwork, byClass }) => [
      [labels[reading], "network", byNetwork.r2, byNetwork.f, byNetwork.p],
      [labels[reading], "class", byClass.r2, byClass.f, byClass.p],
    ]),
  };
}
