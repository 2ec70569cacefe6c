// Correlations of wRSMs across networks.
import { architectures, titles } from "../data.mjs";
import { barOf, seriesOf, stepAxis } from "./axes.mjs";

export function allCorrelations({ all, training }) {
  const count = training.architectures[architectures[0]].networks.length;
  return {
    kind: "heat-maps",
    title: "Correlations of wRSMs of all networks",
    caption: "Last layer after training, eight seeds of each architecture.",
    networks: "rows",
    scale: { word: "correlation", ends: ["different", "alike"], dark: "most" },
    blocks: architectures.map((name) => ({ name: titles[name], size: count })),
    panels: [{ rowNames: all.names, colNames: all.names, values: all.correlations.data }],
  };
}

export function agreementBars(found) {
  return {
    kind: "bars",
    title: "Mean correlation of two wRSMs, by layer",
    caption: "After training; 95 % bootstrap intervals over networks.",
    y: { label: "correlation", domain: [0, 1] },
    bars: architectures.flatMap((name) =>
      found[name].agreement.layers.map((one) =>
        barOf(`${titles[name]}: ${one.layer}`, one, { group: titles[name] }),
      ),
    ),
  };
}

export function agreementLines({ found, training: { checkpoints } }) {
  const x = checkpoints.map((_, k) => k);
  return {
    kind: "lines",
    title: "Mean correlation of two wRSMs, over training",
    caption: "Last layer, 95 % bootstrap intervals over networks.",
    x: stepAxis(checkpoints),
    y: { label: "correlation", domain: [0, 1] },
    series: architectures.map((name) => seriesOf(titles[name], x, found[name].agreement.course)),
  };
}
