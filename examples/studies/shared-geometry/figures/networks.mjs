// The networks and what they have learned.
import { mean } from "../../lib/statistics.mjs";
import { architectures, titles } from "../data.mjs";
import { stepAxis } from "./axes.mjs";

export function networksTable(training) {
  return {
    kind: "table",
    title: "Accuracy after training",
    columns: ["architecture", "parameters", "trained images", "other images", "least", "most"],
    rows: architectures.map((name) => {
      const { networks } = training.architectures[name];
      const tests = networks.map(({ test }) => test.at(-1));
      return [
        titles[name],
        networks[0].parameters,
        mean(networks.map(({ trained }) => trained)),
        mean(tests),
        Math.min(...tests),
        Math.max(...tests),
      ];
    }),
  };
}

export function accuracyLines(training) {
  return {
    kind: "lines",
    title: "Accuracy over training",
    caption:
      "Images that no network was trained on; mean over eight seeds, shaded from the least to the most.",
    x: stepAxis(training.checkpoints),
    y: { label: "accuracy", domain: [0, 1] },
    series: architectures.map((name) => {
      const tests = training.architectures[name].networks.map(({ test }) => test);
      const at = (of) => training.checkpoints.map((_, k) => of(tests.map((test) => test[k])));
      return {
        name: titles[name],
        x: training.checkpoints.map((_, k) => k),
        y: at(mean),
        low: at((values) => Math.min(...values)),
        high: at((values) => Math.max(...values)),
      };
    }),
    references: [{ at: 0.1, label: "chance" }],
  };
}
