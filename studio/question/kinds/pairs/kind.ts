import { metrics } from "../../../own/metrics.ts";
import { flagsOf } from "repgeom/options";
import { certaintyMistake, hasSeed, idleCertainty, isResampled } from "../certainty.ts";
import { commandOf } from "../code.ts";
import { filesOf, source } from "../files-code.ts";
import { comparable, pairsOf } from "../fitting.ts";
import type { Data, QuestionKind } from "../kind.ts";
import { certaintyText, computedText, counted, metricsText, networksText, paragraph } from "../methods.ts";
import { programOf } from "../program.ts";
import { divided, nested, pairsOptions } from "./options.ts";

/** All pairs of the networks, by one metric or several. */
export const pairs: QuestionKind = {
  name: "pairs",
  title: "All pairs",
  help: "How similar each network is to each other one: heat map, map and tree.",
  verb: "Compare",
  metrics: "several",
  options: () => pairsOptions,
  nested,
  main: [],
  idle: (question, data) => ({
    ...idleCertainty(question, question.options["groupTest"] !== undefined || hasSeed(question, schemasOf)),
    ...(question.options["groupTest"] === undefined && {
      permutations: "Counts those of the test of groups: choose groupTest first.",
    }),
    ...(!hasGroups(data) && {
      groupTest:
        "It needs groups: choose a column of the table that makes them, or colours by one with texts.",
    }),
  }),
  mistake(question, data) {
    const { groupTest } = question.options;
    if (groupTest !== undefined && !hasGroups(data))
      return {
        option: "groupTest",
        text: "The test needs groups: choose a column of the table that makes them.",
      };
    return certaintyMistake(question);
  },
  pairs: (question, { items }) => ({ count: pairsOf(items), more: isResampled(question) }),
  refusal({ items }) {
    if (items.length < 2) return "It needs two representations or more.";
    return comparable(items);
  },
  code(question, data) {
    const { about } = divided(question.options);
    const { arrange = {} } = about as { arrange?: { units?: string } };
    const more = [...flagsOf(nested.arrange, arrange), ...(arrange.units ? ["--units", arrange.units] : [])];
    const words = ["pairwise", ...filesOf(data.items)];
    return {
      command: commandOf({ words, question, data, options: pairsOptions, more }),
      typescript: programOf({
        data,
        calls: question.metrics.map((spec) => `engine.pairwise(networks, ${source({ ...spec, ...about })})`),
      }),
    };
  },
  methods(question, data) {
    const { groupTest, permutations = 1000, seed = 1 } = question.options;
    return paragraph(
      `All ${counted(pairsOf(data.items), "pair")} of ${networksText(data.items)} were compared by ${metricsText(question.metrics)}.`,
      certaintyText(question.options),
      groupTest
        ? `Groups (${groupsOf(data)}) were tested by ${groupTest} with ${permutations} permutations (seed ${seed}).`
        : "",
      computedText(data),
    );
  },
};

function schemasOf(name: string): object {
  return metrics[name as keyof typeof metrics].options;
}

/** The column that makes groups: the one that was chosen, or that of the colour if it holds texts. */
function groupsOf({ session: { groups, look, table } }: Data): string | undefined {
  if (!table || groups !== undefined) return groups;
  return table.columns[look.color ?? ""]?.some((cell) => typeof cell === "string") ? look.color : undefined;
}

function hasGroups(data: Data): boolean {
  return groupsOf(data) !== undefined;
}
