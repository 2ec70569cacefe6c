import { comparable } from "../fitting.ts";
import type { QuestionKind } from "../kind.ts";
import { commandOf, programOf } from "../code.ts";

/** All pairs of the networks, by one metric or several. */
export const pairs: QuestionKind = {
  name: "pairs",
  title: "All pairs",
  help: "How similar each network is to each other one: heat map, map and tree.",
  metrics: "several",
  options: {},
  main: [],
  refusal({ items }) {
    if (items.length < 2) return "It needs two representations or more.";
    return comparable(items);
  },
  code: (question, data) => ({
    command: commandOf("pairwise", question, data),
    typescript: programOf("pairwise", question, data),
  }),
  methods: ({ metrics }, { items }) =>
    `All ${(items.length * (items.length - 1)) / 2} pairs of ${items.length} representations were compared by ${metrics.map(({ metric }) => metric).join(", ")}.`,
};
