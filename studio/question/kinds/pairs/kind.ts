import { pairwiseOptions } from "repgeom/options";
import { codeOfFiles } from "../code.ts";
import { comparable } from "../fitting.ts";
import type { QuestionKind } from "../kind.ts";
import { metricsText, networksText } from "../methods.ts";

const { test: _, arrange: __, ...options } = pairwiseOptions;

/** All pairs of the networks, by one metric or several. */
export const pairs: QuestionKind = {
  name: "pairs",
  title: "All pairs",
  help: "How similar each network is to each other one: heat map, map and tree.",
  verb: "Compare",
  metrics: "several",
  options: () => options,
  main: [],
  refusal({ items }) {
    if (items.length < 2) return "It needs two representations or more.";
    return comparable(items);
  },
  code: (question, data) => codeOfFiles("pairwise", question, data, options),
  methods: ({ metrics }, data) =>
    `All ${(data.items.length * (data.items.length - 1)) / 2} pairs of ${networksText(data.items)} were compared by ${metricsText(metrics)}.`,
};
