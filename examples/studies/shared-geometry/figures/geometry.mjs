// Matrices, paths and courses of native and shared coordinates.
import { architectures, blocks, titles } from "../data.mjs";
import { barOf, seriesOf, stepAxis } from "./axes.mjs";

const shown = "residual-large";

export function threeMatrices({ found, checkpoints }) {
  const { within, native, shared } = found[shown].course.at(-1).stacks;
  const panel = (title, stack) => ({
    title,
    rowNames: stack.stimuli,
    colNames: stack.stimuli,
    values: stack.mean().data,
  });
  return {
    kind: "heat-maps",
    title: "Similarity of held-out images",
    caption: `Mean over the eight networks (${titles[shown]}), last layer after training, images ordered by digit.`,
    wide: true,
    stimuli: "rows",
    scale: { word: "cosine", around: 0, domain: [-1, 1] },
    blocks,
    panels: [
      panel("wRSM, within networks", within),
      panel("iRSM, native units", native),
      panel("iRSM, shared space", shared),
    ],
  };
}

export function nativeAndSharedBars({ found }) {
  return {
    kind: "bars",
    title: "Likeness of iRSMs to the mean wRSM after training",
    caption:
      "Lines: 95 % bootstrap intervals over networks. Bands: 95 % of the native values with the units of each network in random order.",
    y: { label: "correlation", domain: [-0.4, 1] },
    bars: architectures.flatMap((name) => {
      const { course, relabelled } = found[name];
      const drawn = relabelled.drawn.toSorted((a, b) => a - b);
      const band = {
        low: drawn[Math.floor(0.025 * drawn.length)],
        high: drawn[Math.floor(0.975 * drawn.length)],
      };
      return [
        barOf(`${titles[name]}: native`, course.at(-1).native, { group: "native units", band }),
        barOf(`${titles[name]}: shared`, course.at(-1).shared, { group: "shared space" }),
      ];
    }),
  };
}

export function digitPathsFigure({ paths }) {
  const panel = (title, all) => ({
    title,
    paths: paths.names.map((name, k) => ({ name, points: all[k] })),
  });
  return {
    kind: "trajectories",
    title: "Four networks as paths from digit 0 to digit 9",
    caption: `Mean responses to held-out images (${titles[shown]}, last layer). Before: along the three units of each network that vary most. After: along three shared features.`,
    panels: [panel("before alignment", paths.before), panel("after alignment", paths.after)],
    times: paths.after[0].map((_, digit) => `digit ${digit}`),
  };
}

export function coursesOverTraining(found, checkpoints) {
  const x = checkpoints.map((_, k) => k);
  return architectures.map((name) => {
    const series = (word, of, more) => seriesOf(word, x, found[name].course.map(of), more);
    return {
      kind: "lines",
      title: `Likeness to the final wRSM: ${titles[name]}`,
      x: stepAxis(checkpoints),
      y: { label: "correlation with the final wRSM", domain: [-0.2, 1] },
      series: [
        series("wRSM", ({ within }) => within, { dashed: true }),
        series("iRSM, native", ({ native }) => native),
        series("iRSM, shared", ({ shared }) => shared),
      ],
    };
  });
}
