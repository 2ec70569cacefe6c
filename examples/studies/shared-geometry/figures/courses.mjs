// Inter-subject correlations before and after alignment.
import { architectures, titles } from "../data.mjs";
import { barOf } from "./axes.mjs";

export function iscBars(found) {
  return {
    kind: "bars",
    title: "ISC before and after alignment",
    caption:
      "Last layer, held-out images, 95 % bootstrap intervals over networks. Shuffled: maps fitted to images that do not correspond.",
    wide: true,
    y: { label: "mean correlation", domain: [-0.2, 1] },
    bars: architectures.flatMap((name) => {
      const { native, shared, forced } = found[name].courses;
      return [
        barOf(`${titles[name]}: native`, native, { group: "native units" }),
        barOf(`${titles[name]}: shuffled`, forced, { group: "fitted to shuffled images" }),
        barOf(`${titles[name]}: shared`, shared, { group: "shared features" }),
      ];
    }),
  };
}

export function iscHistograms(found) {
  const { units } = found["residual-large"].courses;
  return {
    kind: "histogram",
    title: "ISC of single units and features",
    caption: "Each unit (feature) with the mean of the other networks; residual, large, last layer.",
    x: { label: "correlation", domain: [-1, 1] },
    values: [],
    series: [
      { name: "native units", values: units.native },
      { name: "shared features", values: units.shared },
    ],
  };
}
