// Variance explained by orthogonal maps.
import { architectures, titles } from "../data.mjs";
import { barOf } from "./axes.mjs";

export function varianceBars(found) {
  return {
    kind: "bars",
    title: "Variance explained by orthogonal maps",
    caption:
      "A network from the others, held-out images. Dots: networks. Lines: 95 % jackknife intervals. Dashed: what a fit reports where nothing corresponds.",
    wide: true,
    y: { label: "share of the variance", domain: [0, 1] },
    references: [{ at: 0.5, label: "most" }],
    bars: architectures.flatMap((name) =>
      found[name].layers.map(({ layer, others, networks, forced }) =>
        barOf(`${titles[name]}: ${layer}`, others, {
          group: titles[name],
          parts: networks,
          level: { at: forced.fitted, label: "forced" },
        }),
      ),
    ),
  };
}

export function featureLines(found) {
  return {
    kind: "lines",
    title: "Variance explained by the number of shared features",
    caption: "Last layer, held-out images, as many features as every network has live units.",
    x: {
      label: "shared features",
      ticks: [0, 1, 2, 3, 4, 5].map((at) => ({ at, label: String(2 ** at) })),
    },
    y: { label: "share of the variance", domain: [0, 1] },
    series: architectures.map((name) => ({
      name: titles[name],
      x: found[name].features.map((_, k) => k),
      y: found[name].features.map(({ value }) => value),
    })),
  };
}

export function varianceTable(found) {
  return {
    kind: "table",
    title: "Variance explained, by layer",
    caption:
      "From others: as drawn above. Hyperalign: the same by hyperalignment. Splits: of three other choices of held-out images. With itself: the network is in the mean that explains it, as in most reports. Fitted: on the images of the fit. Forced: images that do not correspond, on fitted and on held-out images. Few units: of as many units as the small network has, drawn from the large one.",
    wide: true,
    columns: [
      "layer",
      "units",
      "features",
      "from others",
      "lower",
      "upper",
      "hyperalign",
      "splits: least",
      "most",
      "with itself",
      "fitted",
      "forced: fitted",
      "held out",
      "few units",
    ],
    rows: architectures.flatMap((name) =>
      found[name].layers.map((one) => [`${titles[name]}: ${one.layer}`, ...cellsOf(one)]),
    ),
  };
}

function cellsOf({ units, features, others, hyperalignment, splits, own, fitted, forced, equal }) {
  return [
    units,
    features,
    others.value,
    others.lower,
    others.upper,
    hyperalignment,
    Math.min(...splits),
    Math.max(...splits),
    own,
    fitted,
    forced.fitted,
    forced.others.value,
    equal ?? null,
  ];
}

export function differenceBars(differences) {
  return {
    kind: "bars",
    title: "Differences of variance explained",
    caption:
      "Layer by layer from the first to the last. The claim expects “residual: large less small” and “large: residual less conv” below 0.",
    wide: true,
    y: { label: "difference of shares" },
    references: [{ at: 0, label: "no difference" }],
    bars: Object.entries(differences).flatMap(([group, layers]) =>
      layers.map((one) => barOf(`${group}: layer ${one.layer}`, one, { group })),
    ),
  };
}
